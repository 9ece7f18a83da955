"""A year as dots winding out from its first day; the days on which something was are lit.

The dots stand as the seeds of a sunflower do, each turned by the golden angle from the one before, so that every day
has as much room as any other: a single day is a spark, a season a ring of light.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace
from PIL import Image, ImageDraw

from kiprah.plan.calendar_days import DAYS
from kiprah.render.card.frames import Rect

_TURN = math.pi * (3 - math.sqrt(5))
_FINE = 3
"""Dots are drawn this many times larger and shrunk, since Pillow draws hard edges."""
_QUIET, _LIT = 0.017, 0.031
"""Radius of a dot, in parts of the whole circle's."""
_FEW = 5
"""So few days are drawn larger, and with a halo: a spark must be seen from afar."""
_SPARK, _HALO = 0.042, 0.085
_TURNED, _TURNS = 40, 24
"""With at most so many days lit the year is turned to show them, in so many steps of a full turn."""
_BAR = 0.8
"""How much of a month's share of the strip its bar fills."""


class Dots(Struct, frozen=True):
    """The year on one picture: its size, where its heart stands, how far it reaches, and what it keeps free; pixels."""

    size: tuple[int, int]
    heart: tuple[float, float]
    radius: float
    free: tuple[Rect, ...] = ()
    """No dot touches these: nothing lies behind words."""
    turn: float = 0.0
    """How far it is turned about its heart, in radians."""


def quiet_days(dots: Dots) -> Image.Image:
    """Return a mask (0..255) of all days of the year."""
    return _drawn(dots, range(DAYS), _QUIET, 255)


def lit_days(dots: Dots, days: tuple[tuple[int, int], ...]) -> Image.Image:
    """Return a mask (0..255) of the days (stretches of 1..366) on which it was."""
    lit = _numbers(days)
    if len(lit) > _FEW:
        return _drawn(dots, lit, _LIT, 255)
    halo = _drawn(dots, lit, _HALO, 70)
    halo.paste(255, (0, 0), _drawn(dots, lit, _SPARK, 255))
    return halo


def turned(dots: Dots, days: tuple[tuple[int, int], ...]) -> Dots:
    """Turn the year about its heart until the most of its lit days can be seen; a season is seen either way."""
    lit = _numbers(days)
    if not 0 < len(lit) <= _TURNED:
        return dots
    half = math.ceil((_HALO if len(lit) <= _FEW else _LIT) * dots.radius)
    tries = [replace(dots, turn=round(step * math.tau / _TURNS, 6)) for step in range(_TURNS)]
    return max(tries, key=lambda tried: sum(_is_seen(tried, number, half) for number in lit))


def _numbers(days: tuple[tuple[int, int], ...]) -> list[int]:
    return [day - 1 for first, last in days for day in range(first, last + 1)]


def _is_seen(dots: Dots, number: int, half: int) -> bool:
    x, y = _place(dots, number)
    inside = half <= x <= dots.size[0] - half and half <= y <= dots.size[1] - half
    return inside and not any(_touches(rect, x, y, half) for rect in dots.free)


def months_of(days: tuple[tuple[int, int], ...]) -> frozenset[int]:
    """Return the months (1..12) that stretches of days touch."""
    months = [date(2024, 1, 1) + timedelta(day - 1) for first, last in days for day in (first, last)]
    pairs = zip(months[::2], months[1::2], strict=True)
    return frozenset(month for first, last in pairs for month in range(first.month, last.month + 1))


def month_bars(box: Rect, mirrored: bool) -> tuple[Rect, ...]:
    """Divide a box into a bar a month along its longer side, January at the start or the top."""
    if box.height > box.width:
        step = box.height / 12
        return tuple(Rect(box.x, box.y + step * month, box.width, step * _BAR) for month in range(12))
    step = box.width / 12
    bars = tuple(Rect(box.x + step * month, box.y, step * _BAR, box.height) for month in range(12))
    return bars[::-1] if mirrored else bars


def _drawn(dots: Dots, numbers: Iterable[int], dot: float, value: int) -> Image.Image:
    mask = Image.new("L", dots.size, 0)
    stamp, half = _stamp(round(dot * dots.radius * 4), value)
    for number in numbers:
        x, y = _place(dots, number)
        inside = -half <= x <= dots.size[0] + half and -half <= y <= dots.size[1] + half
        if inside and not any(_touches(rect, x, y, half) for rect in dots.free):
            mask.paste(stamp, (round(x) - half, round(y) - half), stamp)
    return mask


def _place(dots: Dots, number: int) -> tuple[float, float]:
    """Return where a day stands, the first of January inmost."""
    away, turn = dots.radius * math.sqrt((number + 0.5) / DAYS), number * _TURN - math.pi / 2 + dots.turn
    return dots.heart[0] + away * math.cos(turn), dots.heart[1] + away * math.sin(turn)


def _touches(rect: Rect, x: float, y: float, half: int) -> bool:
    return rect.x - half < x < rect.right + half and rect.y - half < y < rect.bottom + half


@lru_cache(maxsize=32)
def _stamp(quarters: int, value: int) -> tuple[Image.Image, int]:
    """Return one dot, its radius given in quarters of a pixel, and half the side of its picture."""
    radius = quarters / 4
    half = math.ceil(radius) + 1
    large = Image.new("L", (2 * half * _FINE, 2 * half * _FINE), 0)
    middle, reach = half * _FINE, radius * _FINE
    ImageDraw.Draw(large).ellipse((middle - reach, middle - reach, middle + reach - 1, middle + reach - 1), fill=value)
    return large.reduce(_FINE), half
