"""Rules about specialization: what recurs, what is said but not shown, and what is shown but not said."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator

from kiprah.lint.coach.lexicon import Lexicon
from kiprah.lint.coach.rules import CoachInput, OwnWords, Remark
from kiprah.model.member import ProfileText

_FEW = 3
_RECURRING = 3
"""Minimum number of entries with a skill that is no accident."""
_MANY = 8
_EFFECTIVE = 4.0
"""Number of directions of equal weight: with more of them, nobody can say which one is meant."""


def recurring(notes: CoachInput) -> Iterator[Remark]:
    """Name what comes back: causes, organizations, skills."""
    if len(notes.activities) < _FEW:
        return
    causes = Counter(cause for a in notes.activities for cause in a.original.causes)
    organizations = Counter(
        a.original.organization.name for a in notes.activities if a.original.organization is not None
    )
    skills = Counter(skill for a in notes.activities for skill in a.original.skills)
    values = {
        name: _most(counted)
        for name, counted in (("causes", causes), ("organizations", organizations), ("skills", skills))
    }
    shown = {name: names for name, names in values.items() if names}
    if shown:
        yield Remark("recurring", shown)


def said_not_shown(notes: CoachInput) -> Iterator[Remark]:
    """Quote skills of the profile that no entry tells of."""
    for profile, lexicon, shown in _skills_by_language(notes):
        if not shown:
            continue
        roots = frozenset(root for skill in shown for root in lexicon.stems(skill))
        shown_roots = roots | frozenset(
            root
            for p in notes.passages
            if p.kind == "title" and p.language == profile.language
            for root in lexicon.stems(p.text)
        )
        missing = tuple(skill for skill in profile.skills if (own := lexicon.stems(skill)) and not own & shown_roots)
        if missing:
            yield Remark(
                "said-not-shown", {"skills": missing}, tuple(OwnWords(skill, profile.written_in) for skill in missing)
            )


def shown_not_said(notes: CoachInput) -> Iterator[Remark]:
    """Name skills that recur in the entries and that the profile keeps to itself."""
    for profile, lexicon, shown in _skills_by_language(notes):
        claimed = lexicon.stems(" ".join((profile.headline, *profile.skills)))
        modest = tuple(
            skill for skill, count in shown.most_common() if count >= _RECURRING and not lexicon.stems(skill) & claimed
        )
        if modest and profile.skills:
            yield Remark("shown-not-said", {"skills": modest[:4]})


def many_directions(notes: CoachInput) -> Iterator[Remark]:
    """Ask which of many directions would stay: the exponential of the entropy of time over main causes."""
    weights: Counter[str] = Counter()
    for activity in notes.activities:
        if activity.original.causes:
            weights[activity.original.causes[0]] += activity.minutes or 60
    total = sum(weights.values())
    if len(notes.activities) < _MANY or not total:
        return
    spread = math.exp(-sum(w / total * math.log(w / total) for w in weights.values() if w))
    if spread > _EFFECTIVE:
        yield Remark("many-directions", {"causes": tuple(cause for cause, _ in weights.most_common(6))})


def _skills_by_language(notes: CoachInput) -> Iterator[tuple[ProfileText, Lexicon, Counter[str]]]:
    """Yield the profile as it was written first, with the skills that entries in its language name."""
    profile = notes.member.profile.original
    lexicon = notes.lexicon_of(profile.language)
    if lexicon is not None:
        yield profile, lexicon, Counter(_skills(notes, profile.language))


def _skills(notes: CoachInput, language: str) -> Iterable[str]:
    for activity in notes.activities:
        for text in activity.texts:
            if text.language == language:
                yield from text.skills


def _most(counted: Counter[str]) -> tuple[str, ...]:
    return tuple(name for name, count in counted.most_common(3) if count > 1)
