"""Rules about clarity: can a stranger say in one sentence whom the person helps, and with what."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from kiprah.lint.coach.passages import sentences_of, with_headings_apart
from kiprah.lint.coach.rules import CoachInput, OwnWords, Remark, RemarkValue, first_sentence, own_words

_LONG = 35
"""Words of a sentence that is hard to say in one breath."""
_LATELY = timedelta(days=730)
_ABBREVIATION = re.compile(r"(?<![\w-])[A-Z]{2,6}(?![\w-])")
_SHORT_KINDS = frozenset({"headline", "bio", "description"})


def one_sentence(notes: CoachInput) -> Iterator[Remark]:
    """Put side by side what the person says of themselves and what their entries tell."""
    profile = notes.member.profile.original
    phrases = [OwnWords(profile.headline, profile.written_in)] if profile.headline else []
    bio = first_sentence(with_headings_apart(profile.bio))
    phrases += [OwnWords(bio, profile.written_in)] if bio else []
    suggested = suggested_values(notes)
    if phrases and suggested:
        yield Remark("one-sentence", suggested, tuple(phrases))


def suggested_values(notes: CoachInput) -> dict[str, RemarkValue]:
    """Say what the entries of the last two years suggest: the newest role, whom with, mostly for what."""
    lately = [a for a in notes.activities if a.ongoing or a.last_day >= notes.today - _LATELY] or list(notes.activities)
    if not lately:
        return {}
    organizations = Counter(a.original.organization.name for a in lately if a.original.organization is not None)
    causes: Counter[str] = Counter()
    for activity in lately:
        for cause in activity.original.causes[:1]:
            causes[cause] += activity.minutes or 60
    if not organizations:
        return {}
    organization = organizations.most_common(1)[0][0]
    newest = [a for a in lately if a.original.organization is not None and a.original.organization.name == organization]
    role = next((a.original.role for a in reversed(newest) if a.original.role), "")
    since = min(a.date for a in notes.activities if (o := a.original.organization) and o.name == organization)
    values: dict[str, RemarkValue] = {"organization": organization, "since": since}
    values["role" if role else "plain"] = role
    if causes:
        values["causes"] = tuple(cause for cause, _ in causes.most_common(2))
    return values


def headline_missing(notes: CoachInput) -> Iterator[Remark]:
    """Ask for the one line that stands under the name."""
    profile = notes.member.profile.original
    if not profile.headline and notes.activities:
        yield Remark("headline-missing", {"path": profile.written_in})


def long_sentences(notes: CoachInput) -> Iterator[Remark]:
    """Quote sentences of headline, bio and descriptions that nobody reads in one breath."""
    found = tuple(
        own_words(passage, sentence)
        for passage in notes.passages
        if passage.kind in _SHORT_KINDS and not notes.is_quiet("long-sentence", passage)
        for sentence in sentences_of(passage.text)
        if len(sentence.text.split()) > _LONG
    )
    if found:
        yield Remark("long-sentence", {}, found)


def abbreviations(notes: CoachInput) -> Iterator[Remark]:
    """Quote what a stranger cannot spell out: capitals in headline, bio and descriptions that nothing explains."""
    names: dict[str, OwnWords] = {}
    for passage in notes.passages:
        lexicon = notes.lexicon_of(passage.language)
        if passage.kind not in _SHORT_KINDS or lexicon is None or notes.is_quiet("abbreviation", passage):
            continue
        if passage.text.isupper():
            continue
        for sentence in sentences_of(passage.text):
            for match in _ABBREVIATION.finditer(sentence.text):
                name = match[0]
                if name not in lexicon.abbreviations and not _is_explained(name, passage.text):
                    names.setdefault(name, own_words(passage, sentence, match.start()))
    if names:
        yield Remark("abbreviation", {"names": tuple(names)}, tuple(dict.fromkeys(names.values())))


def _is_explained(name: str, text: str) -> bool:
    return f"({name})" in text or f"{name} (" in text
