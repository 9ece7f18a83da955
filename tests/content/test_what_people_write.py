"""Whole kinds of what people write in front matter and in names of files: read, or named with the cure."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiprah.content.causes import CAUSE_LANGUAGES, CAUSES, cause_names, cause_of
from kiprah.content.folder import list_folder
from kiprah.content.front_matter import read_front_matter
from kiprah.content.keys.entry_keys import ACTIVITY
from kiprah.content.keys.key_hints import FOREIGN
from kiprah.content.keys.settings_keys import site_address
from kiprah.fields.decoding import DecodeContext
from kiprah.fields.duration import near_hours
from kiprah.fields.hints import near_day
from kiprah.fields.source import merge_conflict, read_source
from kiprah.model.slug import slug_of
from kiprah.problem import Problem


def read(front: str) -> tuple[dict[str, object], list[Problem]]:
    source, _ = read_source("x.md", f"---\n{front}\n---\nisi\n".encode())
    assert source is not None
    reading = DecodeContext(source)
    matter = read_front_matter(source, ACTIVITY, reading, FOREIGN)
    assert matter is not None
    return dict(matter.values.given), reading.problems


@pytest.mark.parametrize(
    ("line", "kept", "lost"),
    [
        ("title: Kelas #membaca bersama", "Kelas", "#membaca bersama"),
        ("quote: Belajar itu #seru", "Belajar itu", "#seru"),
        ("organization: Rumah #1", "Rumah", "#1"),
        ("with:\n  - Bima #tim\n  - Sari", "Bima", "#tim"),
        ("photos: [{file: a.jpg}]\nimpact:\n  - value: 2\n    what: anak #hebat", "anak", "#hebat"),
        ("description: satu dua\n  tiga #empat", "satu dua tiga", "#empat"),
    ],
)
def test_a_hashtag_that_yaml_takes_for_a_comment_is_named(line: str, kept: str, lost: str) -> None:
    values, problems = read(line if line.startswith("title") else f"title: a\n{line}")
    assert [(p.code, p.values["value"], p.level) for p in problems] == [("hash-comment", lost, "warning")]
    assert kept in repr(values)


@pytest.mark.parametrize(
    "line",
    [
        'title: "Kelas #membaca"',
        "title: Kelas # catatan untuk diri sendiri",
        "title: C#dan F#",
        "title: Kelas\n# membaca\n#lagi",
        "title: a\nrole: b   ## c",
        "title: |\n  Kelas #membaca",
    ],
)
def test_a_real_comment_and_a_text_that_is_whole_are_left_alone(line: str) -> None:
    assert read(line)[1] == []


@pytest.mark.parametrize(
    ("line", "nearest"),
    [
        ("skills: mengajar, menulis", "[mengajar, menulis]"),
        ("causes: education; health", "[education, health]"),
        ("tags: a,b", "[a, b]"),
        ("with: Bima, Sari", "[Bima, Sari]"),
    ],
)
def test_commas_in_a_single_text_are_asked_about(line: str, nearest: str) -> None:
    values, problems = read(f"title: a\n{line}")
    assert [(p.code, p.values["nearest"], p.level) for p in problems] == [("comma-list", nearest, "warning")]
    assert len(next(v for k, v in values.items() if k != "title")) == 1  # type: ignore[arg-type]


@pytest.mark.parametrize("line", ['skills: "mengajar, menulis"', "skills: [a, b]", "skills: mengajar", "tags: ','"])
def test_a_text_in_quotes_is_one(line: str) -> None:
    assert read(f"title: a\n{line}")[1] == []


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("7 November 2026", "2026-11-07"),
        ("07 Nov 2026", "2026-11-07"),
        ("7-Agustus-2026", "2026-08-07"),
        ("November 7, 2026", "2026-11-07"),
        ("Sabtu, 7 November 2026", "2026-11-07"),
        ("Saturday, November 7th, 2026", "2026-11-07"),
        ("31 Februari 2026", ""),
        ("7 Smarch 2026", ""),
        ("November 2026", ""),
        ("13/03/2026", "2026-03-13"),
    ],
)
def test_a_day_in_words_is_proposed_as_a_date(written: str, day: str) -> None:
    assert near_day(written) == day


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        ("3,5 jam", "3.5"),
        ("3 jam setengah", "3h 30m"),
        ("3 setengah jam", "3h 30m"),
        ("setengah jam", "30m"),
        ("2 and a half hours", "2h 30m"),
        ("2½ jam", "2h 30m"),
        ("half an hour", "30m"),
        ("setengah hati", ""),
        ("setengah", "30m"),
    ],
)
def test_halves_of_hours_are_proposed(written: str, hours: str) -> None:
    assert near_hours(written) == hours


def test_a_cause_is_one_whatever_it_is_called() -> None:
    for text in ("education", "Education", " Pendidikan", "PENDIDIKAN", "edukasi", "mengajar"):
        assert cause_of(text) == "education"
    assert cause_of("disaster relief") == cause_of("Tanggap  bencana") == "disaster-relief"
    assert cause_of("Vespa tua") == "Vespa tua"
    values, problems = read("title: a\ncauses: [education, Education, pendidikan, Vespa]")
    assert problems == [] and values["causes"] == ("education", "Vespa")


def test_no_word_names_two_causes() -> None:
    named: dict[str, str] = {}
    for cause in CAUSES:
        for language in CAUSE_LANGUAGES:
            for name in (cause, *cause_names(cause, language)):
                other = named.setdefault(slug_of(name), cause)
                # These two have pages of their own and one name.
                assert other == cause or {other, cause} == {"food", "hunger"}, name
    assert len(named) > 80


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("♻️ Lingkungan", "lingkungan"),
        ("👩‍🌾 Tani", "tani"),
        ("❤️‍🔥", ""),
        ("Tim 1️⃣", "tim-1"),
        ("می‌خواهم", "می‌خواهم"),
        ("क्‍ष", "क्‍ष"),
        ("a \u200d b", "a-b"),
        ("a\u200d-b", "a-b"),
    ],
)
def test_an_address_holds_no_unseen_part_of_an_emoji(text: str, slug: str) -> None:
    assert slug_of(text) == slug


@given(st.text(st.sampled_from("ab 1-\u200c\u200d\ufe0f\u20e3♻👩क्षمی"), max_size=12))
def test_a_joiner_stands_between_letters_or_nowhere(text: str) -> None:
    slug = slug_of(text)
    assert "\ufe0f" not in slug and slug == slug_of(slug)
    for index, character in enumerate(slug):
        if character in "\u200c\u200d":
            assert 0 < index < len(slug) - 1 and "-" not in slug[index - 1] + slug[index + 1], ascii(slug)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://a.example/x/index.html", "https://a.example/x/"),
        ("https://a.example/index.htm", "https://a.example/"),
        ("https://a.example/x", "https://a.example/x/"),
        ("https://a.example/index.html.d/", "https://a.example/index.html.d/"),
    ],
)
def test_a_sites_address_ends_with_its_folder(written: str, address: str) -> None:
    assert site_address(written) == address


def test_marks_of_a_conflict_are_found_wherever_they_stand() -> None:
    marks = "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> main\n"
    assert merge_conflict(f"---\ntitle: x\n---\n{marks}") == 4
    assert merge_conflict(marks) == 1
    for text in ("a\n=======\nb\n", "<<<<<<< HEAD\na\n", "    <<<<<<< x\n=======\n>>>>>>> y\n", "", "<<<<<<<<\n"):
        assert merge_conflict(text) == 0, text
    source, problems = read_source("x.md", marks.encode())
    assert source is None and [p.code for p in problems] == ["merge-marks"]
    # Looking for marks takes no longer than the text is long.
    assert merge_conflict("<<<<<<< a\n" * 20_000) == 0


def test_a_name_is_the_same_in_pieces_and_whole(tmp_path: Path) -> None:
    name = "kafé-ñ.jpg"
    pieces = unicodedata.normalize("NFD", name)
    assert pieces != name
    (tmp_path / pieces).write_bytes(b"x")
    site, _ = list_folder(tmp_path)
    assert list(site.files) == [name] and site.names_in("") == (name,)
    assert site.read(name) == b"x" and site.absolute(name).is_file()
    values, problems = read(f"title: a\ncover: {pieces}\nslug: {unicodedata.normalize('NFD', 'kafé')}")
    assert problems == [] and values["cover"] == name and values["slug"] == "kafé"
