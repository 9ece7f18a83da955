"""Hyphenation: where a word longer than a line may part by the rules of its language.

Indonesian, Malay, Javanese and Sundanese in Latin letters by their syllables (EYD: V-CV, VC-CV), which the dictionaries
at hand get wrong; other languages by pyphen's dictionaries; where there is none, a word parts nowhere.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import Any

_LEFT, _RIGHT = 3, 3
"""Letters that stay before and after a hyphen: on a card two would look like a mistake."""
_LONG = 7
_SYLLABIC = frozenset(("id", "ms", "jv", "su"))
_WORD = re.compile(r"[^\W\d_]+(?:[\u2019'][^\W\d_]+)*")
_ADDRESS = re.compile(r"[/@#\\]|\w\.\w|\d")
_VOWELS = frozenset("aeiou")
_ONE_SOUND = frozenset(("ng", "ny", "sy", "kh", "ai", "au", "oi", "ei"))
_UNCLEAR_START = re.compile(r"(?:ber|ter|per|meng|peng)(?=[aeiou])")
"""Pattern of prefixes that may meet the root here: ``ber-ajar``, ``be-rani`` look alike, so neither place is taken."""

_UNCLEAR_END = re.compile(r"(?:[^aeiou]an|ngi)(?<![^aeiou]kan)$")
"""Suffixes after a consonant: ``pendamping-an``, never ``pendampi-ngan``, and two letters are too few for a line."""


@lru_cache(maxsize=512)
def hyphenation_points(text: str, language: str) -> tuple[int, ...]:
    """Return where a fragment without spaces may part with a hyphen; addresses and numbers part nowhere."""
    if _ADDRESS.search(text):
        return ()
    points: list[int] = []
    for match in _WORD.finditer(text):
        word = match[0]
        if len(word) >= _LONG:
            places = _places(word.lower(), language.split("-")[0].lower(), language)
            points += [match.start() + i for i in places if _LEFT <= i <= len(word) - _RIGHT]
    return tuple(points)


def _places(word: str, base: str, language: str) -> tuple[int, ...]:
    if base in _SYLLABIC and word.isascii():
        return _syllables(word)
    dictionary = _dictionary("en-US" if language == "en" else language)
    # A place that would change the word's letters ("Schiffahrt" of old) is left alone.
    return () if dictionary is None else tuple(int(i) for i in dictionary.positions(word) if i.data is None)


@lru_cache(maxsize=8)
def _dictionary(language: str) -> Any:
    import pyphen

    name = pyphen.language_fallback(language)
    return None if name is None else pyphen.Pyphen(lang=name)


def _sounds(word: str) -> list[tuple[int, str]]:
    """Split a word into single vowels, diphthongs and consonants, digraphs as one; each with where it starts."""
    sounds = []
    i = 0
    while i < len(word):
        pair = word[i : i + 2]
        size = 2 if pair in _ONE_SOUND else 1
        sounds.append((i, word[i : i + size]))
        i += size
    return sounds


def _syllables(word: str) -> tuple[int, ...]:
    sounds = _sounds(word)
    vowels = [i for i, (_, sound) in enumerate(sounds) if sound[0] in _VOWELS]
    places = []
    for first, second in pairwise(vowels):
        # One consonant goes with the vowel after it; of more, the first stays with the vowel before.
        between = second - first - 1
        places.append(sounds[first + 1 if between <= 1 else first + 2][0])
    unclear = _UNCLEAR_START.match(word)
    start = unclear.end() if unclear else 0
    end = len(word) - 5 if _UNCLEAR_END.search(word) else len(word)
    return tuple(place for place in places if start < place <= end)
