"""Layout engine: positions of everything on a card, before anything is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from kiprah.cards.card_colors import card_palette
from kiprah.cards.expressions import evaluate, expression_names
from kiprah.cards.frames import Rect, is_right_to_left, rect_of
from kiprah.cards.layers import Anchor, CardLayouts, Layer, LogoLayer, PhotoLayer, PhotoShape, QrLayer, StackLayer
from kiprah.cards.logo import logo_size
from kiprah.cards.qr import qr_image
from kiprah.cards.stacks import PlacedShape, PlacedStack, place_stack, side_of
from kiprah.plan.views.card import CardView

_UPRIGHT = 1.12
"""Ratio of height to width from which a photo is upright; a square one is cut like a wide one."""
_GAP = 28
"""Pixels between a logo or code and the stack that begins after it."""


class PlacedCard(Struct, frozen=True):
    """A card whose layers are chosen and whose texts are fitted."""

    view: CardView
    names: Mapping[str, Any]
    layers: tuple[Layer, ...]
    mirrored: bool
    colors: Mapping[str, str]
    stacks: Mapping[str, PlacedStack]
    tiles: Mapping[str, Rect]
    """Rectangle of each logo and code, by the name of its layer."""

    def rect(self, layer: Layer) -> Rect:
        """Return a layer's box in pixels."""
        return rect_of(layer.placement, self.view.format, self.mirrored)

    @property
    def occupied(self) -> tuple[Rect, ...]:
        """Return the rectangles of words, badges, logos and codes: what a pattern keeps away from."""
        shapes = (item.rect for s in self.stacks.values() for item in s.items if isinstance(item, PlacedShape))
        texts = (item.ink for stack in self.stacks.values() for item in stack.texts)
        return (*texts, *shapes, *self.tiles.values())

    def color(self, name: str) -> str:
        """Return a colour of the palette, or the colour itself."""
        return name if name.startswith("#") else self.colors[name]


def photo_shape_of(width: int, height: int) -> PhotoShape:
    """Classify a photo's shape."""
    return "upright" if height >= width * _UPRIGHT else "wide"


def place_card(card: CardView, layouts: CardLayouts, shape: PhotoShape) -> PlacedCard:
    """Choose the layers of a card with a photo of this shape and fit its texts."""
    names = {**expression_names(card), "photo": shape != "none"}
    layers = visible_layers(card, layouts, shape, names)
    mirrored = is_right_to_left(card.language)
    tiles = {
        layer.placement.name: tile
        for layer in layers
        if isinstance(layer, LogoLayer | QrLayer) and (tile := _tile(layer, card, names, mirrored)) is not None
    }
    stacks = {}
    for layer in layers:
        if isinstance(layer, StackLayer):
            box = rect_of(layer.placement, card.format, mirrored)
            if layer.after in tiles:
                box = _after(box, tiles[layer.after], mirrored)
            stacks[layer.placement.name] = place_stack(layer, card, names, box, mirrored)
    return PlacedCard(card, names, layers, mirrored, card_palette(card.color), stacks, tiles)


def visible_layers(
    card: CardView, layouts: CardLayouts, shape: PhotoShape, names: Mapping[str, Any]
) -> tuple[Layer, ...]:
    """Return the layers a card really has, from back to front."""
    layers = layouts.of(card.kind, card.format, shape).layers
    return tuple(layer for layer in layers if not layer.placement.when or evaluate(layer.placement.when, names))


def photo_size(card: CardView, layouts: CardLayouts) -> tuple[int, int] | None:
    """Return the width and height (pixels) its photo must cover on this card; None where it shows none."""
    if card.photo is None:
        return None
    shape = photo_shape_of(card.photo.source.width, card.photo.source.height)
    layers = visible_layers(card, layouts, shape, expression_names(card))
    sizes = [
        pixel_size(rect_of(layer.placement, card.format, False)) for layer in layers if isinstance(layer, PhotoLayer)
    ]
    if not sizes:
        return None
    return max(width for width, _ in sizes), max(height for _, height in sizes)


def pixel_size(rect: Rect) -> tuple[int, int]:
    """Return a rectangle's size on the pixel grid, at least a pixel."""
    left, top, right, bottom = rect.pixels()
    return max(1, right - left), max(1, bottom - top)


def _tile(layer: LogoLayer | QrLayer, card: CardView, names: Mapping[str, Any], mirrored: bool) -> Rect | None:
    box = rect_of(layer.placement, card.format, mirrored)
    if isinstance(layer, LogoLayer):
        size = logo_size(card.logo, box) if card.logo is not None else None
    else:
        code = qr_image(str(evaluate(layer.value, names)), int(min(box.width, box.height)))
        size = code.size if code is not None else None
    if size is None:
        return None
    free_x, free_y = box.width - size[0], box.height - size[1]
    x = box.x + {"left": 0.0, "center": free_x / 2, "right": free_x}[side_of(layer.align, mirrored)]
    return Rect(round(x), round(box.y + _down(layer.anchor, free_y)), *size)


def _down(anchor: Anchor, free: float) -> float:
    return {"top": 0.0, "middle": free / 2, "bottom": free}[anchor]


def _after(box: Rect, tile: Rect, mirrored: bool) -> Rect:
    """Return what of a stack's box is left after a tile at its start."""
    used = tile.width + _GAP
    return Rect(box.x if mirrored else box.x + used, box.y, box.width - used, box.height)
