"""Year pattern: a phyllotaxis spiral with a dot a day, and active days lit.

The dots stand as the seeds of a sunflower do, each turned by the golden angle from the one before, so that every day
has as much room as any other: a single day is a spark, a season a ring of light.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace
from PIL import Image, ImageDraw

from kiprah.cards.frames import Rect
from kiprah.plan.calendar_days import DAYS

_TURN = math.pi * (3 - math.sqrt(5))
_FINE = 3
"""Factor by which dots are drawn larger and then shrunk, since Pillow draws hard edges."""
_QUIET, _LIT = 0.017, 0.031
"""Radius of a dot, in parts of the whole circle's."""
_FEW = 5
"""Maximum number of days that are drawn larger, and with a halo: a spark must be seen from afar."""
_SPARK, _HALO = 0.042, 0.085
_TURNED, _TURNS = 40, 24
"""Maximum number of lit days for which the year is turned to show them, and number of steps in a full turn."""
_BAR = 0.8
"""Share of a month's part of the strip that its bar fills."""


class YearSpiral(Struct, frozen=True):
    """Geometry of the spiral on one picture: size, center, reach, and what it keeps free; pixels."""

    size: tuple[int, int]
    center: tuple[float, float]
    radius: float
    free: tuple[Rect, ...] = ()
    """Areas that no dot touches: nothing lies behind words."""
    corner: tuple[int, int] = (0, 0)
    """Position of the picture on the card: left and top."""
    turn: float = 0.0
    """Angle by which it is turned about its center, in radians."""


def draw_year(image: Image.Image, spiral: YearSpiral, color: tuple[int, int, int], opacity: float) -> None:
    """Draw all days of a year onto an image, in place; ``opacity`` is 0..1."""
    _stamp_all(image, spiral, range(DAYS), _QUIET, color, round(255 * opacity))


def draw_active_days(
    image: Image.Image, spiral: YearSpiral, color: tuple[int, int, int], days: tuple[tuple[int, int], ...]
) -> None:
    """Draw the active days (stretches of 1..366) onto an image, in place."""
    lit = _numbers(days)
    if len(lit) > _FEW:
        _stamp_all(image, spiral, lit, _LIT, color, 255)
        return
    _stamp_all(image, spiral, lit, _HALO, color, 70)
    _stamp_all(image, spiral, lit, _SPARK, color, 255)


def rotated_to_show(spiral: YearSpiral, days: tuple[tuple[int, int], ...]) -> YearSpiral:
    """Rotate the spiral about its center until the most of its lit days can be seen; a season is seen either way."""
    lit = _numbers(days)
    if not 0 < len(lit) <= _TURNED:
        return spiral
    half = math.ceil((_HALO if len(lit) <= _FEW else _LIT) * spiral.radius)
    tries = [replace(spiral, turn=round(step * math.tau / _TURNS, 6)) for step in range(_TURNS)]
    return max(tries, key=lambda tried: sum(_is_seen(tried, number, half) for number in lit))


def _numbers(days: tuple[tuple[int, int], ...]) -> list[int]:
    return [day - 1 for first, last in days for day in range(first, last + 1)]


def _is_seen(spiral: YearSpiral, number: int, half: int) -> bool:
    x, y = _place(spiral, number)
    inside = half <= x <= spiral.size[0] - half and half <= y <= spiral.size[1] - half
    return inside and not _touches(spiral.free, x, y, half)


def pattern_months(days: tuple[tuple[int, int], ...]) -> frozenset[int]:
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


def _stamp_all(
    image: Image.Image, spiral: YearSpiral, numbers: Iterable[int], dot: float, color: tuple[int, int, int], value: int
) -> None:
    """Stamp dots one by one: a mask as large as the card would cost ten times more than all of them."""
    stamp, half = _stamp(round(dot * spiral.radius * 4), value)
    left, top = spiral.corner
    for number in numbers:
        x, y = _place(spiral, number)
        if _is_near(spiral, x, y, half) and not _touches(spiral.free, x, y, half):
            image.paste(color, (left + round(x) - half, top + round(y) - half), stamp)


def _is_near(spiral: YearSpiral, x: float, y: float, half: int) -> bool:
    return -half <= x <= spiral.size[0] + half and -half <= y <= spiral.size[1] + half


def _place(spiral: YearSpiral, number: int) -> tuple[float, float]:
    """Return where a day stands, the first of January inmost."""
    away, turn = spiral.radius * math.sqrt((number + 0.5) / DAYS), number * _TURN - math.pi / 2 + spiral.turn
    return spiral.center[0] + away * math.cos(turn), spiral.center[1] + away * math.sin(turn)


def _touches(rects: Sequence[Rect], x: float, y: float, half: int) -> bool:
    for rect in rects:
        if rect.y - half < y < rect.y + rect.height + half and rect.x - half < x < rect.x + rect.width + half:
            return True
    return False


@lru_cache(maxsize=32)
def _stamp(quarters: int, value: int) -> tuple[Image.Image, int]:
    """Return one dot, its radius given in quarters of a pixel, and half the side of its picture."""
    radius = quarters / 4
    half = math.ceil(radius) + 1
    large = Image.new("L", (2 * half * _FINE, 2 * half * _FINE), 0)
    middle, reach = half * _FINE, radius * _FINE
    ImageDraw.Draw(large).ellipse((middle - reach, middle - reach, middle + reach - 1, middle + reach - 1), fill=value)
    return large.reduce(_FINE), half
