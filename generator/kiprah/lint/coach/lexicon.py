"""Lexicon: lists of terms in one language, and the search for them in a text, with affixes where a term allows them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from kiprah.plan.search.stems import word_stem

_TOKEN = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)?")
_GAP = "..."
_LONGEST_GAP = 3
_ALL_FORMS = "~"
_EXACT = "="
"""Prefix of the key of a word as it is; a root's key is the root."""
_FARTHEST_CORE = 8
"""Maximum letters of a prefix of Indonesian, and of two of them together."""
_LONGEST_WORD = 32
_MOST_WORDS = 200_000
"""Maximum number of words remembered between two questions."""


class TermMatch(Struct, frozen=True):
    """A term found in a text, from character to character."""

    topic: str
    """The name of the list it stands in."""
    start: int
    end: int
    first: int
    """The number of its first word in the text, and of the word after its last."""
    past: int


class _Pattern(Struct, frozen=True):
    topic: str
    parts: tuple[frozenset[str], ...]
    """The keys of each word; an empty set is a gap."""
    later: tuple[frozenset[str], ...]
    """Keys of the words after the first, without gaps."""

    def may_stand_among(self, keys: set[str]) -> bool:
        """Say whether the words after the first are there, in whatever order."""
        for part in self.later:  # noqa: SIM110  a generator costs more than the answer
            if part.isdisjoint(keys):
                return False
        return True


class WordSpan(Struct, frozen=True):
    """A word of a text, folded, and where it stands."""

    word: str
    start: int
    end: int


def word_spans(text: str) -> tuple[WordSpan, ...]:
    """Split a text into its words in small letters, with their places; a hyphen parts words."""
    return tuple(WordSpan(_folded(m[0]), m.start(), m.end()) for m in _TOKEN.finditer(text))


class Lexicon:
    """Lexicon of one language: all its lists, asked together; a text without any of their words is known at once."""

    def __init__(self, language: str, lists: Mapping[str, Any]) -> None:
        """Take the lists as their file holds them: topics with terms, causes with words, known abbreviations."""
        self.language = language
        self._roots: dict[str, str] = {}
        self._known: dict[str, tuple[str, ...]] = {}
        self._unlisted: set[str] = set()
        self.causes: Mapping[str, frozenset[str]] = {
            cause: frozenset(self.stem(word) for word in words) for cause, words in lists.get("causes", {}).items()
        }
        self.generic = frozenset(self.stem(word) for word in lists.get("headline", {}).get("generic", ()))
        self.abbreviations = frozenset(lists.get("abbreviations", {}).get("known", ()))
        patterns = [
            self._pattern(topic, term) for topic, terms in lists.items() if isinstance(terms, list) for term in terms
        ]
        self._listed = frozenset(key for pattern in patterns for part in pattern.parts for key in part)
        self._cores = frozenset(_core(key) for key in self._listed if not key.startswith(_EXACT))
        self._starts: dict[str, list[_Pattern]] = {}
        for pattern in patterns:
            for key in pattern.parts[0]:
                self._starts.setdefault(key, []).append(pattern)

    def topics(self, text: str) -> frozenset[str]:
        """Name the lists of which a term may stand in a text: all its words are there, in whatever order."""
        words = set(_TOKEN.findall(_folded(text))) - self._unlisted
        keys = {key for word in words for key in self._keys(word)}
        topics: set[str] = set()
        for key in keys & self._starts.keys():
            for pattern in self._starts[key]:
                if pattern.topic not in topics and pattern.may_stand_among(keys):
                    topics.add(pattern.topic)
        return frozenset(topics)

    def matches(self, spans: tuple[WordSpan, ...], topics: frozenset[str]) -> tuple[TermMatch, ...]:
        """Find every term of these lists in the words of a text, in order."""
        return tuple(self._matches(spans, topics))

    def stem(self, word: str) -> str:
        """Return the root of a folded word."""
        if not word.isascii() or len(word) > _LONGEST_WORD:
            return word
        known = self._roots.get(word)
        if known is None:
            known = self._roots[word] = word_stem(word, self.language)
        return known

    def stems(self, text: str) -> frozenset[str]:
        """Return the roots of all words of a text that are longer than three letters."""
        return frozenset(self.stem(_folded(word)) for word in _TOKEN.findall(text) if len(word) > 3)

    def _matches(self, spans: tuple[WordSpan, ...], topics: frozenset[str]) -> Iterator[TermMatch]:
        for first, span in enumerate(spans):
            if span.word in self._unlisted:
                continue
            for key in self._keys(span.word):
                for pattern in self._starts.get(key, ()):
                    if pattern.topic in topics and (past := self._past(pattern.parts, spans, first)):
                        yield TermMatch(pattern.topic, span.start, spans[past - 1].end, first, past)

    def _past(self, parts: tuple[frozenset[str], ...], spans: tuple[WordSpan, ...], at: int) -> int:
        """Return the number of the word after a pattern that begins at a word; 0 where it does not stand there."""
        if not parts:
            return at
        if not parts[0]:
            steps = range(_LONGEST_GAP + 1)
            return next((past for step in steps if (past := self._past(parts[1:], spans, at + step))), 0)
        if at < len(spans) and not parts[0].isdisjoint(self._keys(spans[at].word)):
            return self._past(parts[1:], spans, at + 1)
        return 0

    def _keys(self, word: str) -> tuple[str, ...]:
        """Return what a word is listed under: as it is, or by its root where one of the lists' roots may be in it."""
        keys = self._known.get(word)
        if keys is None:
            places = range(min(_FARTHEST_CORE, len(word)))
            near = any(word[place : place + 3] in self._cores for place in places)
            named = (_EXACT + word, self.stem(word)) if near else (_EXACT + word,)
            keys = tuple(key for key in named if key in self._listed)
            if len(self._known) > _MOST_WORDS:
                self._known.clear()
                self._unlisted.clear()
                self._roots.clear()
            self._known[word] = keys
            if not keys:
                self._unlisted.add(word)
        return keys

    def _pattern(self, topic: str, term: str) -> _Pattern:
        parts = tuple(frozenset(self._alternatives(part)) for part in term.split())
        return _Pattern(topic, parts, tuple(part for part in parts[1:] if part))

    def _alternatives(self, part: str) -> Iterable[str]:
        if part == _GAP:
            return ()
        return (self.stem(one[1:]) if one.startswith(_ALL_FORMS) else _EXACT + one for one in part.split("|"))


def _core(root: str) -> str:
    """Return the three letters of a root that no prefix changes; its first may be lost after *me-*."""
    return root[1:4] if len(root) > len("...") else root


def _folded(text: str) -> str:
    return text.lower().replace("\u2019", "'")
