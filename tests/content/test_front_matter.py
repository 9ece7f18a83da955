from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiprah.authoring.editing.document import read_document
from kiprah.content.front_matter import read_front_matter
from kiprah.content.keys.entry_keys import ACTIVITY
from kiprah.content.keys.key_hints import FOREIGN
from kiprah.fields.decoding import DecodeContext
from kiprah.fields.duration import read_minutes
from kiprah.fields.source import Source, read_source


def read(front: str):
    source = Source("x.md", f"---\n{front}\n---\nisi\n")
    reading = DecodeContext(source)
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


def test_a_title_is_never_nothing_by_yamls_guess() -> None:
    """Machines write null where a key is left out; nobody leaves out what has to be there."""
    front, reading = read("title: Null\norganization: {name: null}\nrole: null\ndescription: ~")
    assert reading.problems == [] and front is not None
    organization = front.values.given.pop("organization")
    assert (front.values.given, organization.name) == ({"title": "Null"}, "null")
    assert read("title: ~")[0].values.given == read("title:")[0].values.given == {}  # type: ignore[union-attr]


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
        ("slug: com¹", "reserved-slug"),
        ("slug: lpt³", "reserved-slug"),
        ("causes: con", "reserved-term"),
        ("causes: [pendidikan, Nul]", "reserved-term"),
        ("skills: [CON]", "reserved-term"),
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
    reading = DecodeContext(source)
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
    assert read_minutes(text) == minutes


@given(st.text(max_size=60))
def test_no_front_matter_crashes(text: str) -> None:
    source, _ = read_source("x.md", f"---\n{text}\n---\n".encode("utf-8", "replace"))
    if source is not None:
        reading = DecodeContext(source)
        assert read_front_matter(source, ACTIVITY, reading, FOREIGN) is not None or reading.problems


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


@pytest.mark.parametrize(
    ("front", "code", "line", "column", "nearest"),
    [
        ("title: Mengajar: hari pertama", "yaml-colon", 2, 16, 'title: "Mengajar: hari pertama"'),
        ('title: Kata "dia": satu', "yaml-colon", 2, 18, "title: 'Kata \"dia\": satu'"),
        ("title:Hari\nhours: 2", "yaml-colon-space", 2, 6, "title: Hari"),
        ("title:Hari\nhours:2", "yaml-colon-space", 2, 6, "title: Hari"),
        ("title: a\nhours:2", "yaml-colon-space", 3, 6, "hours: 2"),
        ('title: "Hari" pertama', "yaml-after-quote", 2, 14, "title: '\"Hari\" pertama'"),
        ("title: a\nrole: @alya", "yaml-sign", 3, 7, 'role: "@alya"'),
        ("title: [Hari] pertama", "yaml-sign", 2, 8, 'title: "[Hari] pertama"'),
        ("title: *penting*", "yaml-anchor", 2, 8, 'title: "*penting*"'),
        ("title: !hebat", "yaml-tag", 2, 8, 'title: "!hebat"'),
        ('title: "C:\\hari"', "yaml-escape", 2, 11, "title: 'C:\\hari'"),
        ("title: “Hari: satu”", "smart-quotes", 2, 8, 'title: "Hari: satu"'),
        ("title: a\nhours: “2”", "smart-quotes", 3, 8, "hours: 2"),
        ("title: a\ndate: 13/03/2026", "bad-date", 3, 7, "2026-03-13"),
        ("title: a\ndate: 03/04/2026", "bad-date", 3, 7, ""),
        ("title: a\nhours: 2,5", "bad-hours", 3, 8, "2.5"),
        ("title: a\nhours: 1 jam 30 menit", "bad-hours", 3, 8, "1h 30m"),
        ("title: a\ndraft: ya", "not-true-or-false", 3, 8, "true"),
        ("title: a\nsdgs: [SDG 4]", "bad-number", 3, 8, "4"),
        ("title: a\njam: 2", "foreign-key", 3, 1, "hours"),
        ("title: a\nphotos: [{file: a.jpg, people: anak}]", "bad-people", 3, 32, "minors"),
    ],
)
def test_what_was_meant_is_named(front: str, code: str, line: int, column: int, nearest: str) -> None:
    _, reading = read(front)
    found = [(p.code, p.place.line, p.place.column, p.values.get("nearest", "")) for p in reading.problems]
    assert found == [(code, line, column, nearest)]


@pytest.mark.parametrize(
    ("front", "code", "line", "column"),
    [
        ("title: a\norganization:\n\tname: x", "yaml-tab", 4, 1),
        ("title:\u00a0Hari\nhours: 2", "yaml-space", 2, 7),
        ('title: "Hari\nhours: 2', "yaml-quote", 2, 8),
        ("skills: [a, b\nhours: 2", "yaml-quote", 2, 9),
        ("title: a\n  role: b", "yaml-indent", 3, 3),
        (" title: a\nhours: 2", "yaml-indent", 3, 1),
        ("title: a\n\nHari ini kami.\nrole: b", "yaml-no-key", 4, 1),
        ("title: a\nskills:\n  -b\n  -c", "list-hyphen", 4, 3),
    ],
)
def test_slips_are_named_where_they_stand(front: str, code: str, line: int, column: int) -> None:
    assert codes(front) == [(code, line, column)]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("—\ntitle: a\n—\nisi", "front-matter-fence", 1),
        ("----\ntitle: a\n----\nisi", "front-matter-fence", 1),
        ("---\ntitle: a\n—-\nisi", "front-matter-fence", 3),
        ("---\ntitle: a\nhours: 2\n\nHari ini kami.", "front-matter-open", 3),
        ("---\ntitle: a", "front-matter-open", 2),
    ],
)
def test_a_block_that_does_not_begin_or_end_is_named_where_to_mend_it(text: str, code: str, line: int) -> None:
    source = Source("x.md", text)
    reading = DecodeContext(source)
    assert read_front_matter(source, ACTIVITY, reading) is None
    assert [(p.code, p.place.line) for p in reading.problems] == [(code, line)]


def test_empty_lines_above_the_keys_are_fine_and_counted() -> None:
    source = Source("x.md", "\n\n---\ntitle: a\nhours: x\n---\nisi\n")
    reading = DecodeContext(source)
    front = read_front_matter(source, ACTIVITY, reading)
    assert front is not None and front.body == "isi\n" and front.body_line == 7
    assert [(p.code, p.place.line) for p in reading.problems] == [("bad-hours", 5)]


def test_an_empty_key_is_as_if_it_were_not_there() -> None:
    front, reading = read("title: a\nphotos:\nhours:\nskills: ~")
    assert reading.problems == [] and front is not None and front.values.given == {"title": "a"}


def test_hours_that_look_like_a_clock_are_asked_about_and_kept() -> None:
    front, reading = read("title: a\nhours: 2.30")
    assert [(p.code, p.level, p.values["nearest"]) for p in reading.problems] == [("hours-like-time", "note", "2:30")]
    assert front is not None and front.values.get("hours") == 138 and not reading.broken


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("---\ntitle: a\n...\ndraft: true\n---\nisi", "yaml-documents", 4),
        ("---\ntitle: a\n...\n\n# c\ndraft: true\n---\nisi", "yaml-documents", 5),
        ("---\ntitle: a\n... # c\ndraft: true\n---\nisi", "yaml-indent", 4),
        ("---\ntitle: a\n...\ndraft: true\n", "front-matter-fence", 3),
    ],
)
def test_keys_after_three_dots_are_no_text_to_publish(text: str, code: str, line: int) -> None:
    source = Source("x.md", text)
    reading = DecodeContext(source)
    assert read_front_matter(source, ACTIVITY, reading, FOREIGN) is None
    assert [(p.code, p.place.line) for p in reading.problems] == [(code, line)]


def test_three_dots_may_stand_at_the_end_of_the_keys_and_in_a_text() -> None:
    source = Source("x.md", "---\ntitle: a\n...\n\n---\nisi\n...\nlagi: ya\n---\n")
    reading = DecodeContext(source)
    front = read_front_matter(source, ACTIVITY, reading, FOREIGN)
    assert reading.problems == [] and front is not None
    assert (front.body, front.body_line) == ("isi\n...\nlagi: ya\n---\n", 6)
    parts = read_document(source.text.encode())
    assert (parts.keys, parts.fence, parts.text) == ("title: a\n", "...\n\n---\n", source.text)
