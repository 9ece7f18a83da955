"""Search for a person's name in texts and paths: whole words in any spelling, and what is nearly the name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from msgspec import Struct

from kiprah.authoring.erasing.folded_text import fold, is_letter, is_unspaced, quick_fold, without_marks, word_pattern

_TITLES = frozenset(
    (
        *("bu", "ibu", "pak", "bapak", "mas", "mbak", "kak", "kakak", "bang", "abang", "adik", "dik", "om", "tante"),
        *("mr", "mrs", "ms", "miss", "dr", "prof", "haji", "hajah", "ir", "drs", "bin", "binti", "van", "der", "den"),
        *("von", "de", "la", "el", "al", "the", "and", "dan"),
    )
)
"""Words before a name that are no one's alone."""
_ENDINGS = ("nya", "ku", "mu", "lah", "kah", "pun", "s")
_LONE_RETURN = re.compile(r"\r(?!\n)")
_LONGEST = 140
"""Letters of a line that are shown."""
_LEAST = 3
"""Letters of a part of a name that is looked for by itself."""


class Match(Struct, frozen=True):
    """Position in a text at which somebody is named."""

    start: int
    end: int
    text: str
    """Text of the name as it is written there."""


class NameSearch(Struct, frozen=True):
    """The spellings of one person's name."""

    names: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to look for."""
        return not self._folded

    @property
    def _folded(self) -> tuple[str, ...]:
        return tuple(_folded_name(name) for name in self.names if _folded_name(name))

    def matches(self, text: str) -> tuple[Match, ...]:
        """Find every place where a text names them, in order; of two that overlap the longer one."""
        if not self._may_name(text):
            return ()
        folded = fold(text)
        spans: set[tuple[int, int]] = set()
        for name in self._folded:
            position = folded.text.find(name)
            while position >= 0:
                end = position + len(name)
                if _is_whole(folded.text, position, end) and (span := folded.span(position, end)):
                    spans.add(span)
                position = folded.text.find(name, position + 1)
        return tuple(Match(start, end, text[start:end]) for start, end in _apart(spans))

    def names_them(self, text: str) -> bool:
        """Say whether a text names them."""
        return bool(self.matches(text))

    def is_name(self, text: str) -> bool:
        """Say whether a text is the name and nothing else."""
        return _folded_name(text) in self._folded

    def is_joined(self, text: str) -> bool:
        """Say whether a text is the name with other signs between its words: hyphens, stars, a full stop."""
        return " ".join(one for _, _, one in _words(text)) in self._folded

    def in_path(self, path: str) -> bool:
        """Say whether a file's or folder's name, or an address, holds the name: its words in a row, or as one word."""
        for part in path.split("/"):
            words = [without_marks(one) for _, _, one in _words(part)]
            for name in self._folded:
                wanted = _name_words(name)
                rows = (words[i : i + len(wanted)] for i in range(len(words)))
                if wanted and (wanted in rows or (len(wanted) > 1 and "".join(wanted) in words)):
                    return True
        return False

    def near(self, text: str) -> tuple[Match, ...]:
        """Find what is nearly the name: other marks or signs between, one slip, a part of it alone, with an ending."""
        found = [(match.start(), match.end(), match[0]) for match in word_pattern().finditer(text)]
        plain = {word: without_marks(_folded_word(word)) for word in {word for _, _, word in found}}
        spans: set[tuple[int, int]] = set()
        for name in self._folded:
            wanted = _name_words(name)
            parts = {one for one in wanted if len(one) >= _LEAST and one not in _TITLES}
            alone = {word for word, one in plain.items() if _is_part(one, parts)}
            begins = {word for word, one in plain.items() if _is_like(one, wanted[0])} if wanted else set()
            for index, (start, end, word) in enumerate(found):
                if word in alone:
                    spans.add((start, end))
                row = found[index : index + len(wanted)] if word in begins else []
                if len(row) == len(wanted) and all(
                    _is_like(plain[w], one) for (_, _, w), one in zip(row, wanted, strict=True)
                ):
                    spans.add((start, row[-1][1]))
        covered = [(one.start, one.end) for one in self.matches(text)] if spans else []
        left = (span for span in spans if not any(a < span[1] and span[0] < b for a, b in covered))
        return tuple(Match(start, end, text[start:end]) for start, end in _apart(left))

    def _may_name(self, text: str) -> bool:
        """Say quickly whether a text could name them at all."""
        folded = quick_fold(text)
        return any(name.partition(" ")[0] in folded for name in self._folded)


def lines_at(text: str, positions: Iterable[int]) -> tuple[tuple[int, str], ...]:
    """Return the number and the words of the line at each position, each line once."""
    found: dict[int, str] = {}
    for position in positions:
        # A carriage return before the line's end is white space, and one alone ends a line.
        number = text.count("\n", 0, position) + len(_LONE_RETURN.findall(text, 0, position)) + 1
        start = max(text.rfind("\n", 0, position), text.rfind("\r", 0, position)) + 1
        line = re.split(r"[\r\n]", text[start:], maxsplit=1)[0]
        found.setdefault(number, _excerpt(line, position - start))
    return tuple(sorted(found.items()))


def _excerpt(line: str, position: int) -> str:
    """Return a line, or of a long one the part around a place in it."""
    if len(line) <= _LONGEST:
        return line.strip()
    first = max(0, min(position - _LONGEST // 3, len(line) - _LONGEST))
    return (
        f"{'…' if first else ''}{line[first : first + _LONGEST].strip()}{'…' if first + _LONGEST < len(line) else ''}"
    )


@lru_cache(maxsize=256)
def _folded_name(name: str) -> str:
    return fold(name).text.strip()


@lru_cache(maxsize=256)
def _name_words(folded: str) -> list[str]:
    return [without_marks(one) for _, _, one in _words(folded)]


def _words(text: str) -> Iterator[tuple[int, int, str]]:
    for match in word_pattern().finditer(text):
        if folded := _folded_word(match[0]):
            yield match.start(), match.end(), folded


@lru_cache(maxsize=65_536)
def _folded_word(word: str) -> str:
    return fold(word).text


def _is_whole(text: str, start: int, end: int) -> bool:
    """Say whether no word goes on before or behind; where words stand without spaces, nothing could."""
    first, last = text[start], text[end - 1]
    before = start == 0 or not is_letter(text[start - 1]) or is_unspaced(first) or not is_letter(first)
    behind = end == len(text) or not is_letter(text[end]) or is_unspaced(last) or not is_letter(last)
    return before and behind


def _apart(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    done = 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= done:
            yield start, end
            done = end


def _is_part(word: str, parts: Iterable[str]) -> bool:
    return any(
        # Arabic, for one, joins "and" or "to" to a name.
        word == part
        or (word.startswith(part) and word[len(part) :] in _ENDINGS)
        or (not part.isascii() and part in word)
        for part in parts
    )


def _is_like(word: str, wanted: str) -> bool:
    if not word or not wanted:
        return False
    if word == wanted or (word.startswith(wanted) and word[len(wanted) :] in _ENDINGS):
        return True
    return len(wanted) >= 5 and word[0] == wanted[0] and _is_one_slip(word, wanted)


@lru_cache(maxsize=65_536)
def _is_one_slip(word: str, wanted: str) -> bool:
    """Say whether one letter more, less, other or swapped makes one word of the other."""
    if abs(len(word) - len(wanted)) > 1:
        return False
    first = next((i for i, (a, b) in enumerate(zip(word, wanted, strict=False)) if a != b), min(len(word), len(wanted)))
    a, b = word[first:], wanted[first:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
