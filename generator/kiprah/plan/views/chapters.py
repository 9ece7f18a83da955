"""Views of the timeline: its years as chapters, and what stands in each."""

from __future__ import annotations

from itertools import count

from msgspec import Struct

from kiprah.plan.views.entry import ActivityItem, ReflectionItem
from kiprah.plan.views.text import Hours, Link

_LONG_YEAR = 24


class TimelineEntry(Struct, frozen=True):
    """One entry of the timeline: exactly one of the two is there."""

    activity: ActivityItem | None
    """An activity, or None."""
    reflection: ReflectionItem | None
    """A reflection, or None."""
    starts_role: bool
    """True where it is a milestone: the first session of a role that went on."""
    featured: bool = True
    """True where it deserves a picture; in a year of many entries, the others are lines."""
    terms: tuple[str, ...] = ()
    """Paths of its causes' and skills' pages, for the filter; only in the list of all activities."""


class ChapterRow(Struct, frozen=True):
    """An entry with its part in the telling of its year."""

    entry: TimelineEntry
    """The entry."""
    leads: bool
    """True where it is the first featured activity with a photo, which opens the year."""
    line: int
    """Its number among those a full year tells in a line each, counted from 1; 0 for all others."""


class Chapter(Struct, frozen=True):
    """A year of the timeline, newest entries first."""

    year: int
    """The year."""
    href: Link
    """The year's page; the list of reflections where the year has no activity."""
    hours: Hours | None
    """The sum of the activities that began in it."""
    entries: tuple[TimelineEntry, ...]
    """Entries of the year, the newest first."""

    @property
    def is_long(self) -> bool:
        """So many entries that even a list of all tells some in a line."""
        return len(self.entries) > _LONG_YEAR

    @property
    def rows(self) -> tuple[ChapterRow, ...]:
        """The entries, each with its part in the telling of the year."""
        leading = next((e for e in self.entries if e.featured and e.activity and e.activity.picture), None)
        lines = count(1)
        return tuple(
            ChapterRow(entry, entry is leading, 0 if entry.featured or entry.reflection else next(lines))
            for entry in self.entries
        )

    @property
    def lines(self) -> tuple[ActivityItem, ...]:
        """The activities that a full year tells in a line each."""
        return tuple(e.activity for e in self.entries if e.activity is not None and not e.featured)
