from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiprah.content.front_matter import read_front_matter
from kiprah.content.keys import ACTIVITY, FOREIGN
from kiprah.content.schema import Reading, minutes_of
from kiprah.content.source import Source, read_source


def read(front: str):
    source = Source("x.md", f"---\n{front}\n---\nisi\n")
    reading = Reading(source)
    return read_front_matter(source, ACTIVITY, reading, FOREIGN), reading


def codes(front: str) -> list[tuple[str, int, int]]:
    _, reading = read(front)
    return [(p.code, p.place.line, p.place.column) for p in reading.problems]


def test_values_are_read_as_their_fields_type() -> None:
    front, reading = read(
        'title: NO\nhours: 12:30\nrole: 007\ntags: [yes, 2024-01-01, "on"]\ndate: 2026-03-14\nsdgs: 4'
    )
    assert reading.problems == [] and front is not None
    assert front.values.given == {
        "title": "NO",
        "hours": 750,
        "role": "007",
        "tags": ("yes", "2024-01-01", "on"),
        "date": date(2026, 3, 14),
        "sdgs": (4,),
    }
    assert front.body == "isi\n" and front.body_line == 9


def test_the_example_of_the_contract() -> None:
    assert codes("title: a\nrole: b\nplace: c\nhours: two") == [("bad-hours", 5, 8)]


@pytest.mark.parametrize(
    ("front", "code"),
    [
        ("title: a\ntitle: b", "duplicate-key"),
        ("title: &a x\nrole: *a", "yaml-anchor"),
        ("title: !!python/object:os.system x", "yaml-tag"),
        ("title: !!str x", "yaml-tag"),
        ("titel: a", "unknown-key"),
        ("visibility: privat", "bad-visibility"),
        ("draft: yes", "not-true-or-false"),
        ("draft:", "not-true-or-false"),
        ("date: 2024-02-30", "bad-date"),
        ("date: 14.03.2026", "bad-date"),
        ("date: 2026-03-14T10:00:00Z", "bad-date"),
        ("place: -7.7956, 110.3695", "coordinates"),
        ("place: 7\u00b047'S 110\u00b022'E", "coordinates"),
        ("place: 6P5G6R36+8X", "coordinates"),
        ("sdgs: [1, 2, 3, 4]", "too-many"),
        ("sdgs: [18]", "bad-number"),
        ("hours: -5", "bad-hours"),
        ("hours: .nan", "bad-hours"),
        ("hours: 2,5", "bad-hours"),
        ("organization: {name: a, url: 'javascript:x'}", "bad-url"),
        ("organization: {name: a, url: 'https://u:p@x.example'}", "bad-url"),
        ("photos: [../secret.jpg]", "bad-file-name"),
        ("photos: [/etc/passwd]", "bad-file-name"),
        ("photos: ['%2e%2e/x.jpg']", "bad-file-name"),
        ("photos: [{file: a.jpg, consent: maybe}]", "bad-consent"),
        ("photos: [{file: a.jpg, people: kids}]", "bad-people"),
        ("photos: [{file: a.jpg, hide: [[0.1, 0.2, 0.3]]}]", "too-many"),
        ("photos: [{file: a.jpg, focus: [2, 0]}]", "bad-share"),
        ("aliases: ['/a b']", "bad-alias"),
        ("aliases: ['/../x']", "bad-alias"),
        ("slug: CON", "bad-slug"),
        ("slug: con", "reserved-slug"),
        ("categories: [a]", "foreign-key"),
        ("title: a\n\trole: b", "yaml-tab"),
        ("title: a: b", "yaml-colon"),
        ("title: 'a", "yaml-quote"),
        ("- a", "front-matter-not-keys"),
        ("impact: [{value: many, what: x}]", "bad-amount"),
        ("impact: [{value: 2}]", "missing-key"),
    ],
)
def test_mistakes_have_a_code_and_a_place(front: str, code: str) -> None:
    found = codes(front)
    assert [c for c, _, _ in found] == [code]
    assert all(line >= 2 or code in ("no-front-matter",) for _, line, _ in found)


@pytest.mark.parametrize(
    "front",
    [
        "visibilty: private",
        "draf: true",
        "visibility: freinds",
        "publish_after: soon",
        "draft: true\ndraft: false",
        "nonsense_key_of_mine: 1",
    ],
)
def test_what_decides_who_may_see_it_fails_closed(front: str) -> None:
    _, reading = read(front)
    assert reading.broken and any(p.is_error for p in reading.problems)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("isi saja", "no-front-matter"),
        ("+++\na=1\n+++", "toml-front-matter"),
        ("---\ntitle: a\n\nisi", "front-matter-open"),
        ("", "no-front-matter"),
    ],
)
def test_a_missing_block_is_named(text: str, code: str) -> None:
    source = Source("x.md", text)
    reading = Reading(source)
    assert read_front_matter(source, ACTIVITY, reading) is None
    assert [p.code for p in reading.problems] == [code]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("42", 2520),
        ("2:30", 150),
        ("2h 30m", 150),
        ("2h", 120),
        ("45m", 45),
        ("2.5", 150),
        ("0", 0),
        ("0.1", 6),
        ("", None),
        ("-1", None),
        ("1e3", None),
        ("2:75", None),
        ("two", None),
        ("1_0", None),
        ("h", None),
    ],
)
def test_hours(text: str, minutes: int | None) -> None:
    assert minutes_of(text) == minutes


@given(st.text(max_size=60))
def test_no_front_matter_crashes(text: str) -> None:
    source, _ = read_source("x.md", f"---\n{text}\n---\n".encode("utf-8", "replace"))
    if source is not None:
        read_front_matter(source, ACTIVITY, Reading(source), FOREIGN)


def test_a_bomb_of_nesting_is_refused_quickly() -> None:
    assert codes("extra: " + "[" * 5000)[0][0] in ("yaml-depth", "bad-yaml", "yaml-quote")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xff\xfea\x00", "not-utf8"),
        (b"caf\xe9", "not-utf8"),
        (b"a\x00b", "control-character"),
        (b"x" * 2_000_000, "file-too-large"),
    ],
)
def test_what_is_not_text_is_refused(data: bytes, code: str) -> None:
    source, problems = read_source("x.md", data)
    assert source is None and [p.code for p in problems] == [code]


def test_a_mark_and_any_line_ending_are_fine() -> None:
    source, problems = read_source("x.md", "\ufeff---\r\na\rb\n".encode())
    assert problems == () and source is not None and source.text == "---\na\nb\n"
