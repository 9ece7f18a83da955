"""Times of a role in words: its stretches, no more exact than they are known, and how often it was worked in."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from kiprah.catalog import words
from kiprah.model.role import Role
from kiprah.plan.formatting import span_of_known, when_of
from kiprah.plan.roles.role_list import months_of
from kiprah.plan.views.text import When


def role_spans(role: Role, language: str) -> tuple[When, tuple[When, ...]]:
    """Write the whole time of a role, and each of its stretches; no more exact than they are known."""
    is_exact = not any(activity.known or activity.known_end for activity in role.activities)

    def written(first: date, last: date, ongoing: bool) -> When:
        if is_exact:
            return when_of(first, last, ongoing, language)
        return _as_known(role, first, last, ongoing, language)

    whole = written(role.first_day, role.last_day, role.ongoing)
    if len(role.spans) == 1:
        return whole, (whole,)
    newest = role.spans[-1]
    return whole, tuple(written(*span, role.ongoing and span is newest) for span in role.spans)


def _as_known(role: Role, first: date, last: date, ongoing: bool, language: str) -> When:
    """Write a stretch of a role; where it begins or ends in a month or a year, so much and no more."""
    starts = next((a.known for a in role.activities if a.date == first and a.known), "")
    ends = next((a.end_as_known for a in role.activities if a.last_day == last and (a.known_end or a.known)), "")
    if not starts and not ends:
        return when_of(first, last, ongoing, language)
    return span_of_known(starts or first.isoformat(), ends or last.isoformat(), ongoing, language)


def rhythm_of(role: Role, today: date, language: str) -> str:
    """Say how often: ``12 kegiatan dalam 7 bulan``; only how many where there is one, or where no month is known."""
    return _rhythm(len(role.activities), len(months_of(role.activities, today)), language)


@lru_cache(maxsize=1024)
def _rhythm(sessions: int, months: int, language: str) -> str:
    catalogue = words(language, "plan")
    counted = catalogue.count("rhythm.sessions", sessions, number=str(sessions))
    if sessions == 1 or not months:
        return counted
    return catalogue.say(
        "rhythm.in_months", sessions=counted, months=catalogue.count("rhythm.months", months, number=str(months))
    )
