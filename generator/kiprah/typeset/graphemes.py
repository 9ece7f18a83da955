"""Grapheme clusters (UAX #29), and the cleaning of hostile text."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

from kiprah.typeset.character_properties import Character, character

MOST_MARKS = 6
"""Combining marks kept on one letter: no orthography needs more, and "zalgo" text would climb out of its card."""

_KEPT_FORMATS = frozenset(
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u061c\u2060" + "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


_EMPTY = re.compile(r"\(\s*\)|\[\s*\]|\u00ab\s*\u00bb|\u201c\s*\u201d")
_BLANK_BEFORE = re.compile(r" +([,.;:!?\u2026)\]])")
_DANGLING = " \u00a0\u00b7|,:;-\u2013\u2014/+&"


@lru_cache(maxsize=2048)
def clean_text(text: str) -> str:
    """Compose the text, make every blank one space, and drop what no font shows: controls, heaps of marks."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    kept: list[str] = []
    marks = 0
    blank = True
    for char in unicodedata.normalize("NFC", text):
        if char.isspace() and char not in "\u00a0\u202f\u2007":
            if not blank:
                kept.append(" ")
            blank, marks = True, 0
            continue
        category = character(char).category
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
    """Return the start and end of every extended grapheme cluster (UAX #29, revision 45, Unicode 16)."""
    if text.isascii() and "\r" not in text:
        return tuple((i, i + 1) for i in range(len(text)))
    characters = [character(char) for char in text]
    edges = [0, *(i for i in range(1, len(text)) if not _joined(characters, i)), len(text)]
    return tuple(pairwise(edges)) if text else ()


def _joined(characters: list[Character], i: int) -> bool:
    """Say whether a character belongs to the cluster before it; the names of the rules are those of the annex."""
    a, b = characters[i - 1].grapheme, characters[i].grapheme
    if "Control" in (a, b) or a in ("CR", "LF") or b in ("CR", "LF"):
        return a == "CR" and b == "LF"
    if b in _SYLLABLES.get(a, ()):  # GB6 to GB8
        return True
    if b in ("Extend", "ZWJ", "SpacingMark") or a == "Prepend":  # GB9, GB9a, GB9b
        return True
    if characters[i].conjunct == "Consonant" and _links(characters, i):  # GB9c
        return True
    if a == "ZWJ" and characters[i].pictographic:  # GB11
        base = i - 2
        while base >= 0 and characters[base].grapheme == "Extend":
            base -= 1
        return base >= 0 and characters[base].pictographic
    if a == b == "Regional_Indicator":  # GB12, GB13
        first = i - 1
        while first >= 0 and characters[first].grapheme == "Regional_Indicator":
            first -= 1
        return (i - 1 - first) % 2 == 1
    return False


def _links(characters: list[Character], i: int) -> bool:
    """Say whether a virama before the consonant ``i`` ties it to another consonant."""
    linked = False
    for before in reversed(characters[:i]):
        if before.conjunct == "Consonant":
            return linked
        if before.conjunct not in ("Linker", "Extend"):
            return False
        linked = linked or before.conjunct == "Linker"
    return False


_SYLLABLES = {
    "L": frozenset(("L", "V", "LV", "LVT")),
    "LV": frozenset(("V", "T")),
    "V": frozenset(("V", "T")),
    "LVT": frozenset(("T",)),
    "T": frozenset(("T",)),
}


def is_invisible(char: str) -> bool:
    """Say whether a character shapes its neighbours without showing itself: joiners, selectors, directions."""
    return char in _KEPT_FORMATS or "\ufe00" <= char <= "\ufe0f" or "\U000e0020" <= char <= "\U000e007f"


def is_emoji(cluster: str) -> bool:
    """Say whether a cluster is a picture rather than a letter: an emoji, a flag, or a sign in a key's frame."""
    characters = [character(char) for char in cluster]
    return characters[0].pictographic or characters[0].grapheme == "Regional_Indicator" or "\u20e3" in cluster


def collapse_blanks(text: str) -> str:
    """Mend what is left where clusters were left out: empty brackets, dangling signs, blanks before a full stop."""
    text = _EMPTY.sub(" ", text)
    text = _BLANK_BEFORE.sub(r"\1", text)
    return clean_text(text).strip(_DANGLING)
