"""Views of when there was activity: the days of all years, the months of one, the time of roles on one axis."""

from __future__ import annotations

from msgspec import Struct

from kiprah.plan.calendar_days import dot_places
from kiprah.plan.views.text import Link

_SPARSE = 5


class YearDots(Struct, frozen=True):
    """The year as 366 dots, wound like the seeds of a sunflower as on the cards; 0..1000 from left and top."""

    days: tuple[tuple[int, int], ...]
    """Stretches (first, last) of days of a leap year, 1 to 366, on which there was activity in any year."""

    @property
    def quiet(self) -> tuple[tuple[int, int], ...]:
        """Positions of the dots of all other days."""
        lit = self._numbers()
        return tuple(place for day, place in enumerate(dot_places(), 1) if day not in lit)

    @property
    def lit(self) -> tuple[tuple[int, int], ...]:
        """Positions of the dots of those days."""
        lit = self._numbers()
        return tuple(place for day, place in enumerate(dot_places(), 1) if day in lit)

    @property
    def is_sparse(self) -> bool:
        """So few days are lit that each may be seen from afar."""
        return len(self.lit) <= _SPARSE

    def _numbers(self) -> frozenset[int]:
        return frozenset(day for first, last in self.days for day in range(first, last + 1))


class StripMonth(Struct, frozen=True):
    """One month of the year strip."""

    number: int
    """Number of the month, 1 to 12."""
    name: str
    """Name of the month, in words."""
    active: bool
    """True where there was activity in it."""

    @property
    def left(self) -> int:
        """Place where it begins on a line of twelve a month, the last of them a gap."""
        return (self.number - 1) * 12


class StripYear(Struct, frozen=True):
    """One year of the strip that shows when; it shows months with activity, never how many."""

    year: int
    """The year."""
    href: Link | None
    """The year's page; None where nothing began in it."""
    months: tuple[StripMonth, ...]
    """Months of the year, always twelve."""
    text: str
    """The same in words: ``2026: Januari-Maret, Juli``."""
