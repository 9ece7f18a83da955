"""Antialiased shapes: rounded rectangles, ellipses, and rings of light drawn from an entry's own words."""

from __future__ import annotations

from functools import lru_cache

from PIL import Image, ImageDraw

from kiprah.blake2 import blake2b

_FINE = 4
"""Factor by which shapes are drawn larger and then shrunk, since Pillow draws hard edges."""


@lru_cache(maxsize=256)
def rounded(size: tuple[int, int], radius: float) -> Image.Image:
    """Return a mask (0..255) of a rectangle with round corners; treat it as read-only."""
    width, height = size
    radius = min(radius, width / 2, height / 2)
    mask = Image.new("L", size, 255)
    corner = max(1, round(radius))
    if radius < 1:
        return mask
    large = Image.new("L", (corner * _FINE * 2, corner * _FINE * 2), 0)
    ImageDraw.Draw(large).ellipse((0, 0, large.width - 1, large.height - 1), fill=255)
    disc = large.reduce(_FINE)
    right, bottom = width - corner, height - corner
    mask.paste(disc.crop((0, 0, corner, corner)), (0, 0))
    mask.paste(disc.crop((corner, 0, 2 * corner, corner)), (right, 0))
    mask.paste(disc.crop((0, corner, corner, 2 * corner)), (0, bottom))
    mask.paste(disc.crop((corner, corner, 2 * corner, 2 * corner)), (right, bottom))
    return mask


def fill(
    image: Image.Image, box: tuple[int, int, int, int], radius: float, color: tuple[int, int, int], opacity: float
) -> None:
    """Paint a rectangle (left, top, right, bottom) onto an image in place; ``opacity`` is 0..1."""
    left, top, right, bottom = box
    if right <= left or bottom <= top:
        return
    if radius < 1 and opacity >= 1:
        image.paste(color, box)
        return
    mask = rounded((right - left, bottom - top), radius)
    image.paste(color, (left, top), mask if opacity >= 1 else mask.point([round(v * opacity) for v in range(256)]))


@lru_cache(maxsize=64)
def ellipse(size: tuple[int, int], thickness: int = 0) -> Image.Image:
    """Return a mask (0..255) of an ellipse, or with a thickness (pixels) of a ring; treat it as read-only."""
    width, height = size
    mask = Image.new("L", (width * _FINE, height * _FINE), 0)
    draw = ImageDraw.Draw(mask)
    draw.ellipse((0, 0, mask.width - 1, mask.height - 1), fill=255)
    inner = thickness * _FINE
    if thickness and 2 * inner < min(mask.size):
        draw.ellipse((inner, inner, mask.width - 1 - inner, mask.height - 1 - inner), fill=0)
    return mask.reduce(_FINE)


@lru_cache(maxsize=16)
def rings(size: tuple[int, int], seed: str, light: tuple[float, float], mirrored: bool) -> Image.Image:
    """Return a mask of rings around a light; the seed moves it a little, and decides how many there are and how wide.

    ``light`` is 0..1 from the start side and the top. The mask is brightest (255) at its center and fades outwards.
    """
    digest = blake2b(seed.encode(), digest_size=8).digest()
    width, height = size
    reach = max(width, height)
    x = width * (light[0] + 0.14 * (digest[0] / 255 - 0.5))
    y = height * (light[1] + 0.14 * (digest[1] / 255 - 0.5))
    count = 5 + digest[2] % 5
    gap = reach * (0.08 + 0.06 * digest[3] / 255)
    start = reach * (0.035 + 0.05 * digest[4] / 255)
    # Twice as fine is enough for edges this quiet, and four times cheaper.
    mask = Image.new("L", (width * 2, height * 2), 0)
    draw = ImageDraw.Draw(mask)
    for ring in range(count - 1, -1, -1):
        radius = 2 * (start + gap * ring * (1 + ring * 0.06))
        brightness = round(255 * (1 - ring / count))
        draw.ellipse((2 * x - radius, 2 * y - radius, 2 * x + radius, 2 * y + radius), fill=brightness)
    small = mask.reduce(2)
    return small.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if mirrored else small
