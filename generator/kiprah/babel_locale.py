"""Locale data as Babel knows it, of any language; loaded only where a site is written in another than ours."""

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
from babel.numbers import get_decimal_symbol, get_group_symbol

from kiprah.locale_data import LocaleData, SpanPatterns

DAY_SKELETONS = ("MMM", "MMMd", "yMMM", "yMMMM", "yMMMd", "yMMMMd")
SPAN_SKELETONS = ("MMMd", "yMMM", "yMMMd", "yMMMMd")
_MONTH_FIELDS = ("MMM", "MMMM", "LLL", "LLLL")


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """Return the language's conventions; English ones where Babel knows none."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def data_from_babel(language: str) -> LocaleData:
    """Look up all that is asked of a language."""
    locale = locale_of(language)
    months = {
        field: tuple(field_text(field, date(2024, month, 1), language) for month in range(1, 13))
        for field in _MONTH_FIELDS
    }
    name = locale.get_display_name(locale) or language
    return LocaleData(
        name[:1].upper() + name[1:],
        "rtl" if locale.text_direction == "rtl" else "ltr",
        get_decimal_symbol(locale),
        get_group_symbol(locale),
        months,
        _parsed(get_date_format("long", locale=locale)),
        {skeleton: _day_pattern(skeleton, locale) for skeleton in DAY_SKELETONS},
        {skeleton: _span_patterns(skeleton, locale) for skeleton in SPAN_SKELETONS},
    )


def field_text(field: str, day: date, language: str) -> str:
    """Write one field of a day: ``MMM``, ``EEEE``."""
    return DateTimeFormat(day, locale_of(language))[field]


def interval_text(first: date, last: date, skeleton: str, language: str) -> str:
    """Write a span in a language that has no pattern for it."""
    return format_interval(first, last, skeleton, locale=locale_of(language))


def _day_pattern(skeleton: str, locale: Locale) -> str:
    skeletons = locale.datetime_skeletons
    known = skeleton if skeleton in skeletons else match_skeleton(skeleton, skeletons)
    return _parsed(skeletons[known])


def _span_patterns(skeleton: str, locale: Locale) -> SpanPatterns:
    """Find the way to write a span that comes nearest, and its patterns by the largest field that differs."""
    known = locale.interval_formats
    matched = skeleton if skeleton in known else match_skeleton(skeleton, known) or skeleton
    patterns = known.get(matched, {})
    if not set(patterns) <= set("yMd"):
        return SpanPatterns(matched, {})
    halves = {field: tuple(_parsed(pattern) for pattern in parts) for field, parts in patterns.items()}
    return SpanPatterns(matched, halves)


def _parsed(pattern: str | DateTimePattern) -> str:
    return str(parse_pattern(pattern).format)
