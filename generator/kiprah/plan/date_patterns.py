"""Dates by the patterns of a language, each field written once."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from kiprah.locale_data import locale_data


def day_text(day: date, skeleton: str, language: str) -> str:
    """Write a day, or the part of it that a skeleton names: ``yMMMM``."""
    return _applied(locale_data(language).days[skeleton], day, language)


def long_text(day: date, language: str) -> str:
    """Write a day in full: ``14 Maret 2026``."""
    return _applied(locale_data(language).long, day, language)


def span_text(first: date, last: date, skeleton: str, language: str) -> str:
    """Write a span of two days that are not the same, naming once what both share."""
    patterns = locale_data(language).spans[skeleton]
    for field, differs in (
        ("y", first.year != last.year),
        ("M", first.month != last.month),
        ("d", first.day != last.day),
    ):
        if differs and field in patterns.halves:
            days = zip(patterns.halves[field], (first, last), strict=False)
            return "".join([_applied(pattern, day, language) for pattern, day in days])
    # The language has no pattern for it: Babel knows what to do instead.
    from kiprah.babel_locale import interval_text

    return interval_text(first, last, patterns.skeleton, language)


class _Fields:
    """Fields of a day as a pattern asks for them, each written once a language and value."""

    __slots__ = ("day", "language")

    def __init__(self, day: date, language: str) -> None:
        self.day, self.language = day, language

    def __getitem__(self, name: str) -> str:
        sign, day = name[0], self.day
        if sign == "d":
            return _field(name, 2024, 1, day.day, self.language)
        if sign in "ML":
            return _field(name, 2024, day.month, 1, self.language)
        if sign == "y":
            return _field(name, day.year, 1, 1, self.language)
        return _field(name, day.year, day.month, day.day, self.language)


@lru_cache(maxsize=4096)
def _field(name: str, year: int, month: int, day: int, language: str) -> str:
    months = locale_data(language).months.get(name)
    if months is not None:
        return months[month - 1]
    if name in ("d", "y"):
        return str(day if name == "d" else year)
    # Only now: neither of our own languages asks for another.
    from kiprah.babel_locale import field_text

    return field_text(name, date(year, month, day), language)


@lru_cache(maxsize=16_384)
def _applied(pattern: str, day: date, language: str) -> str:
    return pattern % _Fields(day, language)
