"""Line break rules: Unicode's with a few of our own, and the last resort of tearing a word.

Ours, where the annex leaves it open: spans such as "2024–2026" stay whole, a line does not begin with a dash that has a
word before it, nor with a blank that holds, and Korean that is set with spaces keeps its words. Thai, Lao, Khmer and
Burmese write no spaces. Thai parts between words where ``kiprah[words]`` is installed; else they all part at blanks, at
zero-width spaces an author may set, and at last between syllable clusters.
"""

from __future__ import annotations

from functools import lru_cache

from kiprah.typeset.character_properties import character
from kiprah.typeset.graphemes import clusters
from kiprah.typeset.line_break import line_breaks
from kiprah.typeset.segmenters import phrase_breaks, thai_word_breaks

SOFT_HYPHEN = "\u00ad"
HYPHENS = frozenset("-\u2010\u2013\u2014\u058a\u05be\u2e3a\u2e3b")
_DASHES = frozenset("\u2013\u2014\u2e3a\u2e3b")
_LEADING_VOWELS = frozenset("\u0e40\u0e41\u0e42\u0e43\u0e44\u0ec0\u0ec1\u0ec2\u0ec3\u0ec4")
_FOLLOWING_VOWELS = frozenset("\u0e30\u0e32\u0e33\u0e45\u0e46\u0e2f\u0eb0\u0eb2\u0eb3\u0ec6")
_NEVER_STARTS = frozenset(("CL", "CP", "EX", "IS", "SY", "NS", "CJ", "IN", "WJ", "GL", "SP", "ZW", "VF", "VI", "BA"))
_OF_PHRASES = frozenset(("ID", "CJ", "NS", "CL", "EX", "IN"))
_NEVER_ENDS = frozenset(("OP", "WJ", "GL", "AP"))


@lru_cache(maxsize=2048)
def break_opportunities(text: str, language: str) -> tuple[int, ...]:
    """Return where a new line may begin; ``text`` is clean, and spaces stay at the end of the line before."""
    if text.isalnum() and text.isascii():
        return ()
    starts = {start for start, _ in clusters(text)}
    korean = language.split("-")[0] == "ko"
    breaks = set(line_breaks(text, korean))
    breaks |= {place for place in thai_word_breaks(text) if _may_tear(text, place)}
    return tuple(place for place in sorted(breaks) if place in starts and not _stays_whole(text, place))


def preferred_breaks(text: str, language: str) -> tuple[int, ...]:
    """Return the opportunities that part no hyphenated word, and no phrase of Japanese or Chinese."""
    ends = phrase_breaks(text, language)
    return tuple(
        place
        for place in break_opportunities(text, language)
        if text[place - 1] not in HYPHENS
        and (ends is None or place in ends or not _in_phrase(text[place - 1], text[place]))
    )


def _in_phrase(before: str, after: str) -> bool:
    """Say whether a phrase may go on here: it ends at a blank, and where another script begins."""
    return all(character(char).line in _OF_PHRASES for char in (before, after))


def _stays_whole(text: str, place: int) -> bool:
    """Say whether we keep together what the annex would part."""
    before, after = text[place - 1], text[place]
    if character(after).line == "GL":
        return True
    if after in _DASHES:
        return not before.isspace() and before != "\u200b"
    # "2024–2026" is one thing; "ibu-ibu" may part, and so may "Sleman–Bantul".
    return before in _DASHES and after.isdigit() and place > 1 and text[place - 2].isdigit()


def emergency_breaks(text: str) -> tuple[int, ...]:
    """Return where a word too long for its line may be torn: between clusters, never before closing punctuation."""
    return tuple(start for start, _ in clusters(text)[1:] if _may_tear(text, start))


def _may_tear(text: str, place: int) -> bool:
    before, after = text[place - 1], text[place]
    first, second = character(before), character(after)
    if second.line in _NEVER_STARTS or first.line in _NEVER_ENDS or "\u200d" in (before, after):
        return False
    if (first.line == "QU" and first.category == "Pi") or (second.line == "QU" and second.category != "Pi"):
        return False
    # A consonant after a virama stands under the one before it.
    if (first.conjunct == "Linker" or first.line == "VI") and second.category == "Lo":
        return False
    return before not in _LEADING_VOWELS and after not in _FOLLOWING_VOWELS


def wants_hyphen(before: str, after: str) -> bool:
    """Say whether tearing a word between these two leaves a hyphen: between letters of scripts that use one."""
    return all(character(c).category in ("Lu", "Ll") and c < "\u0590" for c in (before, after))
