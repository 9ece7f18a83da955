"""Text fitting: the largest size at which a text fits a box, with torn words and an ellipsis as last resorts."""

from __future__ import annotations

from itertools import pairwise

from msgspec import Struct

from kiprah.typeset.break_rules import SOFT_HYPHEN, break_opportunities, emergency_breaks, wants_hyphen
from kiprah.typeset.fonts import extent
from kiprah.typeset.paragraph import BLANKS, Paragraph, break_long_words, ink_width, paragraph_of, usable_width
from kiprah.typeset.shaping import Line, Style, drawable_text, shape_line
from kiprah.typeset.wrapping import LONE, Fragment, balance_lines, wrap_greedily

ELLIPSIS = "\u2026"
_STEP = 0.94
"""Ratio of each size tried to the one before: a difference of a point at text sizes."""
_SMALLER_TRIES = 3
"""Number of smaller sizes tried to keep a hyphenated word whole, or a short word from standing alone at the end."""
_HYPHEN_COSTS = 0.88
"""Ratio of the smaller size that a hyphen is worth."""
_SEPARATOR = "\u00a0\u00b7"
"""A dot between facts, which says nothing at the end of a line."""


class Sizes(Struct, frozen=True):
    """Range of sizes: how large a text may be set (pixels an em), on how many lines, how far apart (ems)."""

    most: float
    least: float
    lines: int
    leading: float

    def steps(self) -> tuple[float, ...]:
        """Return the sizes to try, the largest first; rounded, so that they are the same everywhere."""
        steps = [self.most]
        while steps[-1] * _STEP > self.least:
            steps.append(round(steps[-1] * _STEP, 2))
        return tuple(steps) if steps[-1] <= self.least else (*steps, self.least)


class Block(Struct, frozen=True):
    """Block of lines set at a size: all lengths in pixels.

    ``rise`` is from its top to the first baseline, ``pitch`` from one to the next, ``drop`` from the last down.
    """

    lines: tuple[Line, ...]
    style: Style
    size: float
    rise: float
    pitch: float
    drop: float
    cut: bool
    """True where the text did not fit and ends in an ellipsis."""
    torn: bool
    """True where a word was too long for a line and is broken where no rule of its language allows it."""

    @property
    def height(self) -> float:
        """Return the height from top to bottom."""
        return self.rise + self.pitch * (len(self.lines) - 1) + self.drop if self.lines else 0.0

    @property
    def width(self) -> float:
        """Return the width of the widest line, with ink that hangs over its advance."""
        return max((ink_width(line) for line in self.lines), default=0.0) * self.size


def fit(text: str, style: Style, width: float, sizes: Sizes, height: float = float("inf")) -> Block:
    """Fit a text into a box of this width and height (pixels) at the largest size of the steps at which it fits.

    Where none fits since a word is too long for a line, words part by the rules of their language, large and with few
    hyphens. Then words are torn, at the smallest size, and at last the text is cut at a word with an ellipsis.
    """
    shown = drawable_text(text, style.fonts)
    paragraph = paragraph_of(shown, style)
    if not shown:
        return Block((), style, sizes.most, 0.0, 0.0, 0.0, False, False)
    flawed: Block | None = None
    left = _SMALLER_TRIES
    for size in sizes.steps():
        block = _set(paragraph, paragraph.preferred, style, width, size, sizes, height)
        if block is not None and not _ends_alone(block):
            return block
        if block is None and paragraph.preferred != paragraph.fragments:
            block = _set(paragraph, paragraph.fragments, style, width, size, sizes, height)
        flawed = flawed or block
        if flawed is not None:
            left -= 1
            if left < 0:
                return flawed
    if flawed is not None:
        return flawed
    if max(fragment.width for fragment in paragraph.fragments) > width / sizes.least:
        blocks = [_hyphenated(paragraph, style, width, size, sizes, height) for size in sizes.steps()]
        fitting = [block for block in blocks if block is not None]
        if fitting:
            return max(fitting, key=lambda block: block.size * _HYPHEN_COSTS ** sum(map(_parts_a_word, block.lines)))
    return _forced(paragraph, style, width, sizes, height)


def _hyphenated(
    paragraph: Paragraph, style: Style, width: float, size: float, sizes: Sizes, height: float
) -> Block | None:
    """Set a text at one size with hyphens in words that are too long at any; None where it does not fit."""
    fragments, torn = break_long_words(paragraph, style, usable_width(width, size), usable_width(width, sizes.least))
    return None if torn else _set(paragraph, fragments, style, width, size, sizes, height)


def _ends_alone(block: Block) -> bool:
    last = block.lines[-1]
    return len(block.lines) > 1 and " " not in last.text and last.width < LONE * max(x.width for x in block.lines)


def _parts_a_word(line: Line) -> bool:
    return line.text.endswith("-")


def _set(
    paragraph: Paragraph,
    fragments: tuple[Fragment, ...],
    style: Style,
    width: float,
    size: float,
    sizes: Sizes,
    height: float,
) -> Block | None:
    """Set a text at one size from these fragments; None where it does not fit."""
    wrapped = wrap_greedily(fragments, width / size)
    # Ink may need more, but never less than the leading: most sizes that do not fit are known without a line shaped.
    if wrapped is None or len(wrapped) > sizes.lines or len(wrapped) * sizes.leading * size > height + 0.01:
        return None
    lines = balance_lines(fragments, wrapped, width / size)
    block = _block(paragraph, lines, style, size, sizes.leading, fragments)
    return block if block.height <= height and block.width <= width else None


def _forced(paragraph: Paragraph, style: Style, width: float, sizes: Sizes, height: float) -> Block:
    """Set a text that fits at no size: tear long words, cut what is left over."""
    size = sizes.least
    room = usable_width(width, size)
    fragments, torn = break_long_words(paragraph, style, room, room)
    wrapped = wrap_greedily(fragments, room) or [(0, 1)]
    for lines in range(min(sizes.lines, len(wrapped)), 0, -1):
        cut = lines < len(wrapped)
        ends = wrapped[:lines]
        if not cut:
            ends = balance_lines(fragments, wrapped, room)
        block = _block(paragraph, ends, style, size, sizes.leading, fragments, room if cut else None)
        if block.height <= height or lines == 1:
            return Block(block.lines, style, size, block.rise, block.pitch, block.drop, cut, torn)
    raise AssertionError("a text that is not empty has a line")


def _block(
    paragraph: Paragraph,
    wrapped: list[tuple[int, int]],
    style: Style,
    size: float,
    leading: float,
    fragments: tuple[Fragment, ...] | None = None,
    cut_to: float | None = None,
) -> Block:
    fragments = fragments or paragraph.fragments
    lines = []
    for number, (first, past) in enumerate(wrapped):
        start, end = fragments[first].start, fragments[past - 1].end
        if cut_to is not None and number == len(wrapped) - 1:
            lines.append(_cut_line(paragraph, fragments, first, past, style, cut_to))
        else:
            lines.append(_line(paragraph, start, end, style))
    rise, pitch, drop = _heights(lines, style, size, leading)
    return Block(tuple(lines), style, size, rise, pitch, drop, False, False)


def _line(paragraph: Paragraph, start: int, end: int, style: Style) -> Line:
    text = paragraph.text[start:end].rstrip(BLANKS)
    if end < len(paragraph.text) and text.endswith(_SEPARATOR):
        text = text.removesuffix(_SEPARATOR)
    embedding = paragraph.levels[start : start + len(text)]
    past = start + len(text)
    if text.endswith(SOFT_HYPHEN) and end < len(paragraph.text):
        text = text[:-1] + "-"
    elif 0 < past == end < len(paragraph.text) and _is_torn(paragraph, past, style):
        text, embedding = text + "-", (*embedding, embedding[-1])
    return shape_line(text, embedding, style)


def _is_torn(paragraph: Paragraph, place: int, style: Style) -> bool:
    before, after = paragraph.text[place - 1], paragraph.text[place]
    return place not in break_opportunities(paragraph.text, style.language) and wants_hyphen(before, after)


def _cut_line(
    paragraph: Paragraph, fragments: tuple[Fragment, ...], first: int, past: int, style: Style, room: float
) -> Line:
    """Set a last line with an ellipsis, after as many whole words as it has room for, or else as many clusters."""
    start = fragments[first].start
    for end in (fragments[i].end for i in range(past - 1, first - 1, -1)):
        line = _with_ellipsis(paragraph, start, end, style)
        if ink_width(line) <= room:
            return line
    word = paragraph.text[start : fragments[first].end]
    for place in reversed(emergency_breaks(word)):
        line = _with_ellipsis(paragraph, start, start + place, style)
        if ink_width(line) <= room:
            return line
    return shape_line(drawable_text(ELLIPSIS, style.fonts), (paragraph.base,), style)


def _with_ellipsis(paragraph: Paragraph, start: int, end: int, style: Style) -> Line:
    kept = paragraph.text[start:end].rstrip(" ,;:-\u2013\u2014\u00b7.\u00ad\u200b")
    dots = drawable_text(ELLIPSIS, style.fonts)
    embedding = (*paragraph.levels[start : start + len(kept)], *(paragraph.base for _ in dots))
    return shape_line(kept + dots, embedding, style)


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
