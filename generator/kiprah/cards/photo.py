"""Photo of a card: cropped around its focus or letterboxed on its own colours, and the scrim under text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from PIL import Image

from kiprah.cards.card_colors import contrast_on, rgb
from kiprah.cards.frames import Rect
from kiprah.imaging.decoded_photo import DecodedPhoto

_GAP = 1.1
"""Pillow's ``reducing_gap``: shrinking begins by averaging whole pixels where it is by half or more."""
_FIRST, _LAST, _STEP = 0.5, 0.96, 0.06
ENOUGH = 4.65
"""WCAG AA with a margin for what JPEG does to the pixels."""


def fit_photo(photo: DecodedPhoto, size: tuple[int, int], focus: tuple[float, float], shown: float) -> Image.Image:
    """Crop and resize a photo to a size (pixels) around its focus (0..1 from the left and the top).

    Where less than ``shown`` (0..1) of its area would be left, it stands whole on a field made from its own colours.
    """
    width, height = size
    across, down = photo.size
    scale = max(width / across, height / down)
    visible_share = (width / (across * scale)) * (height / (down * scale))
    if visible_share >= shown:
        return _crop(photo, size, focus, scale)
    scale = min(width / across, height / down)
    inner = max(1, round(across * scale)), max(1, round(down * scale))
    whole = photo.resized(inner, None, _method(scale), _GAP)
    field = whole.resize((6, 6), Image.Resampling.BOX).resize(size, Image.Resampling.BICUBIC)
    # A little darker than the photo itself, so that its edges stay visible.
    field = Image.blend(field, Image.new("RGB", size, (24, 20, 17)), 0.25)
    field.paste(whole, ((width - whole.width) // 2, (height - whole.height) // 2))
    return field


def _crop(photo: DecodedPhoto, size: tuple[int, int], focus: tuple[float, float], scale: float) -> Image.Image:
    across, down = photo.size
    width, height = size[0] / scale, size[1] / scale
    left = min(max(0.0, focus[0] * across - width / 2), across - width)
    top = min(max(0.0, focus[1] * down - height / 2), down - height)
    frame = (max(0.0, left), max(0.0, top), min(float(across), left + width), min(float(down), top + height))
    return photo.resized(size, frame, _method(scale), _GAP)


def _method(scale: float) -> Image.Resampling:
    # After averaging bicubic brings the edges back; alone, Hamming looks like it at half its price. Upwards that would
    # show its edges.
    return Image.Resampling.HAMMING if 0.5 < scale < 1 else Image.Resampling.BICUBIC


def scrim_strength(image: Image.Image, under: Sequence[tuple[Rect, str]], color: str) -> float:
    """Compute the opacity (0..1) a scrim of this colour needs for texts to have contrast on an image.

    ``under`` are the texts' rectangles on the image, and their colours. Where nothing suffices it is the most there is.
    """
    ground = rgb(color)
    alpha = _FIRST
    crops = [(image.crop(rect.pixels()), text) for rect, text in under if rect.width >= 1 and rect.height >= 1]
    while alpha < _LAST:
        veils = ((Image.blend(crop, Image.new("RGB", crop.size, ground), alpha), text) for crop, text in crops)
        if all(contrast_on(veil, text) >= ENOUGH for veil, text in veils):
            return alpha
        alpha = round(alpha + _STEP, 2)
    return _LAST


def draw_scrim(image: Image.Image, top: float, bottom: float, feather: int, color: str, alpha: float) -> None:
    """Darken an image in place from ``top`` to ``bottom`` (pixels), fading out over ``feather`` above and below."""
    mask = Image.frombytes("L", (1, image.height), _ramp(image.height, round(top), round(bottom), feather, alpha))
    image.paste(rgb(color), (0, 0), mask.resize(image.size, Image.Resampling.NEAREST))


@lru_cache(maxsize=64)
def _ramp(height: int, top: int, bottom: int, feather: int, alpha: float) -> bytes:
    values = bytearray()
    for y in range(height):
        away = max(0, top - y, y - bottom)
        part = max(0.0, 1 - away / feather) if feather else float(away == 0)
        # Smoothstep: a straight ramp shows its two edges.
        values.append(round(255 * alpha * part * part * (3 - 2 * part)))
    return bytes(values)
