"""What a reader sees as one character: grapheme clusters, close to UAX #29, and the cleaning of hostile text."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

MOST_MARKS = 6
"""Combining marks kept on one letter: no orthography needs more, and "zalgo" text would climb out of its card."""

_ZWJ = "\u200d"
_KEPT_FORMATS = frozenset(
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u061c\u2060" + "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_SPACING_VOWELS = frozenset("\u0e33\u0eb3")


def clean(text: str) -> str:
    """Compose the text, make every blank one space, and drop what no font shows: controls, heaps of marks."""
    kept: list[str] = []
    marks = 0
    blank = True
    for char in unicodedata.normalize("NFC", text):
        if char.isspace() and char not in "\u00a0\u202f\u2007":
            if not blank:
                kept.append(" ")
            blank, marks = True, 0
            continue
        category = unicodedata.category(char)
        if category in ("Cc", "Cs", "Cn", "Co") or (category == "Cf" and not _is_kept_format(char)):
            continue
        if category in ("Mn", "Me"):
            marks += 1
            if marks > MOST_MARKS:
                continue
        elif category != "Cf":
            marks = 0
        kept.append(char)
        blank = False
    return "".join(kept).rstrip(" ")


def _is_kept_format(char: str) -> bool:
    return char in _KEPT_FORMATS or "\U000e0020" <= char <= "\U000e007f"


def clusters(text: str) -> tuple[tuple[int, int], ...]:
    """Return the start and end of every grapheme cluster.

    Marks, variation selectors, emoji modifiers, tags and joiners stay with their base; so do flags' pairs, conjoining
    jamo, and a letter after a virama, which must not be torn from the consonant it stacks under.
    """
    if text.isascii():
        return tuple((i, i + 1) for i in range(len(text)))
    found: list[tuple[int, int]] = []
    start = 0
    flags = 0
    for i in range(1, len(text)):
        flags = flags + 1 if _is_flag(text[i - 1]) else 0
        if not _joined(text[i - 1], text[i], flags):
            found.append((start, i))
            start = i
            flags = 0
    if text:
        found.append((start, len(text)))
    return tuple(found)


def _joined(before: str, char: str, flags: int) -> bool:
    if extends(char):
        return True
    if before == _ZWJ:
        return unicodedata.category(char) == "So"
    if _is_flag(before) and _is_flag(char):
        return flags % 2 == 1
    return unicodedata.combining(before) == 9 and char.isalpha()


@lru_cache(maxsize=4096)
def extends(char: str) -> bool:
    """Say whether a character belongs to the cluster before it."""
    if char < "\u0300":
        return False
    return (
        unicodedata.category(char) in ("Mn", "Me", "Mc")
        or char in "\u200c\u200d"
        or char in _SPACING_VOWELS
        or "\U0001f3fb" <= char <= "\U0001f3ff"
        or "\U000e0020" <= char <= "\U000e007f"
        or "\u1160" <= char <= "\u11ff"
        or "\ud7b0" <= char <= "\ud7fb"
    )


def is_invisible(char: str) -> bool:
    """Say whether a character shapes its neighbours without showing itself: joiners, selectors, directions."""
    return char in _KEPT_FORMATS or "\ufe00" <= char <= "\ufe0f" or "\U000e0020" <= char <= "\U000e007f"


def _is_flag(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"
