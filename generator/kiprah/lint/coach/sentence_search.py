"""Search for telling sentences: terms of a lexicon, without names, denials, questions and other people's words."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from msgspec import Struct

from kiprah.lint.coach.lexicon import Lexicon, TermMatch, WordSpan, word_spans
from kiprah.lint.coach.passages import Passage, PassageKind, Sentence, quoted_spans, sentences_of
from kiprah.lint.coach.rules import CoachInput, OwnWords, own_words
from kiprah.model.coaching import CoachRule

_DENIALS = frozenset(
    word
    for words in (
        "bukan tidak tak jangan tanpa belum bukannya menyebut mengira menganggap menyangka kira kukira seolah seakan",
        "not no never nothing nobody none without neither nor cannot can't don't didn't isn't wasn't weren't",
        "used called if",
    )
    for word in words.split()
)
"""Words that deny a term, or name it as what was once thought."""
_NO_DENIAL_BEFORE = frozenset(
    ("lupa", "lupakan", "terlupa", "hanya", "sekadar", "cuma", "saja", "forget", "only", "just")
)
"""Words before which a denial says yes: *never forget*, *not only*."""
_CLAUSE_END = re.compile("[,;:\u2014\u2013(]|\\b(?:tetapi|tapi|namun|melainkan|but|however)\\b", re.IGNORECASE)
_MOST_SENTENCES = 200
"""Maximum number of sentences for one rule; who finds more has found what it is about."""
_REACH = 7
"""Number of words before a term among which a denial, in the same clause, is of it."""
_FINE = "fine"
"""The list of what is nothing, although it holds a term of another."""


class TellingSentence(Struct, frozen=True):
    """A sentence in which terms were found, and these."""

    passage: Passage
    sentence: Sentence
    matches: tuple[TermMatch, ...]
    spans: tuple[WordSpan, ...]


def telling_sentences(
    notes: CoachInput,
    rule: CoachRule,
    topics: Iterable[str],
    kinds: Iterable[PassageKind],
    *,
    beside: Iterable[str] = (),
    asserted: bool = True,
) -> Iterator[TellingSentence]:
    """Yield the sentences that hold a term of these topics, with those of topics ``beside`` them.

    ``asserted``: only where the person says it themselves.
    """
    leading, looked_at = frozenset(topics), frozenset(kinds)
    wanted = leading | frozenset(beside)
    found = (
        one
        for passage in _passages(notes, rule, leading, looked_at)
        for one in _telling(passage, notes.lexicons, leading, wanted, asserted)
    )
    return islice(found, _MOST_SENTENCES)


def _passages(
    notes: CoachInput, rule: CoachRule, leading: frozenset[str], looked_at: frozenset[PassageKind]
) -> Iterator[Passage]:
    return (
        passage
        for passage in notes.passages
        if passage.kind in looked_at and not passage.topics.isdisjoint(leading) and not notes.is_quiet(rule, passage)
    )


def words_of(found: Iterable[TellingSentence]) -> tuple[OwnWords, ...]:
    """Quote each sentence once."""
    return tuple(dict.fromkeys(own_words(one.passage, one.sentence, one.matches[0].start) for one in found))


def _telling(
    passage: Passage, lexicons: Mapping[str, Lexicon], leading: frozenset[str], wanted: frozenset[str], asserted: bool
) -> Iterator[TellingSentence]:
    lexicon = lexicons.get(passage.language) or lexicons[passage.language.partition("-")[0]]
    foreign = quoted_spans(passage.text) if asserted and passage.kind != "quote" else ()
    for sentence in sentences_of(passage.text):
        text = passage.text[sentence.start : sentence.end]
        if lexicon.topics(text).isdisjoint(leading) or (asserted and _is_question(sentence.text)):
            continue
        spans = word_spans(text)
        found = lexicon.matches(spans, wanted | {_FINE})
        fine = [match for match in found if match.topic == _FINE]
        matches = tuple(
            match
            for match in found
            if match.topic in wanted
            and not any(match.first < other.past and other.first < match.past for other in fine)
            and not (asserted and _is_negated(match, spans, text, sentence.start, foreign))
        )
        if matches:
            yield TellingSentence(passage, sentence, matches, spans)


def _is_question(text: str) -> bool:
    return text.rstrip("\"'\u201d\u2019) ").endswith("?")


def _is_negated(
    match: TermMatch, spans: tuple[WordSpan, ...], text: str, offset: int, foreign: tuple[tuple[int, int], ...]
) -> bool:
    """Say whether a term is denied, a name, or somebody else's word."""
    if _is_denied(match, spans, text):
        return True
    place = bisect_right(foreign, (offset + match.start, sys.maxsize)) - 1
    if place >= 0 and offset + match.start < foreign[place][1]:
        return True
    is_single = match.past - match.first == 1
    return is_single and match.first > 0 and text[match.start].isupper()


def _is_denied(match: TermMatch, spans: tuple[WordSpan, ...], text: str) -> bool:
    near = spans[max(0, match.first - _REACH) : match.first]
    start = near[0].start if near else match.start
    clause = max((end.end() for end in _CLAUSE_END.finditer(text, start, match.start)), default=0)
    before = [span for span in near if span.start >= clause]
    words = [span.word for span in before]
    return any(
        word in _DENIALS and _NO_DENIAL_BEFORE.isdisjoint(words[place + 1 : place + 4])
        for place, word in enumerate(words)
    )
