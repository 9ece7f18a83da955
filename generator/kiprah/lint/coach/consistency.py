"""Rules about consistency: whether the headline is still true, and where the log is silent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from kiprah.lint.coach.lexicon import Lexicon
from kiprah.lint.coach.rules import CoachInput, OwnWords, Remark
from kiprah.model.entry import Activity

_YEAR = timedelta(days=365)
_ENOUGH = 4
_READ = 1_000
"""Characters of a body that are looked at."""
_SILENCE = timedelta(days=183)
_LONGEST = 2
"""Maximum number of silences that are named."""


def headline_now(notes: CoachInput) -> Iterator[Remark]:
    """Ask whether the headline is of now: no word of it in what the last year's entries say."""
    profile = notes.member.profile.original
    lexicon = notes.lexicon_of(profile.language)
    lately = [a for a in notes.activities if a.ongoing or a.last_day >= notes.today - _YEAR]
    if not profile.headline or lexicon is None or len(lately) < _ENOUGH:
        return
    claimed = lexicon.stems(profile.headline) - lexicon.generic
    shown_roots = frozenset(root for activity in lately for root in _roots(activity, lexicon, profile.language))
    if claimed and shown_roots and claimed.isdisjoint(shown_roots):
        roles = tuple(dict.fromkeys(a.original.role for a in reversed(lately) if a.original.role))[:3]
        titles = tuple(a.original.title for a in reversed(lately))[:3]
        yield Remark("headline-now", {"roles": roles or titles}, (OwnWords(profile.headline, profile.written_in),))


def silences(notes: CoachInput) -> Iterator[Remark]:
    """Name long silences between entries, kindly: what was before them, and what came after."""
    found: list[tuple[timedelta, Activity, Activity]] = []
    last: Activity | None = None
    for activity in notes.activities:
        if last is not None and activity.date - last.last_day > _SILENCE and not (activity.known or last.known):
            found.append((activity.date - last.last_day, last, activity))
        if last is None or activity.last_day > last.last_day or activity.ongoing:
            last = activity
        if activity.ongoing:
            break
    for _, before, after in sorted(found, key=lambda gap: -gap[0].days)[:_LONGEST]:
        words = tuple(OwnWords(a.original.title, a.original.written_in) for a in (before, after))
        yield Remark("silence", {"first": _month(before.last_day), "last": _month(after.date)}, words)


def _roots(activity: Activity, lexicon: Lexicon, language: str) -> Iterator[str]:
    for text in activity.texts:
        for cause in text.causes:
            yield from lexicon.causes.get(cause.casefold(), ())
        if text.language == language:
            organization = text.organization.name if text.organization is not None else ""
            words = (text.title, text.description, text.role, organization, *text.skills, *text.causes)
            yield from lexicon.stems(" ".join(words))
            yield from lexicon.stems(text.body.text[:_READ])


def _month(day: date) -> date:
    return day.replace(day=1)
