"""Rules of the coach: what each looks at, and what it hands to the person as a question with their own words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from kiprah.lint.coach.lexicon import Lexicon
from kiprah.lint.coach.passages import Passage, Sentence, Shown, own_activities, passages_of, sentences_of
from kiprah.model.coaching import CoachRule
from kiprah.model.entry import Activity
from kiprah.model.member import Member
from kiprah.plan.attestation import Attestations

CoachKey = Literal["clarity", "specialization", "consistency", "evidence", "dignity"]
"""The three keys of the essay kiprah comes from, and the two that make them true."""
MOST_WORDS = 4
"""Maximum number of quotations beside a question."""
_LONGEST = 220
"""Characters of a quotation."""
RemarkValue: TypeAlias = str | int | date | tuple[str, ...]
"""Value that a sentence of the catalogue is filled with: words, a number, a month, or a list."""


class OwnWords(Struct, frozen=True):
    """Words of the person, and where they stand."""

    text: str
    path: str
    shown: Shown = "public"
    line: int = 0
    """Number of the line; 0: not known."""
    sought: str = ""
    """Words by which it is found in its file, where the text is put together."""


class Remark(Struct, frozen=True):
    """Remark of one rule: its words stand in the catalogue ``coach`` under its name."""

    name: str
    values: Mapping[str, RemarkValue] = {}
    words: tuple[OwnWords, ...] = ()
    more: int = 0
    """Number of further words of theirs that are of the same kind."""


class CoachInput(Struct, frozen=True):
    """Input of the coach: everything one member wrote, read for nobody but themselves."""

    member: Member
    today: date
    passages: tuple[Passage, ...]
    activities: tuple[Activity, ...]
    """Activities of their own, oldest first."""
    lexicons: Mapping[str, Lexicon]
    """Lexicons by language."""
    attestations: Attestations = {}

    def lexicon_of(self, language: str) -> Lexicon | None:
        """Return the words of a language, or of its base language; None where nobody has gathered any."""
        return self.lexicons.get(language) or self.lexicons.get(language.partition("-")[0])

    def is_quiet(self, rule: CoachRule, passage: Passage) -> bool:
        """Say whether an entry lets a rule be silent."""
        return rule in passage.quiet


class CoachingRule(Struct, frozen=True):
    """One rule; its question, reason and source stand in the catalogue: ``NAME``, ``NAME.why``, ``NAME.source``."""

    name: CoachRule
    key: CoachKey
    find: Callable[[CoachInput], Iterable[Remark]]
    languages: tuple[str, ...] = ()
    """Languages in which it understands the person's words; empty: any, since it looks at facts."""


def coach_input(
    member: Member, today: date, lexicons: Mapping[str, Lexicon], attestations: Attestations | None = None
) -> CoachInput:
    """Gather what the rules look at."""
    bare = CoachInput(member, today, (), own_activities(member), lexicons, attestations or {})
    return replace(bare, passages=tuple(_with_topics(passage, bare) for passage in passages_of(member)))


def _with_topics(passage: Passage, notes: CoachInput) -> Passage:
    """Note which lists of words a passage touches: every rule asks, and the search is done once."""
    lexicon = notes.lexicon_of(passage.language)
    topics = lexicon.topics(passage.text) if lexicon is not None else frozenset()
    return replace(passage, topics=topics) if topics else passage


def own_words(passage: Passage, sentence: Sentence, at: int = 0) -> OwnWords:
    """Quote one sentence of a passage; of a very long one, what stands around a character."""
    text = sentence.text
    if len(text) > _LONGEST:
        start = max(0, min(at, len(text)) - _LONGEST // 2)
        # Whole words, as far as there are any.
        start = (text.find(" ", start, start + _LONGEST // 4) + 1 or start) if start else 0
        cut = text[start : start + _LONGEST].rsplit(" ", 1)[0]
        return OwnWords(("…" if start else "") + cut + "…", passage.path, passage.shown, sought=cut)
    return OwnWords(text, passage.path, passage.shown)


def first_sentence(text: str) -> str:
    """Return the first sentence of a text, shortened where it is very long, or nothing."""
    return shortened(next((sentence.text for sentence in sentences_of(text)), ""))


def shortened(text: str) -> str:
    """Cut a text where it is too long to be quoted, after a whole word."""
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0] + "…"
