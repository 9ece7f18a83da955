"""Stretches of days of one year: what the cards' patterns are drawn from."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from kiprah.model.entry import Activity

DAYS = 366
"""Number of days in a leap year, in which every date is counted, so that a day keeps its place from year to year."""


def day_number(day: date) -> int:
    """Return the number (1..366) of a date in a leap year."""
    return (date(2024, day.month, day.day) - date(2024, 1, 1)).days + 1


def stretches_of(activities: Iterable[Activity]) -> tuple[tuple[int, int], ...]:
    """Return the days of some activities in any year, joined where they touch.

    One that still runs is taken to run to the end of the year it began in: today would make another card every day.
    """
    days: set[int] = set()
    for activity in _with_days(activities):
        first, last = day_number(activity.date), day_number(activity.last_day)
        if activity.ongoing:
            last = DAYS
        elif activity.last_day.year - activity.date.year > (last < first):
            first, last = 1, DAYS
        if last < first:
            days.update(range(1, last + 1))
            last = DAYS
        days.update(range(first, last + 1))
    return joined(days)


def stretches_in(activities: Iterable[Activity], year: int) -> tuple[tuple[int, int], ...]:
    """Return the days of some activities that fall into one year."""
    days: set[int] = set()
    for activity in _with_days(activities):
        first = max(activity.date, date(year, 1, 1))
        last = date(year, 12, 31) if activity.ongoing else min(activity.last_day, date(year, 12, 31))
        if first.year == year and first <= last:
            days.update(range(day_number(first), day_number(last) + 1))
    return joined(days)


def _with_days(activities: Iterable[Activity]) -> Iterable[Activity]:
    """Keep activities whose days are known: of a month or a year no day is lit."""
    return (activity for activity in activities if not activity.known and not activity.known_end)


@lru_cache(maxsize=1)
def dot_places() -> tuple[tuple[int, int], ...]:
    """Return where each day of a leap year stands as a dot, in thousandths from left and top, the first inmost.

    They stand as the seeds of a sunflower do, each turned by the golden angle from the one before.
    """
    turn = math.pi * (3 - math.sqrt(5))
    places = []
    for number in range(DAYS):
        away, angle = 475 * math.sqrt((number + 0.5) / DAYS), number * turn - math.pi / 2
        places.append((round(500 + away * math.cos(angle)), round(500 + away * math.sin(angle))))
    return tuple(places)


def joined(days: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Write days as stretches (first, last), in order."""
    stretches: list[tuple[int, int]] = []
    for day in sorted(set(days)):
        if stretches and stretches[-1][1] == day - 1:
            stretches[-1] = (stretches[-1][0], day)
        else:
            stretches.append((day, day))
    return tuple(stretches)
