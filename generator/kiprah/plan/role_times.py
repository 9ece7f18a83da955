"""Times of a role in words: its stretches, no more exact than they are known, and how often it was worked in."""

from __future__ import annotations

from datetime import date

from kiprah.catalog import words
from kiprah.model.role import Role
from kiprah.plan.formatting import span_of_known, when_of
from kiprah.plan.roles import months_of
from kiprah.plan.views.text import When


def role_span(role: Role, first: date, last: date, ongoing: bool, language: str) -> When:
    """Write a stretch of a role; where it begins or ends in a month or a year, so much and no more."""
    if not any(a.known or a.known_end for a in role.activities):
        return when_of(first, last, ongoing, language)
    starts = next((a.known for a in role.activities if a.date == first and a.known), "")
    ends = next((a.end_as_known for a in role.activities if a.last_day == last and (a.known_end or a.known)), "")
    if not starts and not ends:
        return when_of(first, last, ongoing, language)
    return span_of_known(starts or first.isoformat(), ends or last.isoformat(), ongoing, language)


def rhythm_of(role: Role, today: date, language: str) -> str:
    """Say how often: ``12 kegiatan dalam 7 bulan``; only how many where there is one, or where no month is known."""
    catalogue = words(language, "plan")
    sessions, months = len(role.activities), len(months_of(role.activities, today))
    counted = catalogue.count("rhythm.sessions", sessions, number=str(sessions))
    if sessions == 1 or not months:
        return counted
    return catalogue.say(
        "rhythm.in_months", sessions=counted, months=catalogue.count("rhythm.months", months, number=str(months))
    )
