"""One card from its layout: everything is placed first, then painted from back to front."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PIL import Image

from kiprah.plan.views.card import CardView
from kiprah.render.card.colors import TEXT_CONTRAST, contrast_on, palette_of, rgb
from kiprah.render.card.encode import encode_card
from kiprah.render.card.formats import FORMATS
from kiprah.render.card.frames import Rect, frame_of, is_right_to_left, rect_of
from kiprah.render.card.layers import CardLayouts, Code, Fill, Layer, Pattern, Picture, Stack
from kiprah.render.card.photo import fitted, scrim, strength
from kiprah.render.card.qr import scaled
from kiprah.render.card.shapes import fill, rings, rounded
from kiprah.render.card.stacks import PlacedShape, PlacedStack, PlacedText, place_stack, side_of
from kiprah.render.card.typefaces import fonts_for
from kiprah.render.card.values import evaluate, names_of
from kiprah.render.text import block_mask, missing_clusters

_PADDING = 40
"""Pixels of full scrim around a text before it fades."""


@dataclass(slots=True)
class _Card:
    view: CardView
    names: Mapping[str, Any]
    layers: tuple[Layer, ...]
    mirrored: bool
    colors: Mapping[str, str]
    stacks: Mapping[str, PlacedStack]

    def rect(self, layer: Layer) -> Rect:
        return rect_of(layer.spot, self.view.format, self.mirrored)

    def color(self, name: str) -> str:
        return name if name.startswith("#") else self.colors[name]


def render_card(card: CardView, layouts: CardLayouts, photo: Image.Image | None) -> bytes:
    """Draw a card and return its JPEG.

    ``photo`` is the upright sRGB picture (mode ``RGB``) behind it, with what must be hidden already gone, at least as
    large as ``photo_size`` asks for where the source is; None for a card without one.
    """
    return encode_card(draw_card(card, layouts, photo), FORMATS[card.format])


def draw_card(card: CardView, layouts: CardLayouts, photo: Image.Image | None) -> Image.Image:
    """Draw a card and return its pixels, mode ``RGB``."""
    placed = _placed(card, layouts, photo is not None)
    image = Image.new("RGB", FORMATS[card.format].size, rgb(placed.colors["paper"]))
    for layer in placed.layers:
        match layer:
            case Fill():
                _fill(image, layer, placed)
            case Pattern():
                _pattern(image, layer, placed)
            case Picture() if photo is not None:
                _photo(image, layer, placed, photo)
            case Stack():
                _stack(image, placed.stacks[layer.spot.name], placed)
            case Code():
                _code(image, layer, placed)
    return image


def photo_size(card: CardView, layouts: CardLayouts) -> tuple[int, int] | None:
    """Return the width and height (pixels) its photo must cover on this card; None where it shows none."""
    if card.photo is None:
        return None
    layers = _shown(card, layouts, True, names_of(card))
    sizes = [_size(rect_of(layer.spot, card.format, False)) for layer in layers if isinstance(layer, Picture)]
    if not sizes:
        return None
    return max(width for width, _ in sizes), max(height for _, height in sizes)


def missing_glyphs(card: CardView) -> tuple[str, ...]:
    """Return the grapheme clusters of a card's texts that no font has, each once; the card leaves them out."""
    texts = (card.eyebrow, card.title, card.text, card.quote, *card.facts, *card.causes, card.name, card.address)
    return missing_clusters(texts, fonts_for("text", card.fonts))


def placed_stacks(card: CardView, layouts: CardLayouts, photo: bool) -> Mapping[str, PlacedStack]:
    """Return where every text of a card stands, by the name of its stack: what goldens and ``--debug`` look at."""
    return _placed(card, layouts, photo).stacks


def _shown(card: CardView, layouts: CardLayouts, photo: bool, names: Mapping[str, Any]) -> tuple[Layer, ...]:
    layers = layouts.of(card.kind, card.format, photo).layers
    return tuple(layer for layer in layers if not layer.spot.when or evaluate(layer.spot.when, names))


def _placed(card: CardView, layouts: CardLayouts, photo: bool) -> _Card:
    names = {**names_of(card), "photo": photo}
    layers = _shown(card, layouts, photo, names)
    mirrored = is_right_to_left(card.language)
    stacks = {
        layer.spot.name: place_stack(layer, card, names, rect_of(layer.spot, card.format, mirrored), mirrored)
        for layer in layers
        if isinstance(layer, Stack)
    }
    return _Card(card, names, layers, mirrored, palette_of(card.color), stacks)


def _size(rect: Rect) -> tuple[int, int]:
    left, top, right, bottom = rect.whole()
    return max(1, right - left), max(1, bottom - top)


def _fill(image: Image.Image, layer: Fill, card: _Card) -> None:
    rect = card.rect(layer)
    color = rgb(card.color(layer.color))
    if not layer.to:
        fill(image, rect.whole(), layer.radius, color, layer.opacity)
        return
    size = _size(rect)
    below = Image.new("RGB", size, rgb(card.color(layer.to)))
    ramp = Image.linear_gradient("L").resize(size, Image.Resampling.BILINEAR)
    field = Image.composite(below, Image.new("RGB", size, color), ramp)
    mask = rounded(size, layer.radius)
    image.paste(field, rect.whole()[:2], mask.point([round(v * layer.opacity) for v in range(256)]))


def _pattern(image: Image.Image, layer: Pattern, card: _Card) -> None:
    rect = card.rect(layer)
    seed = evaluate(layer.seed, card.names)
    mask = rings(_size(rect), str(seed), layer.light, card.mirrored).point(
        [round(v * layer.opacity) for v in range(256)]
    )
    image.paste(rgb(card.color(layer.color)), rect.whole()[:2], mask)


def _photo(image: Image.Image, layer: Picture, card: _Card, photo: Image.Image) -> None:
    rect = card.rect(layer)
    focus = card.view.photo.focus if card.view.photo else (0.5, 0.4)
    picture = fitted(photo, _size(rect), focus, layer.shown)
    stack = card.stacks.get(layer.scrim)
    if stack is not None and stack.texts:
        color = card.color(layer.scrim_color)
        under = [(_moved(text.ink, -rect.x, -rect.y), card.color(text.color)) for text in stack.texts]
        alpha = strength(picture, under, color)
        area = _moved(stack.rect, -rect.x, -rect.y)
        # It runs on to the nearer edge: a band across the middle would look like a bar.
        low = area.y + area.height / 2 > picture.height / 2
        top = area.y - _PADDING if low else 0.0
        bottom = picture.height if low else area.bottom + _PADDING
        scrim(picture, top, bottom, layer.feather, color, alpha)
    image.paste(picture, rect.whole()[:2], rounded(picture.size, layer.radius) if layer.radius else None)


def _moved(rect: Rect, x: float, y: float) -> Rect:
    return Rect(rect.x + x, rect.y + y, rect.width, rect.height)


def _stack(image: Image.Image, stack: PlacedStack, card: _Card) -> None:
    safe = frame_of("safe", card.view.format).whole()
    for item in stack.items:
        if isinstance(item, PlacedShape):
            fill(image, item.rect.whole(), item.radius, rgb(card.color(item.color)), 1.0)
            continue
        mask = block_mask(item.block, item.rect.x, item.rect.y, item.rect.width, item.align, safe)
        if mask is not None:
            image.paste(rgb(_legible(image, item, card)), (mask.x, mask.y), mask.image)


def _legible(image: Image.Image, item: PlacedText, card: _Card) -> str:
    """Return the text's colour, or where that has too little contrast with the pixels behind it, ink or cream."""
    color = card.color(item.color)
    behind = image.crop(item.ink.whole())
    if contrast_on(behind, color) >= TEXT_CONTRAST:
        return color
    return max(
        (color, card.colors["ink"], card.colors["on-deep"]), key=lambda candidate: contrast_on(behind, candidate)
    )


def _code(image: Image.Image, layer: Code, card: _Card) -> None:
    rect = card.rect(layer)
    code = scaled(str(evaluate(layer.value, card.names)), int(min(rect.width, rect.height)))
    if code is None:
        return
    free_x, free_y = rect.width - code.width, rect.height - code.height
    x = rect.x + {"left": 0.0, "center": free_x / 2, "right": free_x}[side_of(layer.align, card.mirrored)]
    y = rect.y + {"top": 0.0, "middle": free_y / 2, "bottom": free_y}[layer.anchor]
    left, top = round(x), round(y)
    fill(image, (left, top, left + code.width, top + code.height), layer.radius, rgb(card.colors["white"]), 1.0)
    image.paste(rgb(card.colors["ink"]), (left, top), code)
