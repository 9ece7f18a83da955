"""The calendar as an independent parser sees it, and its bytes as the standard asks."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from msgspec.structs import replace

from kiprah.plan.data.file_outputs import CalendarEntry, CalendarOutput
from kiprah.render.data.calendar import folded
from support.examples import examples
from support.rendering import render_data

EVENT = CalendarEntry(
    kind="event",
    url="https://alya.example/activities/x/",
    title="Kelas",
    language="id",
    start="2026-03-14",
    end="2026-06-20",
    updated="2026-07-01",
    description="Pengajar, Rumah Pelangi\n42,5 jam",
    place="Sleman, ID",
    categories=("Pendidikan", "a, b; c"),
)
JOURNAL = replace(
    EVENT,
    kind="journal",
    url="https://alya.example/reflections/y/",
    start="2026-05-01",
    end="2026-05-01",
    about=EVENT.url,
)


def calendar(*entries: CalendarEntry) -> bytes:
    home = "https://alya.example/"
    return render_data(CalendarOutput("activities.ics", f"{home}activities.ics", home, "Kegiatan", "", "id", entries))


def parsed(*entries: CalendarEntry) -> Calendar:
    read = Calendar.from_ical(calendar(*entries))
    assert isinstance(read, Calendar)
    assert not read.errors
    return read


def test_a_span_is_an_event_of_whole_days_that_ends_the_day_after() -> None:
    (event,) = parsed(EVENT).walk("VEVENT")
    assert event.decoded("DTSTART") == date(2026, 3, 14)
    assert event.decoded("DTEND") == date(2026, 6, 21)
    assert b"DTSTART;VALUE=DATE:20260314\r\n" in calendar(EVENT)
    assert b"DTSTAMP:20260701T000000Z\r\n" in calendar(EVENT)


def test_one_day_ends_the_next_even_over_a_year() -> None:
    (event,) = parsed(replace(EVENT, start="2026-12-31", end="2026-12-31")).walk("VEVENT")
    assert event.decoded("DTEND") == date(2027, 1, 1)


def test_what_still_runs_has_no_end() -> None:
    (event,) = parsed(replace(EVENT, end="")).walk("VEVENT")
    assert "DTEND" not in event
    assert "RRULE" not in event


def test_words_come_back_as_they_were() -> None:
    (event,) = parsed(EVENT).walk("VEVENT")
    assert str(event["SUMMARY"]) == "Kelas"
    assert str(event["DESCRIPTION"]) == EVENT.description
    assert str(event["LOCATION"]) == "Sleman, ID"
    assert [str(c) for c in event["CATEGORIES"].cats] == list(EVENT.categories)
    assert str(event["URL"]) == EVENT.url


def test_a_reflection_is_a_journal_entry_about_its_event() -> None:
    read = parsed(EVENT, JOURNAL)
    (event,), (journal,) = read.walk("VEVENT"), read.walk("VJOURNAL")
    assert str(journal["RELATED-TO"]) == str(event["UID"])
    assert str(journal["UID"]) != str(event["UID"])


def test_identities_follow_the_page_alone() -> None:
    (one,), (two,) = parsed(EVENT).walk("VEVENT"), parsed(replace(EVENT, title="Lain", end="")).walk("VEVENT")
    assert one["UID"] == two["UID"]


def test_a_text_cannot_begin_a_line_of_its_own() -> None:
    evil = "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\rATTENDEE:mailto:a@b.example\n\x85\u2028BEGIN:VALARM\x00\x07;a\\,b"
    entry = replace(EVENT, title=evil, description=evil, place=evil, categories=(evil,))
    read = parsed(entry)
    (event,) = read.walk("VEVENT")
    assert not read.walk("VALARM")
    assert "ATTENDEE" not in event
    assert str(event["SUMMARY"]).startswith("x\nEND:VEVENT\nBEGIN:VEVENT\nATTENDEE")
    assert len(calendar(entry).split(b"\r\nBEGIN:")) == len(calendar(EVENT).split(b"\r\nBEGIN:"))


@settings(max_examples=examples(80), deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_lines_are_at_most_75_octets_and_whole(text: str) -> None:
    raw = calendar(replace(EVENT, title=text, description=text))
    assert raw.endswith(b"END:VCALENDAR\r\n")
    lines = raw.removesuffix(b"\r\n").split(b"\r\n")
    assert (lines[0], lines[-1]) == (b"BEGIN:VCALENDAR", b"END:VCALENDAR")
    for line in lines:
        assert len(line) <= 75
        assert b"\n" not in line and b"\r" not in line
        line.decode()
    unfolded = raw.decode().replace("\r\n ", "")
    assert unfolded.count("\r\nBEGIN:") == 1


def test_folding_never_splits_a_character() -> None:
    line = "SUMMARY:" + "\u00e9" * 33 + "\U0001f600" * 40
    pieces = folded(line).removesuffix("\r\n").split("\r\n")
    assert len(pieces) > 2
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line
