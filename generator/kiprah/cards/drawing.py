"""Card renderer: places all layers first, then paints them from back to front."""

from __future__ import annotations

from collections.abc import Mapping

from PIL import Image

from kiprah.cards.card_colors import CARD_CONTRAST, contrast_on, low_contrast_share, rgb
from kiprah.cards.debug_overlay import draw_overlay
from kiprah.cards.encode import encode_card
from kiprah.cards.expressions import evaluate
from kiprah.cards.formats import FORMATS
from kiprah.cards.frames import Rect, frame_of
from kiprah.cards.layers import (
    CardLayouts,
    FillLayer,
    LogoLayer,
    PatternLayer,
    PhotoLayer,
    PluginLayer,
    QrLayer,
    ShapeLayer,
    StackLayer,
)
from kiprah.cards.layout import PlacedCard, photo_shape_of, pixel_size, place_card
from kiprah.cards.logo import scaled_logo
from kiprah.cards.photo import draw_scrim, fit_photo, scrim_strength
from kiprah.cards.plugins import LayerFault, LayerUnloaded, plugin_of
from kiprah.cards.qr import qr_image
from kiprah.cards.shapes import ellipse, fill, rings, rounded
from kiprah.cards.stacks import PlacedShape, PlacedStack, PlacedText
from kiprah.cards.typefaces import fonts_for
from kiprah.cards.year_pattern import (
    YearSpiral,
    draw_active_days,
    draw_year,
    month_bars,
    pattern_months,
    rotated_to_show,
)
from kiprah.imaging.decoded_photo import DecodedPhoto
from kiprah.plan.views.card import CardView
from kiprah.typeset import block_mask, is_emoji, missing_clusters

_PADDING = 40
"""Pixels of full scrim around a text before it fades."""
_LOST = 0.12
"""Share of a logo that may be lost in its ground before it is given a label."""
_LABEL = 12
"""Pixels of label around a logo."""
_AIR = 10
"""Pixels a pattern keeps from words and codes."""


def render_card(card: CardView, layouts: CardLayouts, photo: DecodedPhoto | None, *, boxes: bool = False) -> bytes:
    """Render a card to a JPEG; with ``boxes``, draw the debug overlay.

    ``photo`` is the photo behind it with what must be hidden already gone, at least as large as ``photo_size`` asks for
    where the source is; None for a card without one.
    """
    placed = place_card(card, layouts, photo_shape_of(*photo.size) if photo is not None else "none")
    image = paint_card(placed, photo)
    if boxes:
        draw_overlay(image, placed)
    return encode_card(image, FORMATS[card.format])


def draw_card(card: CardView, layouts: CardLayouts, photo: DecodedPhoto | None) -> Image.Image:
    """Render a card to pixels, mode ``RGB``."""
    placed = place_card(card, layouts, photo_shape_of(*photo.size) if photo is not None else "none")
    return paint_card(placed, photo)


def paint_card(placed: PlacedCard, photo: DecodedPhoto | None) -> Image.Image:
    """Paint a card whose layers are placed, from back to front."""
    image = Image.new("RGB", FORMATS[placed.view.format].size, rgb(placed.colors["paper"]))
    for layer in placed.layers:
        match layer:
            case FillLayer():
                _fill(image, layer, placed)
            case ShapeLayer():
                _shape(image, layer, placed)
            case PatternLayer():
                _pattern(image, layer, placed)
            case PhotoLayer() if photo is not None:
                _photo(image, layer, placed, photo)
            case StackLayer():
                _stack(image, placed.stacks[layer.placement.name], placed)
            case QrLayer():
                _code(image, layer, placed)
            case LogoLayer():
                _mark(image, layer, placed)
            case PluginLayer():
                _plugin(image, layer, placed)
    return image


def missing_glyphs(card: CardView) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the letters and the emoji of a card's texts that no font has, each once; the card leaves them out."""
    texts = (card.eyebrow, card.title, card.text, card.quote, card.name, card.address)
    lists = (*card.facts, *card.causes, *card.goals, *card.figures, *card.changes)
    missing = missing_clusters((*texts, *lists), fonts_for("text", card.fonts, card.more_fonts))
    emoji = tuple(cluster for cluster in missing if is_emoji(cluster))
    return tuple(cluster for cluster in missing if cluster not in emoji), emoji


def placed_stacks(card: CardView, layouts: CardLayouts, photo: bool) -> Mapping[str, PlacedStack]:
    """Return where every text of a card stands, by the name of its stack: what goldens and ``--debug`` look at."""
    source = card.photo.source if card.photo is not None else None
    shape = photo_shape_of(source.width, source.height) if source is not None else "wide"
    return place_card(card, layouts, shape if photo else "none").stacks


def _fill(image: Image.Image, layer: FillLayer, card: PlacedCard) -> None:
    rect = card.rect(layer)
    color = rgb(card.color(layer.color))
    if not layer.to:
        fill(image, rect.pixels(), layer.radius, color, layer.opacity)
        return
    size = pixel_size(rect)
    below = Image.new("RGB", size, rgb(card.color(layer.to)))
    ramp = Image.linear_gradient("L").resize(size, Image.Resampling.BILINEAR)
    field = Image.composite(below, Image.new("RGB", size, color), ramp)
    image.paste(field, rect.pixels()[:2], _faint(rounded(size, layer.radius), layer.opacity))


def _shape(image: Image.Image, layer: ShapeLayer, card: PlacedCard) -> None:
    rect = card.rect(layer)
    color = rgb(card.color(layer.color))
    if layer.form == "rectangle":
        fill(image, rect.pixels(), layer.radius, color, layer.opacity)
        return
    mask = ellipse(pixel_size(rect), layer.thickness if layer.form == "ring" else 0)
    image.paste(color, rect.pixels()[:2], _faint(mask, layer.opacity))


def _pattern(image: Image.Image, layer: PatternLayer, card: PlacedCard) -> None:
    rect = card.rect(layer)
    size, corner = pixel_size(rect), rect.pixels()[:2]
    if layer.form == "rings":
        mask = rings(size, str(evaluate(layer.seed, card.names)), layer.light, card.mirrored)
        image.paste(rgb(card.color(layer.color)), corner, _faint(mask, layer.opacity))
        return
    if layer.form == "months":
        _months(image, layer, card)
        return
    across = 1 - layer.light[0] if card.mirrored else layer.light[0]
    center = (round(size[0] * across, 2), round(size[1] * layer.light[1], 2))
    free = tuple(_around(_moved(rect, -corner[0], -corner[1])) for rect in card.occupied)
    dots = rotated_to_show(YearSpiral(size, center, layer.reach * max(size), free, corner), card.view.days)
    draw_year(image, dots, rgb(card.color(layer.color)), layer.opacity)
    draw_active_days(image, dots, rgb(card.color(layer.lit)), card.view.days)


def _around(rect: Rect) -> Rect:
    return Rect(rect.x - _AIR, rect.y - _AIR, rect.width + 2 * _AIR, rect.height + 2 * _AIR)


def _months(image: Image.Image, layer: PatternLayer, card: PlacedCard) -> None:
    lit = pattern_months(card.view.days)
    for number, bar in enumerate(month_bars(card.rect(layer), card.mirrored), 1):
        color = layer.lit if number in lit else layer.color
        fill(image, bar.pixels(), min(bar.width, bar.height) / 2, rgb(card.color(color)), 1.0)


def _photo(image: Image.Image, layer: PhotoLayer, card: PlacedCard, photo: DecodedPhoto) -> None:
    rect = card.rect(layer)
    focus = card.view.photo.focus if card.view.photo else (0.5, 0.4)
    picture = fit_photo(photo, pixel_size(rect), focus, layer.shown)
    stacks = [stack for name in layer.scrim if (stack := card.stacks[name]).texts] if layer.scrim else []
    if stacks:
        color = card.color(layer.scrim_color)
        under = [
            (_moved(text.ink, -rect.x, -rect.y), card.color(text.color)) for stack in stacks for text in stack.texts
        ]
        alpha = scrim_strength(picture, under, color)
        top = min(stack.rect.y for stack in stacks) - rect.y
        bottom = max(stack.rect.bottom for stack in stacks) - rect.y
        # It runs on to the nearer edge: a band across the middle would look like a bar.
        low = (top + bottom) / 2 > picture.height / 2
        draw_scrim(
            picture,
            top - _PADDING if low else 0.0,
            picture.height if low else bottom + _PADDING,
            layer.feather,
            color,
            alpha,
        )
    image.paste(picture, rect.pixels()[:2], rounded(picture.size, layer.radius) if layer.radius else None)


def _moved(rect: Rect, x: float, y: float) -> Rect:
    return Rect(rect.x + x, rect.y + y, rect.width, rect.height)


def _faint(mask: Image.Image, opacity: float) -> Image.Image:
    return mask if opacity >= 1 else mask.point([round(v * opacity) for v in range(256)])


def _stack(image: Image.Image, stack: PlacedStack, card: PlacedCard) -> None:
    safe = frame_of("safe", card.view.format).pixels()
    for item in stack.items:
        if isinstance(item, PlacedShape):
            fill(image, item.rect.pixels(), item.radius, rgb(card.color(item.color)), 1.0)
            continue
        mask = block_mask(item.block, item.rect.x, item.rect.y, item.rect.width, item.align, safe)
        if mask is not None:
            image.paste(rgb(_legible(image, item, card)), (mask.x, mask.y), mask.image)


def _legible(image: Image.Image, item: PlacedText, card: PlacedCard) -> str:
    """Return the text's colour, or where that has too little contrast with the pixels behind it, ink or cream."""
    color = card.color(item.color)
    behind = image.crop(item.ink.pixels())
    if contrast_on(behind, color) >= CARD_CONTRAST:
        return color
    return max(
        (color, card.colors["ink"], card.colors["on-deep"]), key=lambda candidate: contrast_on(behind, candidate)
    )


def _code(image: Image.Image, layer: QrLayer, card: PlacedCard) -> None:
    tile = card.tiles.get(layer.placement.name)
    if tile is None:
        return
    box = card.rect(layer)
    code = qr_image(str(evaluate(layer.value, card.names)), int(min(box.width, box.height)))
    assert code is not None
    fill(image, tile.pixels(), layer.radius, rgb(card.colors["white"]), 1.0)
    image.paste(rgb(card.colors["ink"]), tile.pixels()[:2], code)


def _mark(image: Image.Image, layer: LogoLayer, card: PlacedCard) -> None:
    tile = card.tiles.get(layer.placement.name)
    if tile is None:
        return
    assert card.view.logo is not None
    picture = scaled_logo(card.view.logo, pixel_size(tile))
    left, top, right, bottom = tile.pixels()
    if low_contrast_share(picture, image.crop((left, top, right, bottom))) > _LOST:
        # A dark mark on a dark ground, or a light one on paper, stands on a label.
        box = (left - _LABEL, top - _LABEL, right + _LABEL, bottom + _LABEL)
        labels = [rgb(card.colors[name]) for name in ("paper", "deep")]
        label = min(labels, key=lambda color: low_contrast_share(picture, Image.new("RGB", (1, 1), color)))
        fill(image, box, _LABEL, label, 1.0)
    image.paste(picture, (left, top), picture)


def _plugin(image: Image.Image, layer: PluginLayer, card: PlacedCard) -> None:
    if layer.unloaded is not None:
        raise LayerUnloaded(layer.unloaded)
    plugin = plugin_of(layer.type)
    assert plugin is not None, f"a layer of the unknown type {layer.type}"
    box = card.rect(layer).pixels()
    under = image.crop(box)
    try:
        plugin.draw(under, dict(layer.values), card.view, card.colors)
    except (Exception, SystemExit) as error:
        # It is the code of others, which may fail in any way: over one entry's words, and not over the next one's.
        raise LayerFault(layer.type, error) from error
    image.paste(under, box[:2])
