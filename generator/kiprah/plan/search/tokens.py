"""Tokenizer: a text as folded words. The browser's half is in the theme's ``search.js`` and must say the same."""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import cache

LONGEST = 32
"""Letters of the longest word that is kept."""
_MARKS = re.compile("[\u0300-\u036f\u064b-\u065f\u0670]")
"""Marks above and below letters of Latin, Greek, Cyrillic and Arabic; in other scripts they are vowels."""
_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ς": "σ"}
)
_APOSTROPHES = re.compile("['’ʼ‘`]")
_PLAIN = re.compile("[a-z0-9]+")
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
)
"""Scripts that write no spaces between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese."""


def folded_text(text: str) -> str:
    """Write a text as it is compared: compatibility forms and case folded, diacritics of letters taken off."""
    if text.isascii():
        return text.lower()
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).lower()))
    return unicodedata.normalize("NFC", bare.translate(_LETTERS))


def search_tokens(text: str) -> list[str]:
    """Split a text into folded words, in order; single letters are left out, pairs stand for unspaced scripts."""
    plain = _APOSTROPHES.sub("", folded_text(text))
    if plain.isascii():
        return [word for word in _PLAIN.findall(plain) if 1 < len(word) <= LONGEST or (len(word) == 1 and word < ":")]
    words: list[str] = []
    for token in _word_pattern().findall(plain):
        words.extend(word for word in _pieces(token) if len(word) <= LONGEST)
    return words


def _pieces(token: str) -> list[str]:
    """Return a word as it is, or the pairs of letters of one in a script without spaces."""
    pieces: list[str] = []
    for run in _runs().findall(token):
        if not _is_unspaced(run):
            if len(run) > 1 or unicodedata.category(run)[0] == "N":
                pieces.append(run)
        elif len(run) == 1:
            pieces.append(run)
        else:
            pieces.extend(run[place : place + 2] for place in range(len(run) - 1))
    return pieces


def _is_unspaced(run: str) -> bool:
    return _unspaced_letter().match(run) is not None


@cache
def _unspaced_letter() -> re.Pattern[str]:
    return re.compile(f"[{_UNSPACED}]")


@cache
def _runs() -> re.Pattern[str]:
    return re.compile(f"[{_UNSPACED}]+|[^{_UNSPACED}]+")


@cache
def _word_pattern() -> re.Pattern[str]:
    r"""Make the pattern of a word: what browsers write as ``[\p{L}\p{M}\p{N}]+``."""
    spans: list[tuple[int, int]] = []
    for code in range(sys.maxunicode + 1):
        if unicodedata.category(chr(code))[0] in "LMN":
            if spans and spans[-1][1] == code - 1:
                spans[-1] = (spans[-1][0], code)
            else:
                spans.append((code, code))
    return re.compile("[" + "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in spans) + "]+")
