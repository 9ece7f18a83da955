"""What a new entry's file says is read back as it was meant, whatever was typed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiprah.authoring.entry_text import NewActivity, NewPhoto, activity_text, reflection_text, spoken_text
from kiprah.authoring.parse_answers import hours_answer, text_answer
from kiprah.authoring.templates import FRAMES
from kiprah.content.front_matter import read_front_matter
from kiprah.content.key_hints import FOREIGN
from kiprah.content.keys import ACTIVITY, REFLECTION, TESTIMONIAL
from kiprah.content.sections import split_sections
from kiprah.fields.decoding import DecodeContext
from kiprah.fields.groups import Field, Values
from kiprah.fields.source import read_source
from kiprah.model.entry import ActivityText

DAY = date(2026, 3, 14)
TYPED = st.text(st.characters(), max_size=80)


def read_back(text: str, fields: tuple[Field, ...]) -> tuple[Values, str]:
    source, problems = read_source("x.md", text.encode())
    assert source is not None, problems
    reading = DecodeContext(source)
    front = read_front_matter(source, fields, reading, FOREIGN)
    assert front is not None and not reading.problems, reading.problems
    sections, found = split_sections(front.body, front.body_line, source, own_reflection=True)
    assert not found and not sections.broken and not sections.private
    return front.values, f"{sections.main}{sections.reflection or ''}"


@given(TYPED, TYPED, TYPED, TYPED, st.sampled_from(FRAMES), st.sampled_from(["id", "en", "su"]))
def test_what_was_typed_is_what_is_read(
    title: str, organization: str, role: str, place: str, frame: str, language: str
) -> None:
    said = {
        key: answer if isinstance(answer := text_answer(ACTIVITY, key, typed), str) else ""
        for key, typed in (("title", title), ("organization", organization), ("role", role), ("place", place))
    }
    new = NewActivity(said.pop("title") or "x", DAY, None, **said, frame=frame, language=language)
    values, body = read_back(activity_text(new, "id"), ACTIVITY)
    assert values.get("title") == new.title and values.get("date") == DAY and values.get("draft") is True
    named = values.of(ActivityText.organization)
    assert (named.name if named else "") == new.organization
    assert values.get("role", "") == new.role and values.get("place", "") == new.place
    assert values.get("lang", "id") == language
    # All the questions are comments, and comments are gone before anything is rendered.
    assert body.strip() == ""


@pytest.mark.parametrize("typed", ["2,5", "2 jam 30 menit", "2:30", "45 min", "0", "24h"])
def test_hours_are_read_back(typed: str) -> None:
    hours = hours_answer(typed)
    assert isinstance(hours, str)
    values, _ = read_back(activity_text(NewActivity("x", DAY, hours=hours, language="id"), "id"), ACTIVITY)
    assert (
        values.get("hours")
        == {"2,5": 150, "2 jam 30 menit": 150, "2:30": 150, "45 min": 45, "0": 0, "24h": 1440}[typed]
    )


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
    people: str, consent: str, read: tuple[str | None, str | None]
) -> None:
    new = NewActivity("x", DAY, photos=(NewPhoto("photo-1.jpg", people, consent),) * 2, language="en")
    values, _ = read_back(activity_text(new, "en"), ACTIVITY)
    assert [(p.get("people"), p.get("consent")) for p in values.get("photos")] == [read, read]


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
    values, body = read_back(spoken_text(who or "x", DAY, known, "satu", "", "id", "id"), TESTIMONIAL)
    assert values.get("from") == (who or "x") and values.get("relation", "") == known and not body.strip()
    assert values.get("consent") is False and values.get("activity") == "satu"
    values, body = read_back(reflection_text(title or "x", DAY, "4p", "", "en", "id"), REFLECTION)
    assert values.get("title") == (title or "x") and values.get("frame") == "4p" and values.get("lang") == "en"
    assert not body.strip()
