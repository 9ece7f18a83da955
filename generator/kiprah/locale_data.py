"""Locale data of a language: names of months, patterns of dates, its own name and direction, as CLDR has them.

Of the two languages of the interface they are written down in ``locale_data.json`` (``scripts/write_locale_data.py``),
so that a build in them need not load Babel; of every other language Babel is asked.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from msgspec import Struct, json

_FILE = Path(__file__).with_name("locale_data.json")


class SpanPatterns(Struct, frozen=True):
    """Patterns of a span of days: the skeleton that comes nearest, and the two halves by the field that differs."""

    skeleton: str
    halves: dict[str, tuple[str, ...]]


class LocaleData(Struct, frozen=True):
    """Conventions of one language; patterns are filled in with ``%``."""

    name: str
    """The language in its own words."""
    direction: Literal["ltr", "rtl"]
    decimal: str
    """The sign before decimals."""
    group: str
    """The sign between thousands."""
    months: dict[str, tuple[str, ...]]
    """Twelve names for each field that names a month: ``MMM``, ``LLLL``."""
    long: str
    """Pattern of a day in full."""
    days: dict[str, str]
    """Patterns of a day, or a part of it, by skeleton."""
    spans: dict[str, SpanPatterns]
    """Patterns of spans by skeleton."""


@lru_cache(maxsize=64)
def locale_data(language: str) -> LocaleData:
    """Return a language's conventions; English ones where Babel knows none."""
    known = _written().get(language)
    if known is not None:
        return known
    from kiprah.babel_locale import data_from_babel

    return data_from_babel(language)


def direction_of(language: str) -> Literal["ltr", "rtl"]:
    """Return the direction a language is written in."""
    return locale_data(language).direction


@lru_cache(maxsize=1)
def _written() -> dict[str, LocaleData]:
    return json.decode(_FILE.read_bytes(), type=dict[str, LocaleData])
