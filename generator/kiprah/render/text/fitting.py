"""Text into a box: the largest size at which it fits, balanced lines, torn words and an ellipsis as last resorts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from kiprah.render.text.bidi import base_level, levels
from kiprah.render.text.breaks import HYPHENS, SOFT_HYPHEN, emergency, opportunities, wants_hyphen
from kiprah.render.text.faces import extent
from kiprah.render.text.shaping import Line, Style, drawable, shape_line

ELLIPSIS = "\u2026"
_STEP = 0.94
"""Each try is this much smaller: a difference of a point at text sizes."""


_RATHER_SMALLER = 3
"""A hyphenated word parts at a line's end only where this many smaller sizes would not keep it whole."""
_BLANKS = " \u00a0\u200b\u3000"
_SEPARATOR = "\u00a0\u00b7"
"""A dot between facts, which says nothing at the end of a line."""


class Sizes(Struct, frozen=True):
    """How large a text may be set (pixels an em), on how many lines, how far apart (ems)."""

    most: float
    least: float
    lines: int
    leading: float

    def steps(self) -> tuple[float, ...]:
        """Return the sizes to try, the largest first; rounded, so that they are the same everywhere."""
        found = [self.most]
        while found[-1] * _STEP > self.least:
            found.append(round(found[-1] * _STEP, 2))
        return tuple(found) if found[-1] <= self.least else (*found, self.least)


class Block(Struct, frozen=True):
    """A text set at a size: all lengths in pixels.

    ``rise`` is from its top to the first baseline, ``pitch`` from one to the next, ``drop`` from the last down.
    """

    lines: tuple[Line, ...]
    style: Style
    size: float
    rise: float
    pitch: float
    drop: float
    cut: bool
    """The text did not fit and ends in an ellipsis."""
    torn: bool
    """A word was too long for a line and is broken where no rule allows it."""

    @property
    def height(self) -> float:
        """Return the height from top to bottom."""
        return self.rise + self.pitch * (len(self.lines) - 1) + self.drop if self.lines else 0.0

    @property
    def width(self) -> float:
        """Return the width of the widest line, with ink that hangs over its advance."""
        return max((_breadth(line) for line in self.lines), default=0.0) * self.size


class _Piece(Struct, frozen=True):
    """What stands between two places where a line may break, in ems; ``blank`` is the space at its end."""

    start: int
    end: int
    width: float
    blank: float


class _Paragraph(Struct, frozen=True):
    text: str
    base: int
    levels: tuple[int, ...]
    pieces: tuple[_Piece, ...]
    whole: tuple[_Piece, ...]
    """The pieces with hyphenated words kept whole: what is tried first at every size."""


def fit(text: str, style: Style, width: float, sizes: Sizes, height: float = float("inf")) -> Block:
    """Set a text in a box of this width and height (pixels) at the largest size of the steps at which it fits.

    Where none fits, words are torn at the smallest size, and then the text is cut at a word with an ellipsis.
    """
    shown = drawable(text, style.fonts)
    paragraph = _paragraph(shown, style)
    if not shown:
        return Block((), style, sizes.most, 0.0, 0.0, 0.0, False, False)
    parted: Block | None = None
    left = _RATHER_SMALLER
    for size in sizes.steps():
        block = _set(paragraph, paragraph.whole, style, width, size, sizes, height)
        if block is not None:
            return block
        if paragraph.whole == paragraph.pieces:
            continue
        parted = parted or _set(paragraph, paragraph.pieces, style, width, size, sizes, height)
        if parted is not None:
            left -= 1
            if left < 0:
                return parted
    if parted is not None:
        return parted
    return _forced(paragraph, style, width, sizes, height)


def _set(
    paragraph: _Paragraph,
    pieces: tuple[_Piece, ...],
    style: Style,
    width: float,
    size: float,
    sizes: Sizes,
    height: float,
) -> Block | None:
    """Set a text at one size from these pieces; None where it does not fit."""
    wrapped = _wrap(pieces, width / size)
    if wrapped is None or len(wrapped) > sizes.lines:
        return None
    lines = _balanced(pieces, wrapped, width / size)
    block = _block(paragraph, lines, style, size, sizes.leading, pieces)
    return block if block.height <= height and block.width <= width else None


def _forced(paragraph: _Paragraph, style: Style, width: float, sizes: Sizes, height: float) -> Block:
    """Set a text that fits at no size: tear long words, cut what is left over."""
    size = sizes.least
    # A hair less than the width: kerning across a torn edge may differ from the sum of its parts.
    room = width / size - 0.02
    torn_pieces = tuple(_torn(paragraph, style, room))
    torn = len(torn_pieces) != len(paragraph.pieces)
    wrapped = _wrap(torn_pieces, room) or [(0, 1)]
    for lines in range(min(sizes.lines, len(wrapped)), 0, -1):
        cut = lines < len(wrapped)
        ends = wrapped[:lines]
        if not cut:
            ends = _balanced(torn_pieces, wrapped, room)
        block = _block(paragraph, ends, style, size, sizes.leading, torn_pieces, room if cut else None)
        if block.height <= height or lines == 1:
            return Block(block.lines, style, size, block.rise, block.pitch, block.drop, cut, torn)
    raise AssertionError("a text that is not empty has a line")


@lru_cache(maxsize=1024)
def _paragraph(text: str, style: Style) -> _Paragraph:
    base = base_level(text, 0)
    found = levels(text, base)
    places = opportunities(text, style.language)
    pieces = _pieces(text, (0, *places, len(text)), found, style)
    soft = tuple(place for place in places if text[place - 1] not in HYPHENS)
    whole = pieces if soft == places else _pieces(text, (0, *soft, len(text)), found, style)
    return _Paragraph(text, base, found, pieces, whole)


def _pieces(text: str, edges: tuple[int, ...], found: tuple[int, ...], style: Style) -> tuple[_Piece, ...]:
    pieces = []
    for start, end in pairwise(edges):
        word = text[start:end].rstrip(_BLANKS)
        line = shape_line(word, found[start : start + len(word)], style)
        full = shape_line(text[start:end], found[start:end], style) if len(word) < end - start else line
        hyphen = 0.4 if word.endswith(SOFT_HYPHEN) else 0.0
        tracking = style.tracking * (1 if len(word) == end - start else 2)
        pieces.append(_Piece(start, end, _breadth(line) + hyphen, full.width - line.width + tracking))
    return tuple(pieces)


def _wrap(pieces: tuple[_Piece, ...], width: float) -> list[tuple[int, int]] | None:
    """Fill lines greedily; return the pieces of each as (first, past the last), or None where one is too wide."""
    lines: list[tuple[int, int]] = []
    first = 0
    used = blank = 0.0
    for i, piece in enumerate(pieces):
        if piece.width > width:
            return None
        if i > first and used + blank + piece.width > width:
            lines.append((first, i))
            first, used, blank = i, 0.0, 0.0
        used += blank + piece.width
        blank = piece.blank
    lines.append((first, len(pieces)))
    return lines


def _balanced(pieces: tuple[_Piece, ...], wrapped: list[tuple[int, int]], width: float) -> list[tuple[int, int]]:
    """Wrap again as narrowly as the number of lines allows, so that lines are even and none holds a lone word."""
    if len(wrapped) < 2:
        return wrapped
    least, most = max(piece.width for piece in pieces), width
    best = wrapped
    for _ in range(12):
        middle = (least + most) / 2
        tried = _wrap(pieces, middle)
        if tried is not None and len(tried) == len(wrapped):
            best, most = tried, middle
        else:
            least = middle
    return best


def _torn(paragraph: _Paragraph, style: Style, room: float) -> Iterator[_Piece]:
    for piece in paragraph.pieces:
        if piece.width <= room:
            yield piece
            continue
        word = paragraph.text[piece.start : piece.end].rstrip(_BLANKS)
        if "\u00a0" in word[1:]:
            # What was meant to hold together parts at its blanks before its words are torn.
            yield from _torn(replace(paragraph, pieces=_loosened(paragraph, piece, word, style)), style, room)
            continue
        # The hyphen is counted whether or not one is drawn: the difference is a fraction of a letter.
        limit = max(room - 0.5, 0.5)
        start = 0
        last = 0
        for place in (*emergency(word), len(word)):
            if _measured(paragraph, piece.start + start, piece.start + place, style) > limit and last > start:
                yield _Piece(
                    piece.start + start,
                    piece.start + last,
                    _measured(paragraph, piece.start + start, piece.start + last, style) + 0.4,
                    0.0,
                )
                start = last
            last = place
        width = _measured(paragraph, piece.start + start, piece.start + len(word), style)
        yield _Piece(piece.start + start, piece.end, min(width, room), piece.blank)


def _loosened(paragraph: _Paragraph, piece: _Piece, word: str, style: Style) -> tuple[_Piece, ...]:
    places = [i + 1 for i, char in enumerate(word) if char == "\u00a0" and 0 < i < len(word) - 1]
    edges = [0, *places, len(word)]
    found = []
    for start, end in pairwise(edges):
        shown = len(word[start:end].rstrip("\u00a0"))
        width = _measured(paragraph, piece.start + start, piece.start + start + shown, style)
        full = _measured(paragraph, piece.start + start, piece.start + end, style)
        last = end == len(word)
        found.append(
            _Piece(
                piece.start + start,
                piece.end if last else piece.start + end,
                width,
                piece.blank if last else full - width,
            )
        )
    return tuple(found)


def _measured(paragraph: _Paragraph, start: int, end: int, style: Style) -> float:
    return _breadth(shape_line(paragraph.text[start:end], paragraph.levels[start:end], style))


def _block(
    paragraph: _Paragraph,
    wrapped: list[tuple[int, int]],
    style: Style,
    size: float,
    leading: float,
    pieces: tuple[_Piece, ...] | None = None,
    cut_to: float | None = None,
) -> Block:
    pieces = pieces or paragraph.pieces
    lines = []
    for number, (first, past) in enumerate(wrapped):
        start, end = pieces[first].start, pieces[past - 1].end
        if cut_to is not None and number == len(wrapped) - 1:
            lines.append(_cut_line(paragraph, pieces, first, past, style, cut_to))
        else:
            lines.append(_line(paragraph, start, end, style))
    rise, pitch, drop = _heights(lines, style, size, leading)
    return Block(tuple(lines), style, size, rise, pitch, drop, False, False)


def _line(paragraph: _Paragraph, start: int, end: int, style: Style) -> Line:
    text = paragraph.text[start:end].rstrip(_BLANKS)
    if end < len(paragraph.text) and text.endswith(_SEPARATOR):
        text = text.removesuffix(_SEPARATOR)
    found = paragraph.levels[start : start + len(text)]
    past = start + len(text)
    if text.endswith(SOFT_HYPHEN) and end < len(paragraph.text):
        text = text[:-1] + "-"
    elif 0 < past == end < len(paragraph.text) and _is_torn(paragraph, past, style):
        text, found = text + "-", (*found, found[-1])
    return shape_line(text, found, style)


def _is_torn(paragraph: _Paragraph, place: int, style: Style) -> bool:
    before, after = paragraph.text[place - 1], paragraph.text[place]
    return place not in opportunities(paragraph.text, style.language) and wants_hyphen(before, after)


def _cut_line(
    paragraph: _Paragraph, pieces: tuple[_Piece, ...], first: int, past: int, style: Style, room: float
) -> Line:
    """Set a last line with an ellipsis, after as many whole words as it has room for, or else as many clusters."""
    start = pieces[first].start
    for end in (pieces[i].end for i in range(past - 1, first - 1, -1)):
        line = _with_ellipsis(paragraph, start, end, style)
        if _breadth(line) <= room:
            return line
    word = paragraph.text[start : pieces[first].end]
    for place in reversed(emergency(word)):
        line = _with_ellipsis(paragraph, start, start + place, style)
        if _breadth(line) <= room:
            return line
    return shape_line(drawable(ELLIPSIS, style.fonts), (paragraph.base,), style)


def _with_ellipsis(paragraph: _Paragraph, start: int, end: int, style: Style) -> Line:
    kept = paragraph.text[start:end].rstrip(" ,;:-\u2013\u2014\u00b7.\u00ad\u200b")
    dots = drawable(ELLIPSIS, style.fonts)
    found = (*paragraph.levels[start : start + len(kept)], *(paragraph.base for _ in dots))
    return shape_line(kept + dots, found, style)


def _heights(lines: list[Line], style: Style, size: float, leading: float) -> tuple[float, float, float]:
    """Return rise, pitch and drop: those of the first font, wider where ink needs it."""
    ascent, descent = extent(style.fonts[0], style.weight)
    half = (leading - ascent - descent) / 2
    rise = max(ascent + half, lines[0].ink[3])
    drop = max(descent + half, -lines[-1].ink[1])
    pitch = leading
    for upper, lower in pairwise(lines):
        pitch = max(pitch, lower.ink[3] - upper.ink[1])
    return rise * size, pitch * size, drop * size


def _breadth(line: Line) -> float:
    return max(line.width, line.ink[2]) - min(0.0, line.ink[0])
