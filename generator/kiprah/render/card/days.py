"""A year as dots winding out from its first day; the days on which something was are lit.

The dots stand as the seeds of a sunflower do, each turned by the golden angle from the one before, so that every day
has as much room as any other: a single day is a spark, a season a ring of light.
"""

from __future__ import annotations

import math
from functools import lru_cache

from PIL import Image, ImageDraw

from kiprah.plan.calendar_days import DAYS

_TURN = math.pi * (3 - math.sqrt(5))
_FINE = 3
"""Dots are drawn this many times larger and shrunk, since Pillow draws hard edges."""
_QUIET, _LIT = 0.017, 0.031
"""Radius of a dot, in parts of the whole circle's."""
_FEW = 5
"""So few days are drawn larger, and with a halo: a spark must be seen from afar."""
_SPARK, _HALO = 0.042, 0.085


def places_of(radius: float) -> tuple[tuple[float, float], ...]:
    """Return where each day of the year stands from the heart of a circle of this radius (pixels), the first inmost."""
    found = []
    for number in range(DAYS):
        away, turn = radius * math.sqrt((number + 0.5) / DAYS), number * _TURN - math.pi / 2
        found.append((round(away * math.cos(turn), 3), round(away * math.sin(turn), 3)))
    return tuple(found)


@lru_cache(maxsize=16)
def quiet_days(size: tuple[int, int], heart: tuple[float, float], radius: float) -> Image.Image:
    """Return a mask (0..255) of all days of the year around a heart (pixels); treat it as read-only."""
    return _dots(size, heart, radius, range(DAYS), _QUIET, 255)


@lru_cache(maxsize=16)
def lit_days(
    size: tuple[int, int], heart: tuple[float, float], radius: float, days: tuple[tuple[int, int], ...]
) -> Image.Image:
    """Return a mask (0..255) of the days (stretches of 1..366) on which it was; treat it as read-only."""
    lit = [day - 1 for first, last in days for day in range(first, last + 1)]
    if len(lit) > _FEW:
        return _dots(size, heart, radius, lit, _LIT, 255)
    halo = _dots(size, heart, radius, lit, _HALO, 70)
    halo.paste(255, (0, 0), _dots(size, heart, radius, lit, _SPARK, 255))
    return halo


def _dots(
    size: tuple[int, int], heart: tuple[float, float], radius: float, numbers: range | list[int], dot: float, value: int
) -> Image.Image:
    mask = Image.new("L", size, 0)
    places = places_of(radius)
    stamp, half = _stamp(round(dot * radius * 4), value)
    for number in numbers:
        x, y = heart[0] + places[number][0], heart[1] + places[number][1]
        if -half <= x <= size[0] + half and -half <= y <= size[1] + half:
            mask.paste(stamp, (round(x) - half, round(y) - half), stamp)
    return mask


@lru_cache(maxsize=32)
def _stamp(quarters: int, value: int) -> tuple[Image.Image, int]:
    """Return one dot, its radius given in quarters of a pixel, and half the side of its picture."""
    radius = quarters / 4
    half = math.ceil(radius) + 1
    large = Image.new("L", (2 * half * _FINE, 2 * half * _FINE), 0)
    middle, reach = half * _FINE, radius * _FINE
    ImageDraw.Draw(large).ellipse((middle - reach, middle - reach, middle + reach - 1, middle + reach - 1), fill=value)
    return large.reduce(_FINE), half
