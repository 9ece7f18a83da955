"""Unicode 16 character properties: line break and grapheme classes, direction, category.

Our own table, not Python's ``unicodedata``: that one differs with the Python it came with, and the same text shall give
the same bytes everywhere. ``scripts/compile_unicode.py`` makes the table.
"""

from __future__ import annotations

import json
import zlib
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate
from pathlib import Path

from msgspec import Struct


class Character(Struct, frozen=True):
    """The properties of a character, by their short names in Unicode's files."""

    line: str
    """Line_Break, not yet resolved (``SA``, ``CJ``, ``AI``, ``XX`` as they are)."""
    grapheme: str
    conjunct: str
    """Indic_Conjunct_Break, or nothing."""
    category: str
    direction: str
    """Bidi_Class; L where nothing is assigned."""
    wide: bool
    """True where East_Asian_Width is fullwidth, wide or halfwidth."""
    pictographic: bool


class _Table(Struct, frozen=True):
    starts: tuple[int, ...]
    kinds: tuple[Character, ...]
    of: tuple[int, ...]
    brackets: str


@lru_cache(maxsize=1)
def _table() -> _Table:
    packed = (Path(__file__).with_name("unicode.bin")).read_bytes()
    table = json.loads(zlib.decompress(packed))
    kinds = tuple(
        Character(a, b, c, d, e, bool(wide), bool(picture)) for a, b, c, d, e, wide, picture in table["kinds"]
    )
    return _Table(tuple(accumulate(table["steps"])), kinds, tuple(table["of"]), table["brackets"])


@lru_cache(maxsize=8192)
def character(char: str) -> Character:
    """Return what is known of a character."""
    table = _table()
    return table.kinds[table.of[bisect_right(table.starts, ord(char)) - 1]]


@lru_cache(maxsize=1)
def brackets() -> dict[str, str]:
    """Return every opening bracket with the one that closes it."""
    pairs = _table().brackets
    return {pairs[i]: pairs[i + 1] for i in range(0, len(pairs), 2)}
