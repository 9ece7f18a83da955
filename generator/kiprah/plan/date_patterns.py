"""Date patterns of a language, parsed once: Babel would look each of them up, and parse it, for every day."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import (
    DateTimeFormat,
    DateTimePattern,
    format_interval,
    get_date_format,
    match_skeleton,
    parse_pattern,
)


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """Return the language's conventions; English ones where Babel knows none."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def day_text(day: date, skeleton: str, language: str) -> str:
    """Write a day, or the part of it that a skeleton names: ``yMMMM``."""
    return _applied(_day_pattern(skeleton, language), day, language)


def long_text(day: date, language: str) -> str:
    """Write a day in full: ``14 Maret 2026``."""
    return _applied(_long_pattern(language), day, language)


def span_text(first: date, last: date, skeleton: str, language: str) -> str:
    """Write a span of two days that are not the same, naming once what both share."""
    matched, patterns = _span_patterns(skeleton, language)
    for field, differs in (
        ("y", first.year != last.year),
        ("M", first.month != last.month),
        ("d", first.day != last.day),
    ):
        if differs and field in patterns:
            days = zip(patterns[field], (first, last), strict=False)
            return "".join([_applied(pattern, day, language) for pattern, day in days])
    # The language has no pattern for it: Babel knows what to do instead.
    return format_interval(first, last, matched, locale=locale_of(language))


class _Fields:
    """The fields of a day as a pattern asks for them, each written once a language and value."""

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
    return DateTimeFormat(date(year, month, day), locale_of(language))[name]


@lru_cache(maxsize=16_384)
def _applied(pattern: str, day: date, language: str) -> str:
    return pattern % _Fields(day, language)


@lru_cache(maxsize=256)
def _day_pattern(skeleton: str, language: str) -> str:
    skeletons = locale_of(language).datetime_skeletons
    known = skeleton if skeleton in skeletons else match_skeleton(skeleton, skeletons)
    return _parsed(skeletons[known])


@lru_cache(maxsize=64)
def _long_pattern(language: str) -> str:
    return _parsed(get_date_format("long", locale=locale_of(language)))


@lru_cache(maxsize=256)
def _span_patterns(skeleton: str, language: str) -> tuple[str, dict[str, tuple[str, ...]]]:
    """Find the way to write a span that comes nearest, and its patterns by the largest field that differs."""
    known = locale_of(language).interval_formats
    matched = skeleton if skeleton in known else match_skeleton(skeleton, known) or skeleton
    patterns = known.get(matched, {})
    if not set(patterns) <= set("yMd"):
        return matched, {}
    return matched, {field: tuple(_parsed(pattern) for pattern in parts) for field, parts in patterns.items()}


def _parsed(pattern: str | DateTimePattern) -> str:
    return str(parse_pattern(pattern).format)
