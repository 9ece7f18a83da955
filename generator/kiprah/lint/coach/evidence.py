"""Rules about evidence: numbers without a source, organizations where nobody has spoken, praise without facts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from kiprah.lint.coach.passages import Passage, PassageKind
from kiprah.lint.coach.rules import CoachInput, OwnWords, Remark
from kiprah.lint.coach.sentence_search import TellingSentence, telling_sentences, words_of
from kiprah.model.entry import Activity, Testimonial

_CLAIMING: tuple[PassageKind, ...] = ("headline", "bio", "title", "description", "body", "quote")
_NUMBER = re.compile(r"\d[\d.,]*")
_LEAST = 10
_ROUND = 50
_LARGE = 100
_LONG_MINUTES = 15 * 60
_OFTEN = 3
_NEAR = 2
"""Maximum number of words from a number to the word that names what it counts."""


def numbers_without_source(notes: CoachInput) -> Iterator[Remark]:
    """Quote sentences that count people or things in entries that name no source for any number."""
    bare = frozenset(a.common.path for a in notes.activities if not a.impact and not a.evidence)
    counting = replace(notes, passages=tuple(p for p in notes.passages if p.owner in bare and _may_count(p)))
    kinds: tuple[PassageKind, ...] = ("title", "description", "body")
    found = telling_sentences(counting, "number-without-source", ("counted", "many"), kinds)
    words = words_of(one for one in found if _counts(one))
    if words:
        yield Remark("number-without-source", {}, words)


def round_numbers(notes: CoachInput) -> Iterator[Remark]:
    """Quote large round numbers that the person counted alone."""
    words = []
    for activity in notes.activities:
        if activity.evidence or "round-number" in activity.common.coach.quiet:
            continue
        for fact, written in zip(activity.impact, activity.original.impact_words, strict=True):
            amount = float(fact.value)
            if fact.source == "self" and amount >= _LARGE and amount % _ROUND == 0:
                words.append(
                    OwnWords(f"{fact.value} {written.what}", activity.original.written_in, sought=written.what)
                )
    if words:
        yield Remark("round-number", {}, tuple(words))


def nobody_vouches(notes: CoachInput) -> Iterator[Remark]:
    """Name organizations with much work and no voice: no letter, no credential, no testimonial."""
    by_name: dict[str, list[Activity]] = {}
    for activity in notes.activities:
        organization = activity.original.organization
        if organization is not None and "nobody-vouches" not in activity.common.coach.quiet:
            by_name.setdefault(organization.name, []).append(activity)
    voices = [t for t in notes.member.testimonials if t.consent]
    silent = tuple(
        name
        for name, activities in by_name.items()
        if (len(activities) >= _OFTEN or sum(a.minutes or 0 for a in activities) >= _LONG_MINUTES)
        and not any(a.evidence for a in activities)
        and not any(_speaks_of(voice, name, activities) for voice in voices)
    )
    if silent:
        yield Remark("nobody-vouches", {"organizations": silent[:4]})


def superlatives(notes: CoachInput) -> Iterator[Remark]:
    """Quote praise that no number stands beside."""
    found = telling_sentences(notes, "superlative", ("superlative",), _CLAIMING)
    words = words_of(one for one in found if not _NUMBER.search(one.sentence.text))
    if words:
        yield Remark("superlative", {}, words)


def _may_count(passage: Passage) -> bool:
    return "many" in passage.topics or _NUMBER.search(passage.text) is not None


def _counts(one: TellingSentence) -> bool:
    for match in one.matches:
        if match.topic == "many":
            return True
        before = one.spans[max(0, match.first - _NEAR) : match.first]
        if any(_amount(span.word) >= _LEAST for span in before):
            return True
    return False


def _amount(word: str) -> int:
    return int(word) if word.isascii() and word.isdecimal() and len(word) < 10 else 0


def _speaks_of(voice: Testimonial, organization: str, activities: list[Activity]) -> bool:
    if any(voice.activity == activity.common.slug for activity in activities):
        return True
    name = organization.casefold()
    return any(name in f"{text.name} {text.relation}".casefold() for text in voice.texts)
