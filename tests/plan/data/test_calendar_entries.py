"""What the calendar tells, as an independent parser sees it."""

from __future__ import annotations

from datetime import date
from typing import Any

from icalendar import Calendar


def test_activities_are_events_and_reflections_journal_entries(alya: Any) -> None:
    read = Calendar.from_ical(alya.bytes("activities.ics"))
    events = {str(e["SUMMARY"]): e for e in read.walk("VEVENT")}
    assert set(events) == {"Mengajar membaca & menulis", "Donor darah"}
    reading = events["Mengajar membaca & menulis"]
    assert (reading.decoded("DTSTART"), reading.decoded("DTEND")) == (date(2026, 3, 14), date(2026, 6, 21))
    assert str(reading["LOCATION"]) == "Sleman, ID"
    assert [str(c) for c in reading["CATEGORIES"].cats] == ["Pendidikan"]
    assert "DTEND" not in events["Donor darah"]
    assert "sejak April 2026" in str(events["Donor darah"]["DESCRIPTION"])
    journals = {str(j["SUMMARY"]): j for j in read.walk("VJOURNAL")}
    assert str(journals["Menemukan suara"]["RELATED-TO"]) == str(reading["UID"])
    assert "RELATED-TO" not in journals["Tentang yang lain"]


def test_the_calendar_is_named_in_its_language(alya: Any) -> None:
    assert str(Calendar.from_ical(alya.bytes("activities.ics"))["X-WR-CALNAME"]) == "Kegiatan Alya Putri"
    assert str(Calendar.from_ical(alya.bytes("en/activities.ics"))["X-WR-CALNAME"]) == "Activities of Alya Putri"
