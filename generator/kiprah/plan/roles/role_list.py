"""Rolling sessions up into roles: people log days, a CV carries roles."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta

from msgspec.structs import replace

from kiprah.model.entry import Activity
from kiprah.model.role import Role
from kiprah.model.slug import is_reserved, slug_of

GAP = timedelta(days=183)
"""Time without a session, half a year, after which a new stretch starts, so that a pause stays visible."""


def roles_of(activities: Iterable[Activity]) -> tuple[Role, ...]:
    """Gather activities by organization and role, compared without case and in NFC; running ones first, then newest."""
    groups: dict[tuple[str, str], list[Activity]] = {}
    for activity in sorted(activities, key=lambda a: (a.date, a.common.slug)):
        organization = activity.original.organization
        if organization is not None:
            groups.setdefault((_folded(organization.name), _folded(activity.original.role)), []).append(activity)
    roles: list[Role] = []
    taken: set[str] = set()
    for key in sorted(groups):
        role = _role(groups[key], taken)
        taken.add(role.slug)
        roles.append(role)
    return tuple(sorted(roles, key=lambda r: (not r.ongoing, -r.last_day.toordinal(), r.slug)))


def spans_of(activities: Iterable[Activity]) -> tuple[tuple[date, date], ...]:
    """Join the activities' days into stretches; a gap of more than ``GAP`` starts a new one."""
    spans: list[tuple[date, date]] = []
    for activity in sorted(activities, key=lambda a: (a.date, a.last_day)):
        if spans and activity.date - spans[-1][1] <= GAP:
            spans[-1] = (spans[-1][0], max(spans[-1][1], activity.last_day))
        else:
            spans.append((activity.date, activity.last_day))
    return tuple(spans)


def minutes_of(activities: Iterable[Activity]) -> tuple[int | None, bool]:
    """Add up the hours given, in minutes, and say whether any of them is an estimate."""
    given = [a for a in activities if a.minutes is not None]
    if not given:
        return None, False
    return sum(a.minutes or 0 for a in given), any(a.estimated for a in given)


def months_of(activities: Iterable[Activity], today: date) -> frozenset[tuple[int, int]]:
    """Return every (year, month) in which an activity ran; one that still runs is taken to run until today."""
    months: set[tuple[int, int]] = set()
    for activity in activities:
        if len(activity.known) == len("2026") or len(activity.known_end) == len("2026"):
            # Nobody knows in which months of the year.
            continue
        last = max(activity.last_day, today) if activity.ongoing else activity.last_day
        year, month = activity.date.year, activity.date.month
        if (year, month) == (last.year, last.month):
            months.add((year, month))
            continue
        while (year, month) <= (last.year, last.month):
            months.add((year, month))
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return frozenset(months)


def month_number(day: date) -> int:
    """Number months through all years, so that they can be laid on one axis."""
    return day.year * 12 + day.month - 1


def role_within(role: Role, kept: Iterable[Activity]) -> Role:
    """Return a role with some of its activities alone: its time, its stretches and its hours are theirs."""
    slugs = {activity.common.slug for activity in kept}
    sessions = tuple(activity for activity in role.activities if activity.common.slug in slugs)
    minutes, estimated = minutes_of(sessions)
    ongoing = any(activity.ongoing for activity in sessions)
    return replace(
        role, activities=sessions, spans=spans_of(sessions), ongoing=ongoing, minutes=minutes, estimated=estimated
    )


def _role(sessions: list[Activity], taken: set[str]) -> Role:
    newest = sessions[-1].original
    name = newest.organization.name if newest.organization else ""
    minutes, estimated = minutes_of(sessions)
    base = slug_of(f"{name} {newest.role}") or "role"
    if is_reserved(base):
        # What an organization is called is not the member's to choose.
        base = f"{base}-role"
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return Role(
        slug=slug,
        role=newest.role,
        organization=name,
        activities=tuple(sessions),
        spans=spans_of(sessions),
        ongoing=any(a.ongoing for a in sessions),
        minutes=minutes,
        estimated=estimated,
    )


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
