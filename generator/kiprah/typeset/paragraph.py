"""A text ready to be wrapped: its directions, and its pieces, parted further where a word is longer than a line."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from kiprah.typeset.bidi import base_level, levels
from kiprah.typeset.break_rules import SOFT_HYPHEN, emergency, opportunities, rather, wants_hyphen
from kiprah.typeset.graphemes import clusters
from kiprah.typeset.hyphenation import hyphenation
from kiprah.typeset.shaping import Line, Style, shape_line
from kiprah.typeset.wrapping import Piece

BLANKS = " \u00a0\u200b\u3000"
_HYPHEN = 0.4
"""Room for a hyphen, in ems: a fraction of a letter more than any font takes."""


class Paragraph(Struct, frozen=True):
    """A text with the embedding level of every character, and where it may part."""

    text: str
    base: int
    levels: tuple[int, ...]
    pieces: tuple[Piece, ...]
    whole: tuple[Piece, ...]
    """The pieces with hyphenated words and phrases kept whole: what is tried first at every size."""


@lru_cache(maxsize=1024)
def paragraph_of(text: str, style: Style) -> Paragraph:
    """Return a drawable text as a paragraph; the pieces' widths are those of this style."""
    base = base_level(text, 0)
    found = levels(text, base)
    places = opportunities(text, style.language)
    pieces = _pieces(text, (0, *places, len(text)), found, style)
    soft = rather(text, style.language)
    whole = pieces if soft == places else _pieces(text, (0, *soft, len(text)), found, style)
    return Paragraph(text, base, found, pieces, whole)


def _pieces(text: str, edges: tuple[int, ...], found: tuple[int, ...], style: Style) -> tuple[Piece, ...]:
    pieces = []
    for start, end in pairwise(edges):
        word = text[start:end].rstrip(BLANKS)
        line = shape_line(word, found[start : start + len(word)], style)
        full = shape_line(text[start:end], found[start:end], style) if len(word) < end - start else line
        hyphen = _HYPHEN if word.endswith(SOFT_HYPHEN) else 0.0
        tracking = style.tracking * (1 if len(word) == end - start else 2)
        pieces.append(Piece(start, end, breadth(line), full.width - line.width + tracking, hyphen))
    return tuple(pieces)


def room_of(width: float, size: float) -> float:
    """Return a hair less than the width in ems: kerning across a parted word may differ from the sum of its parts."""
    return width / size - 0.02


def parted_words(paragraph: Paragraph, style: Style, room: float, longest: float) -> tuple[tuple[Piece, ...], bool]:
    """Part every word that is too long for a line, and say whether one had to be torn against its language's rules.

    Words no wider than ``longest`` are left whole: at a smaller size they fit.
    """
    found: list[Piece] = []
    torn = False
    for piece in paragraph.pieces:
        if piece.width + piece.hyphen <= max(room, longest):
            found.append(piece)
            continue
        word = paragraph.text[piece.start : piece.end].rstrip(BLANKS)
        if "\u00a0" in word[1:]:
            # What was meant to hold together parts at its blanks before its words do.
            loose, harder = parted_words(
                replace(paragraph, pieces=_loosened(paragraph, piece, word, style)), style, room, longest
            )
            found += loose
            torn = torn or harder
            continue
        for syllable in _cut(paragraph, piece, word, hyphenation(word, style.language), style):
            if syllable.width + syllable.hyphen <= room:
                found.append(syllable)
            else:
                torn = True
                found += _torn(paragraph, syllable, style, room)
    return tuple(found), torn


def _cut(paragraph: Paragraph, piece: Piece, word: str, places: tuple[int, ...], style: Style) -> Iterator[Piece]:
    """Yield the parts of a piece cut at these places."""
    for start, end in pairwise((0, *places, len(word))):
        last = end == len(word)
        yield Piece(
            piece.start + start,
            piece.end if last else piece.start + end,
            _measured(paragraph, piece.start + start, piece.start + end, style),
            piece.blank if last else 0.0,
            piece.hyphen if last else _HYPHEN if wants_hyphen(word[end - 1], word[end]) else 0.0,
        )


def _torn(paragraph: Paragraph, piece: Piece, style: Style, room: float, anywhere: bool = False) -> Iterator[Piece]:
    """Yield the parts of a piece torn between clusters, each as long as a line takes.

    Not before closing signs, nor after opening ones, unless there are more of them than a line takes (``anywhere``).
    """
    word = paragraph.text[piece.start : piece.end].rstrip(BLANKS)
    places = []
    start = last = 0
    for place in (*((start for start, _ in clusters(word)[1:]) if anywhere else emergency(word)), len(word)):
        width = _measured(paragraph, piece.start + start, piece.start + place, style)
        if width > max(room - _HYPHEN - 0.1, 0.5) and last > start:
            places.append(last)
            start = last
        last = place
    for part in _cut(paragraph, piece, word, tuple(places), style):
        if part.width + part.hyphen > room and not anywhere:
            yield from _torn(paragraph, part, style, room, True)
        else:
            # A single letter may be wider than a very narrow line: it stands there all the same.
            yield replace(part, width=min(part.width, room - part.hyphen))


def _loosened(paragraph: Paragraph, piece: Piece, word: str, style: Style) -> tuple[Piece, ...]:
    places = [i + 1 for i, char in enumerate(word) if char == "\u00a0" and 0 < i < len(word) - 1]
    edges = [0, *places, len(word)]
    found = []
    for start, end in pairwise(edges):
        shown = len(word[start:end].rstrip("\u00a0"))
        width = _measured(paragraph, piece.start + start, piece.start + start + shown, style)
        full = _measured(paragraph, piece.start + start, piece.start + end, style)
        last = end == len(word)
        found.append(
            Piece(
                piece.start + start,
                piece.end if last else piece.start + end,
                width,
                piece.blank if last else full - width,
            )
        )
    return tuple(found)


def _measured(paragraph: Paragraph, start: int, end: int, style: Style) -> float:
    return breadth(shape_line(paragraph.text[start:end], paragraph.levels[start:end], style))


def breadth(line: Line) -> float:
    """Return a line's width in ems, with ink that hangs over its advance."""
    return max(line.width, line.ink[2]) - min(0.0, line.ink[0])
