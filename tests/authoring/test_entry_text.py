"""What a new entry's file says is read back as it was meant, whatever was typed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiprah.authoring.new.entry_request import EntryPhoto, EntryRequest
from kiprah.authoring.new.entry_text import entry_text
from kiprah.authoring.new.parse_answers import hours_answer, text_answer
from kiprah.authoring.photos.capture_date import Moment
from kiprah.authoring.photos.take_photo import ImportedPhoto
from kiprah.authoring.templates import FRAMES
from kiprah.authoring.yaml_text import Value
from kiprah.content.body_sections import split_sections
from kiprah.content.front_matter import read_front_matter
from kiprah.content.keys.entry_keys import ACTIVITY, REFLECTION, TESTIMONIAL
from kiprah.content.keys.key_hints import FOREIGN
from kiprah.fields.decoding import DecodeContext
from kiprah.fields.source import read_source
from kiprah.fields.values import Field, Values
from kiprah.model.entry import ActivityText, Organization

DAY = date(2026, 3, 14)
TYPED = st.text(st.characters(), max_size=80)
PHOTO = ImportedPhoto(Moment(), Path("IMG_1.jpg"), b"", "jpg")


def read_back(text: str, fields: tuple[Field, ...]) -> tuple[Values, str]:
    source, problems = read_source("x.md", text.encode())
    assert source is not None, problems
    reading = DecodeContext(source)
    front = read_front_matter(source, fields, reading, FOREIGN)
    assert front is not None and not reading.problems, reading.problems
    sections, found = split_sections(front.body, front.body_line, source, own_reflection=True)
    assert not found and not sections.broken and not sections.private
    return front.values, f"{sections.main}{sections.reflection or ''}"


def activity(title: str = "x", values: Mapping[str, Value] | None = None, **others: object) -> EntryRequest:
    return EntryRequest("activities", title, values=values or {}, **others)  # type: ignore[arg-type]


def text_of(request: EntryRequest, site_language: str) -> str:
    names = tuple(f"photo-{number}.jpg" for number, _ in enumerate(request.photos, 1))
    return entry_text(request, DAY, names, site_language)


@settings(deadline=None)
@given(TYPED, TYPED, TYPED, TYPED, TYPED, st.sampled_from(FRAMES), st.sampled_from(["id", "en", "su"]))
def test_what_was_typed_is_what_is_read(
    title: str, organization: str, role: str, place: str, quote: str, frame: str, language: str
) -> None:
    typed = {"title": title, "organization": organization, "role": role, "place": place, "quote": quote}
    said = {
        key: answer if isinstance(answer := text_answer(ACTIVITY, key, text), str) else ""
        for key, text in typed.items()
    }
    name = said.pop("title") or "x"
    values, body = read_back(text_of(activity(name, said, frame=frame, language=language), "id"), ACTIVITY)
    assert values.get("title") == name and values.get("date") == DAY and values.get("draft") is True
    named = values.of(ActivityText.organization)
    assert (named.name if named else "") == said["organization"]
    for key in ("role", "place", "quote"):
        assert values.get(key, "") == said[key]
    assert values.get("lang", "id") == language
    # All the questions are comments, and comments are gone before anything is rendered.
    assert body.strip() == ""


@pytest.mark.parametrize("typed", ["2,5", "2 jam 30 menit", "2:30", "45 min", "0", "24h"])
def test_hours_are_read_back(typed: str) -> None:
    hours = hours_answer(typed)
    assert isinstance(hours, str)
    values, _ = read_back(text_of(activity(values={"hours": hours}), "id"), ACTIVITY)
    assert (
        values.get("hours")
        == {"2,5": 150, "2 jam 30 menit": 150, "2:30": 150, "45 min": 45, "0": 0, "24h": 1440}[typed]
    )


@pytest.mark.parametrize("body", [None, "Kami membaca."])
@pytest.mark.parametrize(
    ("people", "consent", "read"),
    [
        ("", "", (None, "pending")),
        ("none", "", ("none", None)),
        ("adults", "", ("adults", "pending")),
        ("minors", "", ("minors", "pending")),
        ("adults", "yes", ("adults", "yes")),
        ("minors", "guardian", ("minors", "guardian")),
        ("adults", "no", ("adults", "no")),
        ("none", "pending", ("none", "pending")),
    ],
)
def test_a_photo_of_which_nothing_was_said_waits(
    body: str | None, people: str, consent: str, read: tuple[str | None, str | None]
) -> None:
    new = activity(photos=(EntryPhoto(PHOTO, people, consent),) * 2, body=body)
    values, _ = read_back(text_of(new, "en"), ACTIVITY)
    assert [(p.get("people"), p.get("consent")) for p in values.get("photos")] == [read, read]


EVERYTHING: Mapping[str, Value] = {
    "slug": "baca-bersama",
    "description": 'Dua: "tiga", empat',
    "tags": ["a, b", "c: d", "[e]", "# f"],
    "aliases": ["lama/baca"],
    "updated": date(2026, 4, 1),
    "visibility": "unlisted",
    "publish_after": date(2026, 5, 1),
    "end": date(2026, 3, 20),
    "organization": {"name": "Rumah: Pelangi", "url": "https://pelangi.example/", "about": "satu baris"},
    "role": "Pengajar",
    "hours": "2:30",
    "hours_are": "counted",
    "causes": ["education"],
    "skills": ["mengajar", "berbicara, di depan umum"],
    "sdgs": [4, 10],
    "place": "Sleman, ID",
    "impact": [{"value": 25, "what": "anak: membaca", "source": "self"}, {"value": 2.5, "what": "jam"}],
    "with": ["Rumah Pelangi's tutors"],
    "quote": "“Satu” kalimat\\",
    "cover": "photo-2.jpg",
    "evidence": [{"kind": "link", "url": "https://a.example/?x=1&y=2", "label": "Surat"}],
    "videos": [{"file": "clip.mp4", "alt": "Anak membaca"}],
    "extra": {"nested: key": {"deep": ["x", {"y": "z, w"}]}, "flag": "yes"},
}


@pytest.mark.parametrize("body", [None, "Kami membaca.\n\n## Refleksi\n\nSaya belajar."])
def test_any_key_can_be_said(body: str | None) -> None:
    more = {"caption": "Satu, dua", "focus": [0.4, 0.3], "hide": [[0.1, 0.2, 0.15, 0.2]]}
    new = activity("Baca", EVERYTHING, photos=(EntryPhoto(PHOTO, "none", alt="Rak: buku", values=more),), body=body)
    values, read = read_back(text_of(new, "id"), ACTIVITY)
    assert {key for key in EVERYTHING if values.get(key) is None} == set()
    for key in ("slug", "description", "quote", "role", "place", "cover", "visibility", "end", "updated"):
        assert values.get(key) == EVERYTHING[key], key
    assert [*values.get("tags")] == EVERYTHING["tags"] and [*values.get("skills")] == EVERYTHING["skills"]
    shown = repr(values.get("impact"))
    assert "anak: membaca" in shown and "25" in shown and "2.5" in shown
    assert values.of(ActivityText.organization) == Organization(
        "Rumah: Pelangi", "https://pelangi.example/", "satu baris"
    )
    (photo,) = values.get("photos")
    assert photo.get("alt") == "Rak: buku" and photo.get("caption") == "Satu, dua"
    assert [*map(float, photo.get("focus"))] == [0.4, 0.3] and len(photo.get("hide")) == 1
    assert ("Kami membaca." in read and "Saya belajar." in read) == (body is not None)


@settings(deadline=None)
@given(TYPED, TYPED)
def test_other_words_are_read_back_too(name: str, relation: str) -> None:
    who, known, title = (
        answer if isinstance(answer := text_answer(fields, key, typed), str) else ""
        for fields, key, typed in (
            (TESTIMONIAL, "from", name),
            (TESTIMONIAL, "relation", relation),
            (REFLECTION, "title", name),
        )
    )
    spoken = EntryRequest("testimonials", who or "x", values={"relation": known, "activity": "satu"})
    values, body = read_back(text_of(spoken, "id"), TESTIMONIAL)
    assert values.get("from") == (who or "x") and values.get("relation", "") == known and not body.strip()
    assert values.get("consent") is False and values.get("activity") == "satu"
    thought = EntryRequest("reflections", title or "x", frame="4p", language="en")
    values, body = read_back(text_of(thought, "id"), REFLECTION)
    assert values.get("title") == (title or "x") and values.get("frame") == "4p" and values.get("lang") == "en"
    assert not body.strip()
