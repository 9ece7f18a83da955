"""Stack layout: pieces under one another, shrunk, left out or cut until the whole fits its box."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from kiprah.cards.frames import Rect
from kiprah.cards.layers import Align, BadgesPiece, RulePiece, StackLayer, TextPiece
from kiprah.cards.pieces import PILL_GAP, Pill, SetPart, measure_piece, pill_height
from kiprah.plan.views.card import CardView
from kiprah.typeset import Block

_EASY = 0.84
"""Share of their size to which texts shrink before anything optional is left out."""
_SHRINK = 0.94
_ROWS = 10
"""Room between the numbers of pieces: a piece may be several groups of parts."""


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
        block = self.block
        width = min(block.width, self.rect.width)
        first, last = block.lines[0].ink, block.lines[-1].ink
        top = self.rect.y + block.rise - first[3] * block.size
        bottom = self.rect.y + block.rise + block.pitch * (len(block.lines) - 1) - last[1] * block.size
        return Rect(align_start(self.rect, width, self.align), top, width, max(1.0, bottom - top))


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


def place_stack(stack: StackLayer, card: CardView, names: Mapping[str, Any], box: Rect, mirrored: bool) -> PlacedStack:
    """Fit a stack into its box (pixels of the card) and return where everything stands."""
    parts = [
        part
        for number, piece in enumerate(stack.pieces)
        for part in measure_piece(piece, number * _ROWS, card, names, box.width)
    ]
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


def _shrink(parts: list[SetPart], box: Rect) -> None:
    """Shrink texts, then leave out what is optional, then shrink on, then cut, until the parts fit the box."""
    for least in (_EASY, 0.0):
        while _total(parts) > box.height and (part := _tallest(parts, least)) is not None:
            assert part.block is not None
            assert part.sizes is not None
            most = max(part.sizes.least, round(part.block.size * _SHRINK, 2))
            part.refit(replace(part.sizes, most=most))
        while _total(parts) > box.height and (optional := [p for p in parts if p.piece.optional]):
            _leave_out(parts, optional[-1])
    while _total(parts) > box.height and (longest := _longest(parts)) is not None:
        assert longest.block is not None
        assert longest.sizes is not None
        longest.refit(replace(longest.sizes, lines=len(longest.block.lines) - 1))
    while parts and _total(parts) > box.height:
        _leave_out(parts, parts[-1])


def _leave_out(parts: list[SetPart], part: SetPart) -> None:
    parts[:] = [other for other in parts if other.group != part.group]


def _total(parts: list[SetPart]) -> float:
    return sum(part.height for part in parts) + sum(part.piece.before for part in parts[1:])


def _tallest(parts: list[SetPart], least: float) -> SetPart | None:
    able = []
    for part in parts:
        if part.block and part.sizes and isinstance(part.piece, TextPiece):
            floor = max(part.sizes.least, part.piece.size * least)
            able += [part] if part.block.size > floor else []
    return max(able, key=lambda part: part.height, default=None)


def _longest(parts: list[SetPart]) -> SetPart | None:
    able = [part for part in parts if part.block and part.sizes and len(part.block.lines) > 1]
    return max(able, key=lambda part: part.height, default=None)


def side_of(align: Align, mirrored: bool) -> str:
    """Return ``left``, ``center`` or ``right`` for an alignment in a card's direction."""
    if align == "center":
        return "center"
    return "left" if (align == "start") != mirrored else "right"


def _placed(part: SetPart, rect: Rect, mirrored: bool) -> list[Placed]:
    piece = part.piece
    side = side_of(piece.align, mirrored)
    if isinstance(piece, TextPiece):
        assert part.block is not None
        if part.tight:
            # Its own top is the top of its ink, and its own side the side of its ink.
            line, size = part.block.lines[0], part.block.size
            inset = {"left": -line.ink[0], "center": 0.0, "right": line.width - line.ink[2]}[side]
            rect = Rect(rect.x + inset * size, rect.y - part.block.rise + line.ink[3] * size, rect.width, rect.height)
        return [PlacedText(piece.name, part.block, rect, side, piece.color)]
    if isinstance(piece, RulePiece):
        x = align_start(rect, piece.width, side)
        return [PlacedShape(Rect(x, rect.y, piece.width, piece.height), piece.height / 2, piece.color)]
    return _placed_badges(piece, part, rect, side, mirrored)


def _placed_badges(piece: BadgesPiece, part: SetPart, rect: Rect, side: str, mirrored: bool) -> list[Placed]:
    items: list[Placed] = []
    gap, height = piece.size * PILL_GAP, pill_height(piece)
    for number, row in enumerate(part.pills):
        length = sum(pill.width for pill in row) + gap * (len(row) - 1)
        x = align_start(rect, length, side)
        y = rect.y + number * (height + gap)
        for pill in reversed(row) if mirrored else row:
            items += _placed_pill(piece, pill, Rect(x, y, pill.width, height), mirrored)
            x += pill.width + gap
    return items


def _placed_pill(piece: BadgesPiece, pill: Pill, rect: Rect, mirrored: bool) -> list[Placed]:
    items: list[Placed] = [PlacedShape(rect, rect.height / 2, piece.ground)]
    start = rect.x
    if pill.lead is not None:
        tile = Rect(rect.right - pill.tile if mirrored else rect.x, rect.y, pill.tile, rect.height)
        items.append(PlacedShape(tile, rect.height / 2, piece.color))
        items.append(PlacedText(f"{piece.name}-lead", pill.lead, _middle(tile, pill.lead), "center", piece.ground))
        start += 0.0 if mirrored else pill.tile
    word = Rect(start, rect.y, rect.width - pill.tile, rect.height)
    items.append(PlacedText(piece.name, pill.block, _middle(word, pill.block), "center", piece.color))
    return items


def _middle(rect: Rect, block: Block) -> Rect:
    return Rect(rect.x, rect.y + (rect.height - block.height) / 2, rect.width, block.height)


def align_start(rect: Rect, width: float, side: str) -> float:
    """Return where something of this width begins in a rectangle, at its ``left``, ``center`` or ``right``."""
    return rect.x + {"left": 0.0, "center": (rect.width - width) / 2, "right": rect.width - width}[side]
