"""Report of the coach: what is good and true first, then its questions by key; silent where it was asked to be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import get_args

from msgspec import Struct

from kiprah.lint.coach import clarity, consistency, dignity, evidence, specialization
from kiprah.lint.coach.rules import CoachingRule, CoachInput, CoachKey, Remark
from kiprah.lint.coach.strengths import strengths
from kiprah.model.coaching import CoachRule

_BOTH = ("id", "en")
COACH_RULES: tuple[CoachingRule, ...] = (
    CoachingRule("one-sentence", "clarity", clarity.one_sentence),
    CoachingRule("headline-missing", "clarity", clarity.headline_missing),
    CoachingRule("long-sentence", "clarity", clarity.long_sentences),
    CoachingRule("abbreviation", "clarity", clarity.abbreviations, _BOTH),
    CoachingRule("recurring", "specialization", specialization.recurring),
    CoachingRule("said-not-shown", "specialization", specialization.said_not_shown, _BOTH),
    CoachingRule("shown-not-said", "specialization", specialization.shown_not_said, _BOTH),
    CoachingRule("many-directions", "specialization", specialization.many_directions),
    CoachingRule("headline-now", "consistency", consistency.headline_now, _BOTH),
    CoachingRule("silence", "consistency", consistency.silences),
    CoachingRule("number-without-source", "evidence", evidence.numbers_without_source, _BOTH),
    CoachingRule("round-number", "evidence", evidence.round_numbers),
    CoachingRule("nobody-vouches", "evidence", evidence.nobody_vouches),
    CoachingRule("superlative", "evidence", evidence.superlatives, _BOTH),
    CoachingRule("pity", "dignity", dignity.pity, _BOTH),
    CoachingRule("props", "dignity", dignity.props, _BOTH),
    CoachingRule("alone", "dignity", dignity.alone, _BOTH),
    CoachingRule("posing", "dignity", dignity.posing, _BOTH),
    CoachingRule("child-cover", "dignity", dignity.child_covers, _BOTH),
    CoachingRule("nothing-failed", "dignity", dignity.nothing_failed, _BOTH),
)
"""Every rule, in the order in which the report speaks of it."""


class CoachSection(Struct, frozen=True):
    """One key with its questions; without any, nothing is to be asked."""

    key: CoachKey
    remarks: tuple[Remark, ...]


class CoachReport(Struct, frozen=True):
    """Report of the coach to one member, and to nobody else; there is no number that sums it up."""

    good: tuple[Remark, ...]
    sections: tuple[CoachSection, ...]
    is_empty: bool = False
    """True where nothing was written yet."""


def coach_report(notes: CoachInput) -> CoachReport:
    """Ask every rule that the profile does not silence."""
    quiet = frozenset(notes.member.profile.coach.quiet)
    found = {rule.name: tuple(rule.find(notes)) for rule in COACH_RULES if rule.name not in quiet}
    sections = tuple(CoachSection(key, tuple(_of_key(key, found))) for key in get_args(CoachKey))
    return CoachReport(tuple(strengths(notes)), sections, not notes.passages)


def _of_key(key: CoachKey, found: Mapping[CoachRule, tuple[Remark, ...]]) -> Iterable[Remark]:
    return (remark for rule in COACH_RULES if rule.key == key for remark in found.get(rule.name, ()))
