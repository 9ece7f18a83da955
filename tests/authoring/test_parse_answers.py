"""What people type is read kindly, and never as something else."""

from __future__ import annotations

from datetime import date

import pytest

from kiprah.authoring.new.parse_answers import day_answer, hours_answer, one_line, text_answer
from kiprah.authoring.refusal import Refusal
from kiprah.content.keys.entry_keys import ACTIVITY

TODAY = date(2026, 3, 17)  # a Tuesday


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-03-14", "2026-03-14"),
        ("2026/3/4", "2026-03-04"),
        ("14/3/2026", "2026-03-14"),
        ("14-3", "2026-03-14"),
        ("14.03.2026", "2026-03-14"),
        ("25/12", "2025-12-25"),
        ("29/2", "2024-02-29"),
        ("14 Maret 2026", "2026-03-14"),
        ("14 march", "2026-03-14"),
        ("14 Mar 2025", "2025-03-14"),
        ("17 Agustus", "2025-08-17"),
        ("hari ini", "2026-03-17"),
        ("Yesterday", "2026-03-16"),
        (" kemarin ", "2026-03-16"),
        ("Sabtu", "2026-03-14"),
        ("saturday", "2026-03-14"),
        ("selasa", "2026-03-17"),
        ("1/4/2027", "2027-04-01"),
    ],
)
def test_a_day_in_many_ways(typed: str, day: str) -> None:
    assert str(day_answer(typed, TODAY, "id")) == day


@pytest.mark.parametrize(
    "typed", ["31/2/2026", "0/3", "besok lusa", "2026", "14 x", "32 Maret", "14/3/26", "2026-13-01", "1800-01-01"]
)
def test_what_is_no_day_is_refused(typed: str) -> None:
    assert day_answer(typed, TODAY, "id") == Refusal("bad-day", {"value": typed})


def test_a_day_that_can_be_read_two_ways_is_asked_again_in_english_only() -> None:
    assert day_answer("3/4/2026", TODAY, "en") == Refusal("day-two-ways", {"value": "3/4/2026"})
    assert day_answer("3/4/2026", TODAY, "id") == date(2026, 4, 3)
    assert day_answer("3/3/2026", TODAY, "en") == date(2026, 3, 3)
    assert day_answer("14/3/2026", TODAY, "en") == date(2026, 3, 14)


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("2", "2"),
        ("2,5", "2.5"),
        ("2.5 jam", "2.5"),
        ("2:30", "2:30"),
        ("2 jam 30 menit", "2h 30m"),
        ("2h30m", "2h30m"),
        ("3 hours", "3h"),
        ("90 min", "90m"),
        ("45 menit", "45m"),
        ("24", "24"),
        ("", ""),
    ],
)
def test_hours_in_many_ways(typed: str, hours: str) -> None:
    assert hours_answer(typed) == hours


@pytest.mark.parametrize("typed", ["two", "-1", "2:75", "dua jam", "1e3", "2.5.1", "jam"])
def test_what_are_no_hours_is_refused(typed: str) -> None:
    assert hours_answer(typed) == Refusal("bad-hours", {"value": typed})


def test_no_day_has_more_hours_than_it_has() -> None:
    assert hours_answer("25") == Refusal("hours-too-many", {"days": "1"})
    assert hours_answer("25", 2) == "25"


def test_a_text_is_held_to_the_key_it_is_for() -> None:
    assert text_answer(ACTIVITY, "role", "  Guru\t kelas ") == "Guru kelas"
    assert text_answer(ACTIVITY, "role", "") == ""
    long = text_answer(ACTIVITY, "role", "x" * 121)
    assert isinstance(long, Refusal) and long.key == "text-too-long" and long.values["limit"] == "120"
    place = text_answer(ACTIVITY, "place", "-7.80139, 110.36472")
    assert isinstance(place, Refusal) and place.key == "coordinates"
    assert text_answer(ACTIVITY, "title", "\udcff") == Refusal("not-text", {"key": "title"})


def test_keys_of_a_terminal_are_no_part_of_a_name() -> None:
    assert one_line("a\x1b[200~b\x07\u2028 c") == "a[200~b c"
    assert one_line(" \n\t ") is None
