"""Text folding for comparison: spellings of one name become one, and each letter knows where it stood."""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
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
_UNSEEN = re.compile(
    f"{_UNSPOKEN.pattern}|[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_UNSPACED = (
    *("JAVANESE", "BALINESE", "BUGINESE", "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN", "CJK", "HIRAGANA", "KATAKANA"),
)
"""Scripts that write words without a space between them: there a name ends where its last letter does."""


class FoldedText(Struct, frozen=True):
    """A text as it is compared, in parts that know where they stood."""

    text: str
    firsts: tuple[int, ...]
    """Offset in ``text`` at which each part begins."""
    spans: tuple[tuple[int, int, bool], ...]
    """Start and end of each part where it stood, and whether each of its letters is one letter there too."""

    def span(self, first: int, last: int) -> tuple[int, int] | None:
        """Return from where to where letters stood in the text; None where they are a part of a written sign."""
        number = bisect_right(self.firsts, first) - 1
        start, _, by_letter = self.spans[number]
        if by_letter:
            start += first - self.firsts[number]
        elif first != self.firsts[number]:
            return None
        number = bisect_right(self.firsts, last - 1) - 1
        began, end, by_letter = self.spans[number]
        if by_letter:
            end = began + last - self.firsts[number]
        elif last != (self.firsts[number + 1] if number + 1 < len(self.firsts) else len(self.text)):
            return None
        return start, end


def fold(text: str) -> FoldedText:
    """Fold a text: one case, one form of each letter, one space for any, nothing of what is not seen."""
    parts: list[str] = []
    firsts: list[int] = []
    spans: list[tuple[int, int, bool]] = []
    length = 0
    for match in _parts().finditer(text):
        # Most of a text: each letter is one, and stays one.
        by_letter = match.lastgroup == "plain"
        folded = match[0].casefold().translate(_SIGNS) if by_letter else fold_part(match[0])
        if folded:
            parts.append(folded)
            firsts.append(length)
            spans.append((*match.span(), by_letter))
            length += len(folded)
    return FoldedText("".join(parts), tuple(firsts), tuple(spans))


def quick_fold(text: str) -> str:
    """Fold a text's words as a whole, without knowing where they stood; spaces stay as they are."""
    plain = html.unescape(text) if "&" in text else text
    if plain.isascii():
        return plain.casefold()
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", plain).casefold())
    return _UNSEEN.sub("", folded.translate(_SIGNS))


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


@lru_cache(maxsize=65_536)
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
    joined = rf"[{_marks()}\u200c\u200d\u00ad\u2060]"
    return re.compile(rf"{_ENTITY}|{_SPACE}|(?P<plain>[!-%'-~]+(?: [!-%'-~]+)*)(?!{joined})|.{joined}*", re.DOTALL)


@lru_cache(maxsize=1)
def _marks() -> str:
    """Return all combining marks as ranges of a pattern's class."""
    codes = [code for code in range(0x300, 0x1F000) if unicodedata.category(chr(code))[0] == "M"]
    ranges = []
    for _, run in groupby(enumerate(codes), lambda pair: pair[1] - pair[0]):
        inside = [code for _, code in run]
        ranges.append(f"\\U{inside[0]:08x}-\\U{inside[-1]:08x}")
    return "".join(ranges) + "\\U000e0100-\\U000e01ef"
