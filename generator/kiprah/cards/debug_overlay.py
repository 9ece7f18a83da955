"""Debug overlay of a card: safe area, boxes of layers, texts with their baselines, codes and logos."""

from __future__ import annotations

from PIL import Image, ImageDraw

from kiprah.cards.frames import Rect, frame_of
from kiprah.cards.layers import PatternLayer, PhotoLayer, StackLayer
from kiprah.cards.layout import PlacedCard
from kiprah.cards.typefaces import style_for
from kiprah.typeset import Sizes, block_mask, fit

_SAFE, _BOX, _TEXT, _TILE = (255, 60, 60), (40, 110, 255), (20, 170, 70), (235, 60, 200)
_DASH = 14
_LABEL = 20.0


def draw_overlay(image: Image.Image, placed: PlacedCard) -> None:
    """Draw the debug overlay of a placed card onto its picture, in place."""
    draw = ImageDraw.Draw(image)
    _dashed(draw, frame_of("safe", placed.view.format))
    for layer in placed.layers:
        rect = placed.rect(layer)
        if isinstance(layer, StackLayer | PhotoLayer | PatternLayer):
            draw.rectangle(_inner(rect), outline=_BOX, width=2)
            _label(image, placed, layer.placement.name, rect)
    for stack in placed.stacks.values():
        for text in stack.texts:
            ink = text.ink
            draw.rectangle(_inner(ink), outline=_TEXT, width=1)
            for number in range(len(text.block.lines)):
                y = round(text.rect.y + text.block.rise + number * text.block.pitch)
                draw.line((round(ink.x), y, round(ink.right), y), fill=_TEXT, width=1)
    for tile in placed.tiles.values():
        draw.rectangle(_inner(tile), outline=_TILE, width=3)


def _inner(rect: Rect) -> tuple[int, int, int, int]:
    left, top, right, bottom = rect.pixels()
    return left, top, max(left, right - 1), max(top, bottom - 1)


def _dashed(draw: ImageDraw.ImageDraw, rect: Rect) -> None:
    left, top, right, bottom = _inner(rect)
    for x in range(left, right, 2 * _DASH):
        for y in (top, bottom):
            draw.line((x, y, min(x + _DASH, right), y), fill=_SAFE, width=3)
    for y in range(top, bottom, 2 * _DASH):
        for x in (left, right):
            draw.line((x, y, x, min(y + _DASH, bottom)), fill=_SAFE, width=3)


def _label(image: Image.Image, placed: PlacedCard, name: str, rect: Rect) -> None:
    block = fit(name, style_for(placed.view, "text", 600), rect.width, Sizes(_LABEL, _LABEL, 1, 1.2))
    # At the far side, where words seldom begin.
    x = rect.x + 6 if placed.mirrored else rect.right - block.width - 6
    mask = block_mask(block, x, rect.y + 4, block.width, "left", (0, 0, *image.size))
    if mask is not None:
        ground = Rect(x - 4, rect.y + 2, block.width + 8, block.height + 4)
        image.paste(_BOX, ground.pixels())
        image.paste((255, 255, 255), (mask.x, mask.y), mask.image)
