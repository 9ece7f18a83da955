"""Filters and tests of templates: what a theme asks of a list or a text that no view can know for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from kiprah.plan.roles.role_axis import axis_of
from kiprah.plan.views.text import Link, Picture

_Item = TypeVar("_Item")
_LONG, _LONG_WORD = 56, 12
"""Letters of a heading, and of a word in it, that no longer fit a telephone in the largest size."""
_HIGH_LETTERS = re.compile("[\u0590-\u1dff\u2e80-\U0010ffff]")
"""Letters from Hebrew to Georgian, and those after the signs: they stand higher or lower than Latin ones."""


def few(items: Sequence[_Item], number: float, most: float | None = None) -> Sequence[_Item]:
    """Return the first ``number``, or all where they are no more than ``most``."""
    return items if len(items) <= _limit(number if most is None else most) else items[: _limit(number)]


def left_out(items: Sequence[Any], number: float, most: float | None = None) -> int:
    """Return how many ``few`` leaves out."""
    return len(items) - len(few(items, number, most))


def _limit(number: float) -> int:
    return max(0, int(number))


def is_long(text: str) -> bool:
    """Say whether a heading is too long to be set in the largest size."""
    return len(text) > _LONG


def is_wordy(text: str) -> bool:
    """Say whether a heading has a word that is too long for a narrow screen."""
    return any(len(word) > _LONG_WORD for word in text.split())


def is_high(text: str) -> bool:
    """Say whether the letters of a heading need more room above and below than Latin ones."""
    return _HIGH_LETTERS.search(text) is not None


def is_link(value: object) -> bool:
    """Say whether a value is a link of this site."""
    return isinstance(value, Link)


def is_picture(value: object) -> bool:
    """Say whether a value is a picture."""
    return isinstance(value, Picture)


FILTERS: Mapping[str, Callable[..., Any]] = {"few": few, "left_out": left_out, "on_axis": axis_of}
"""Filters by the name that templates call each by, after a ``|``."""
TESTS: Mapping[str, Callable[..., bool]] = {
    "high": is_high,
    "link": is_link,
    "long": is_long,
    "picture": is_picture,
    "wordy": is_wordy,
}
"""Tests by the name that templates call each by, after ``is``."""
