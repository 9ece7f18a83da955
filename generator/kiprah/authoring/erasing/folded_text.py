"""Text folding for comparison: spellings of one name become one, and each letter knows where it stood."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache
from itertools import groupby

from msgspec import Struct

_ENTITY = r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
_SPACE = r"(?:[\s\u200b]+(?:>[ \t]?)*)+"
_APOSTROPHES = dict.fromkeys(map(ord, "\u2018\u2019\u02bc\u02bb\uff07\u00b4`\u02b9"), "'")
_HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\ufe63\uff0d"), "-")
_SIGNS = {**_APOSTROPHES, **_HYPHENS}
_UNSPOKEN = re.compile("[\u0610-\u061a\u0640\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06ed\u034f\ufe00-\ufe0f]")
"""Vowel signs and strokes that Arabic may write or leave out, and what chooses a form of a letter."""
_UNSPACED = (
    *("JAVANESE", "BALINESE", "BUGINESE", "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN", "CJK", "HIRAGANA", "KATAKANA"),
)
"""Scripts that write words without a space between them: there a name ends where its last letter does."""


class FoldedText(Struct, frozen=True):
    """A text as it is compared; ``starts`` and ``ends`` say of each of its letters which part of the text it was."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, first: int, last: int) -> tuple[int, int] | None:
        """Return from where to where letters stood in the text; None where they are a part of a written sign."""
        start, end = self.starts[first], self.ends[last - 1]
        if (first and self.starts[first - 1] == start) or (last < len(self.text) and self.ends[last] == end):
            return None
        return start, end


def fold(text: str) -> FoldedText:
    """Fold a text: one case, one form of each letter, one space for any, nothing of what is not seen."""
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _parts().finditer(text):
        folded = fold_part(match[0])
        letters += folded
        starts += [match.start()] * len(folded)
        ends += [match.end()] * len(folded)
    return FoldedText("".join(letters), tuple(starts), tuple(ends))


@lru_cache(maxsize=65_536)
def fold_part(part: str) -> str:
    """Fold a letter with its marks, a run of space, or an entity."""
    if part[0] == "&" and len(part) > 2:
        part = html.unescape(part)
    if part.isspace() or part[0].isspace() or part[0] == "\u200b":
        return " "
    whole = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", part).casefold())
    if whole.isspace():
        return " "
    seen = _UNSPOKEN.sub("", whole.translate(_SIGNS))
    return seen if seen.isascii() else "".join(one for one in seen if unicodedata.category(one) not in ("Cf", "Cc"))


def without_marks(folded: str) -> str:
    """Take the marks from letters: ``José`` and ``Jose`` are then alike."""
    if folded.isascii():
        return folded
    apart = unicodedata.normalize("NFKD", folded)
    return "".join(one for one in apart if unicodedata.category(one) != "Mn").casefold()


def is_letter(sign: str) -> bool:
    """Say whether a sign is a part of a word."""
    return unicodedata.category(sign)[0] in "LNM" or sign == "_"


@lru_cache(maxsize=4096)
def is_unspaced(sign: str) -> bool:
    """Say whether a sign's script parts words by no space."""
    return not sign.isascii() and unicodedata.name(sign, "").startswith(_UNSPACED)


@lru_cache(maxsize=1)
def word_pattern() -> re.Pattern[str]:
    """Return what finds words: letters and digits of all scripts, with their marks."""
    return re.compile(rf"(?:[^\W_]|[{_marks()}\u200c\u200d\u00ad\u2060])+")


@lru_cache(maxsize=1)
def _parts() -> re.Pattern[str]:
    return re.compile(rf"{_ENTITY}|{_SPACE}|.[{_marks()}\u200c\u200d\u00ad\u2060]*", re.DOTALL)


@lru_cache(maxsize=1)
def _marks() -> str:
    """Return all combining marks as ranges of a pattern's class."""
    codes = [code for code in range(0x300, 0x1F000) if unicodedata.category(chr(code))[0] == "M"]
    ranges = []
    for _, run in groupby(enumerate(codes), lambda pair: pair[1] - pair[0]):
        inside = [code for _, code in run]
        ranges.append(f"\\U{inside[0]:08x}-\\U{inside[-1]:08x}")
    return "".join(ranges) + "\\U000e0100-\\U000e01ef"
