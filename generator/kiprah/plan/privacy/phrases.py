"""Search for many phrases in one text: each is looked for only where two words stand beside each other as in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

FEW = 12
"""Maximum number of phrases that are looked for one by one: that is quicker than taking the text apart."""


class Phrases:
    """Phrases in one form (small letters, single spaces), sorted by words within them.

    A phrase's first and last word may be parts of longer ones in a text; those between stand there as they are.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._by_pair: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._by_word: dict[str, list[str]] = defaultdict(list)
        self._others: list[str] = []
        for text in texts:
            within = text.split(" ")[1:-1]
            if len(within) > 1:
                # Long words are rare, as a rule.
                pair = max(pairwise(within), key=lambda pair: len(pair[0]) + len(pair[1]))
                self._by_pair[pair].append(text)
            elif within:
                self._by_word[within[0]].append(text)
            else:
                self._others.append(text)

    def found_in(self, text: str) -> frozenset[str]:
        """Return the phrases that a text of the same form holds."""
        words = text.split(" ")
        suspects = [*self._others]
        for pair in self._by_pair.keys() & set(pairwise(words)):
            suspects += self._by_pair[pair]
        if self._by_word:
            for word in self._by_word.keys() & set(words):
                suspects += self._by_word[word]
        return frozenset(phrase for phrase in suspects if phrase in text)


def found_phrases(phrases: Iterable[str], text: str) -> frozenset[str]:
    """Return which of these a text holds; both are in one form."""
    listed = [*phrases]
    if len(listed) <= FEW:
        return frozenset(phrase for phrase in listed if phrase in text)
    return Phrases(listed).found_in(text)
