"""Stemmer: the class under which all forms of a word meet, and the place of a class in the index."""

from __future__ import annotations

import re
from functools import cache
from typing import Protocol

_INITIAL = re.compile("(?:ny|[kstpmn])(?=[aeiou])")
"""Beginning that an Indonesian root may lose or change after *me-* and *pe-*: menulis and tulis meet as *ulis*."""


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802  the library's own name


def word_class(word: str, language: str) -> str:
    """Return the key under which the forms of a folded word are kept together, by the language of the page.

    Several roots may share one (kabar, sabar): a search tells its forms apart, and ranks the exact one first.
    """
    if not word.isascii() or not word.isalpha():
        return word
    spoken = language.partition("-")[0]
    stem = word_stem(word, spoken)
    if spoken == "id" and len(stem) > 3:
        found = _INITIAL.match(stem)
        return stem[found.end() :] if found else stem
    return stem


def word_stem(word: str, language: str) -> str:
    """Return the Snowball stem; for other languages than Indonesian and English the word itself."""
    stemmer = _stemmer(language)
    if stemmer is None:
        return word
    # Twice in Indonesian: kerelawanan is taken back to relawan, and that as relawan itself is, to relaw.
    once = stemmer.stemWord(word)
    return stemmer.stemWord(once) if language == "id" else once


@cache
def _stemmer(language: str) -> _Stemmer | None:
    # By their own names: the library's chooser takes another implementation where that happens to be installed.
    if language == "id":
        from snowballstemmer.indonesian_stemmer import IndonesianStemmer

        return IndonesianStemmer()  # type: ignore[no-any-return]
    if language == "en":
        from snowballstemmer.english_stemmer import EnglishStemmer

        return EnglishStemmer()  # type: ignore[no-any-return]
    return None


def term_hash(key: str) -> int:
    """Return a 32-bit number that is the same in every browser: FNV-1a with Murmur's last mixing."""
    number = 0x811C9DC5
    for byte in key.encode():
        number = ((number ^ byte) * 0x01000193) & 0xFFFFFFFF
    number ^= number >> 16
    number = (number * 0x85EBCA6B) & 0xFFFFFFFF
    number ^= number >> 13
    number = (number * 0xC2B2AE35) & 0xFFFFFFFF
    return number ^ (number >> 16)
