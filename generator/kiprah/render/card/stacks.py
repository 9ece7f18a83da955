"""Pieces under one another: each set at its size, shrunk, left out or cut until the whole fits its box."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from kiprah.plan.views.card import CardView
from kiprah.render.card.frames import Rect
from kiprah.render.card.layers import Align, BadgesPiece, Piece, RulePiece, Stack, TextPiece
from kiprah.render.card.typefaces import style_for
from kiprah.render.card.values import evaluate
from kiprah.render.text import Block, Sizes, Style, fit

_EASY = 0.84
"""Texts shrink to this part of their size before anything optional is left out."""
_SHRINK = 0.94
_PILL = (0.72, 0.36)
"""A badge's room beside and above its word, in ems."""
_QUOTES = {
    "id": "\u201c\u201d",
    "en": "\u201c\u201d",
    "de": "\u201e\u201c",
    "fr": "\u00ab\u00bb",
    "ar": "\u00ab\u00bb",
    "ja": "\u300c\u300d",
}
_ANY_QUOTE = frozenset("\"'\u00ab\u2018\u201a\u201c\u201e\u2039\u300c\u300e")


class PlacedText(Struct, frozen=True):
    """A block of text on the card; ``align`` is ``left``, ``center`` or ``right`` within its rectangle."""

    name: str
    block: Block
    rect: Rect
    align: str
    color: str

    @property
    def ink(self) -> Rect:
        """Return the rectangle its lines really cover: what is behind it is measured there."""
        width = min(self.block.width, self.rect.width)
        return Rect(aligned(self.rect, width, self.align), self.rect.y, width, self.rect.height)


class PlacedShape(Struct, frozen=True):
    """A rounded rectangle of one colour."""

    rect: Rect
    radius: float
    color: str


Placed = PlacedText | PlacedShape


class PlacedStack(Struct, frozen=True):
    """A stack on the card: what to draw, from back to front, and the rectangle that holds it all."""

    items: tuple[Placed, ...]
    rect: Rect

    @property
    def texts(self) -> tuple[PlacedText, ...]:
        """Return its blocks of text."""
        return tuple(item for item in self.items if isinstance(item, PlacedText))


@dataclass(slots=True)
class _Part:
    """One piece while the stack is being fitted; heights in pixels."""

    piece: Piece
    height: float = 0.0
    block: Block | None = None
    text: str = ""
    style: Style | None = None
    sizes: Sizes | None = None
    pills: tuple[tuple[tuple[Block, float], ...], ...] = ()
    """Rows of badges: each word and the width of its pill."""


def place_stack(stack: Stack, card: CardView, names: Mapping[str, Any], box: Rect, mirrored: bool) -> PlacedStack:
    """Fit a stack into its box (pixels of the card) and return where everything stands."""
    parts = [part for piece in stack.pieces if (part := _part(piece, card, names, box.width)) is not None]
    _shrink(parts, box)
    total = _total(parts)
    y = box.y + {"top": 0.0, "middle": (box.height - total) / 2, "bottom": box.height - total}[stack.anchor]
    top = y
    items: list[Placed] = []
    for number, part in enumerate(parts):
        y += part.piece.before if number else 0.0
        items += _placed(part, Rect(box.x, y, box.width, part.height), mirrored)
        y += part.height
    return PlacedStack(tuple(items), Rect(box.x, top, box.width, y - top))


def _part(piece: Piece, card: CardView, names: Mapping[str, Any], width: float) -> _Part | None:
    if piece.when and not evaluate(piece.when, names):
        return None
    if isinstance(piece, RulePiece):
        return _Part(piece, piece.height)
    if isinstance(piece, BadgesPiece):
        words = evaluate(piece.values, names)
        return _badges(piece, card, words if isinstance(words, tuple) else (str(words),), width)
    text = _text_of(piece, card, names)
    style = style_for(card, piece.role, piece.weight, piece.tracking)
    sizes = Sizes(piece.size, piece.least, piece.lines, piece.leading)
    block = fit(text, style, width, sizes)
    if not block.lines:
        return None
    return _Part(piece, block.height, block, text, style, sizes)


def _text_of(piece: TextPiece, card: CardView, names: Mapping[str, Any]) -> str:
    value = evaluate(piece.value, names)
    if isinstance(value, tuple):
        # Facts hold together; a dot at the end of a line is left out when the line is set.
        return "\u00a0\u00b7 ".join("\u00a0".join(fact.split()) for fact in value if fact.strip())
    text = str(value) if not isinstance(value, bool) else ""
    if piece.quoted and text and text[0] not in _ANY_QUOTE:
        marks = _QUOTES.get(card.language.split("-")[0], "\u201c\u201d")
        return marks[0] + text + marks[1]
    return text


def _shrink(parts: list[_Part], box: Rect) -> None:
    """Shrink texts, then leave out what is optional, then shrink on, then cut, until the parts fit the box."""
    for least in (_EASY, 0.0):
        while _total(parts) > box.height and (part := _tallest(parts, least)) is not None:
            assert part.block is not None and part.sizes is not None
            _refit(
                part, replace(part.sizes, most=max(part.sizes.least, round(part.block.size * _SHRINK, 2))), box.width
            )
        while _total(parts) > box.height and (found := [p for p in parts if p.piece.optional]):
            parts.remove(found[-1])
    while _total(parts) > box.height and (longest := _longest(parts)) is not None:
        assert longest.block is not None and longest.sizes is not None
        _refit(longest, replace(longest.sizes, lines=len(longest.block.lines) - 1), box.width)
    while parts and _total(parts) > box.height:
        parts.pop()


def _total(parts: list[_Part]) -> float:
    return sum(part.height for part in parts) + sum(part.piece.before for part in parts[1:])


def _tallest(parts: list[_Part], least: float) -> _Part | None:
    able = []
    for part in parts:
        if part.block and part.sizes and isinstance(part.piece, TextPiece):
            floor = max(part.sizes.least, part.piece.size * least)
            able += [part] if part.block.size > floor else []
    return max(able, key=lambda part: part.height, default=None)


def _longest(parts: list[_Part]) -> _Part | None:
    able = [part for part in parts if part.block and len(part.block.lines) > 1]
    return max(able, key=lambda part: part.height, default=None)


def _refit(part: _Part, sizes: Sizes, width: float) -> None:
    assert part.style is not None
    part.sizes = sizes
    part.block = fit(part.text, part.style, width, sizes)
    part.height = part.block.height


def _badges(piece: BadgesPiece, card: CardView, words: tuple[str, ...], width: float) -> _Part | None:
    style = style_for(card, "text", piece.weight)
    beside = 2 * _PILL[0] * piece.size
    rows: list[list[tuple[Block, float]]] = [[]]
    used = 0.0
    for word in words:
        block = fit(word, style, width - beside, Sizes(piece.size, piece.size, 1, 1.2))
        if not block.lines:
            continue
        pill = block.width + beside
        if rows[-1] and used + pill > width:
            if len(rows) == piece.rows:
                break
            rows.append([])
            used = 0.0
        rows[-1].append((block, pill))
        used += pill + piece.size * 0.4
    if not rows[0]:
        return None
    height = len(rows) * _pill_height(piece) + (len(rows) - 1) * piece.size * 0.4
    return _Part(piece, height, pills=tuple(tuple(row) for row in rows))


def _pill_height(piece: BadgesPiece) -> float:
    return round(piece.size * (1.2 + 2 * _PILL[1]))


def side_of(align: Align, mirrored: bool) -> str:
    """Return ``left``, ``center`` or ``right`` for an alignment in a card's direction."""
    if align == "center":
        return "center"
    return "left" if (align == "start") != mirrored else "right"


def _placed(part: _Part, rect: Rect, mirrored: bool) -> list[Placed]:
    piece = part.piece
    side = side_of(piece.align, mirrored)
    if isinstance(piece, TextPiece):
        assert part.block is not None
        return [PlacedText(piece.name, part.block, rect, side, piece.color)]
    if isinstance(piece, RulePiece):
        x = aligned(rect, piece.width, side)
        return [PlacedShape(Rect(x, rect.y, piece.width, piece.height), piece.height / 2, piece.color)]
    return _placed_badges(piece, part, rect, side, mirrored)


def _placed_badges(piece: BadgesPiece, part: _Part, rect: Rect, side: str, mirrored: bool) -> list[Placed]:
    items: list[Placed] = []
    gap, height = piece.size * 0.4, _pill_height(piece)
    for number, row in enumerate(part.pills):
        length = sum(width for _, width in row) + gap * (len(row) - 1)
        x = aligned(rect, length, side)
        y = rect.y + number * (height + gap)
        for block, width in reversed(row) if mirrored else row:
            pill = Rect(x, y, width, height)
            items.append(PlacedShape(pill, height / 2, piece.ground))
            inner = Rect(x, y + (height - block.height) / 2, width, block.height)
            items.append(PlacedText(piece.name, block, inner, "center", piece.color))
            x += width + gap
    return items


def aligned(rect: Rect, width: float, side: str) -> float:
    """Return where something of this width begins in a rectangle, at its ``left``, ``center`` or ``right``."""
    return rect.x + {"left": 0.0, "center": (rect.width - width) / 2, "right": rect.width - width}[side]
