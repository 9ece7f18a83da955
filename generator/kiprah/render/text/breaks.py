"""Where a line may end: spaces, hyphens, between ideographs; and, where a word is too long for any line, inside it.

The rules are those of UAX #14 that titles and sentences meet: SP, ZW, GL, HY, BA, SY, OP, CL, ID, NS, B2. Thai,
Lao, Khmer, Burmese and the scripts of Java and Bali write no spaces and need dictionaries that kiprah does not ship:
they break at spaces, and in emergencies between syllables.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from kiprah.render.text.clusters import clusters

SOFT_HYPHEN = "\u00ad"
HYPHENS = frozenset("-\u2010\u2013\u2014\u058a\u05be\u2e3a\u2e3b")
_NEVER_STARTS = frozenset(
    "!),.:;?]}%\u00bb\u2019\u201d\u2026\u203a\u2030\u3001\u3002\u3005\u3009\u300b\u300d\u300f\u3011\u3015\u3017\u3019\u301b"
    "\u303b\u3041\u3043\u3045\u3047\u3049\u3063\u3083\u3085\u3087\u308e\u309b\u309c\u309d\u309e\u30a0\u30a1\u30a3\u30a5"
    "\u30a7\u30a9\u30c3\u30e3\u30e5\u30e7\u30ee\u30fb\u30fc\u30fd\u30fe\uff01\uff09\uff0c\uff0e\uff1a\uff1b\uff1f\uff3d\uff5d"
    "\uff61\uff63\uff64\uff65\u060c\u061b\u061f\u06d4"
)
_NEVER_ENDS = frozenset(
    "([{\u00ab\u2018\u201c\u2039\u3008\u300a\u300c\u300e\u3010\u3014\u3016\u3018\u301a\uff08\uff3b\uff5b\uff62"
)
_LEADING_VOWELS = frozenset("\u0e40\u0e41\u0e42\u0e43\u0e44\u0ec0\u0ec1\u0ec2\u0ec3\u0ec4")
_FOLLOWING_VOWELS = frozenset("\u0e30\u0e32\u0e33\u0e45\u0e46\u0e2f\u0eb0\u0eb2\u0eb3\u0ec6")


@lru_cache(maxsize=2048)
def opportunities(text: str, language: str) -> tuple[int, ...]:
    """Return where a new line may begin; ``text`` is clean, and spaces stay at the end of the line before."""
    korean = language.split("-")[0] == "ko"
    found = []
    for start, _ in clusters(text)[1:]:
        before, char = text[start - 1], text[start]
        if char in " \u00a0\u202f\u2060":
            continue
        if (
            before in " \u200b\u3000"
            or before == SOFT_HYPHEN
            or (before in HYPHENS and _breaks_after_hyphen(text, start))
            or (before == "/" and char.isalpha() and start > 1 and text[start - 2].isalnum())
            or _between_ideographs(before, char, korean)
        ):
            found.append(start)
    return tuple(found)


def _breaks_after_hyphen(text: str, start: int) -> bool:
    char = text[start]
    if char in _NEVER_STARTS or char in HYPHENS or start < 2:
        return False
    # "2024-2026" and "-5" stay whole; "ibu-ibu" may part.
    return text[start - 2].isalnum() and not char.isdigit()


def _between_ideographs(before: str, char: str, korean: bool) -> bool:
    if char in _NEVER_STARTS or before in _NEVER_ENDS:
        return False
    if "\u00a0" in (before, char) or "\u2060" in (before, char):
        return False
    return _is_ideographic(before, korean) or _is_ideographic(char, korean)


@lru_cache(maxsize=8192)
def _is_ideographic(char: str, korean: bool) -> bool:
    if char < "\u2e80":
        return False
    if "\uac00" <= char <= "\ud7a3":
        return not korean
    return (
        ("\u2e80" <= char <= "\u312f" or "\u3190" <= char <= "\ua4cf" or "\uf900" <= char <= "\ufaff")
        or "\uff01" <= char <= "\uff9f"
        or "\U00020000" <= char <= "\U0003ffff"
        or "\U0001b000" <= char <= "\U0001b2ff"
    )


def emergency(text: str) -> tuple[int, ...]:
    """Return where a word too long for its line may be torn: between clusters, never before closing punctuation."""
    found = []
    for start, _ in clusters(text)[1:]:
        before, char = text[start - 1], text[start]
        if char in _NEVER_STARTS or before in _NEVER_ENDS or char == " " or before == "\u200d":
            continue
        if before in _LEADING_VOWELS or char in _FOLLOWING_VOWELS:
            continue
        found.append(start)
    return tuple(found)


def wants_hyphen(before: str, after: str) -> bool:
    """Say whether tearing a word between these two leaves a hyphen: between letters of scripts that use one."""
    return all(c.isalpha() and unicodedata.category(c) in ("Lu", "Ll") and c < "\u0590" for c in (before, after))
