"""Locale data as Babel knows it, of any language; loaded only where a site is written in another than ours."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from datetime import date
from functools import cached_property, lru_cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import (
    DateTimeFormat,
    DateTimePattern,
    format_date,
    format_interval,
    get_date_format,
    get_day_names,
    get_month_names,
    match_skeleton,
    parse_pattern,
)
from babel.localedata import LocaleDataDict, load
from babel.numbers import get_decimal_symbol, get_group_symbol

from kiprah.locale_data import LocaleData, SpanPatterns

DAY_SKELETONS = ("MMM", "MMMd", "yMMM", "yMMMM", "yMMMd", "yMMMMd")
SPAN_SKELETONS = ("MMMd", "yMMM", "yMMMd", "yMMMMd")
_MONTH_FIELDS = ("MMM", "MMMM", "LLL", "LLLL")


class IsolatedLocale(Locale):
    """Locale that keeps what it looks up to itself.

    Languages of Babel share what none of them changes, and what one looks up is written where the others read it: after
    a day in Hebrew, German months were Hebrew ones (python-babel issue 1234, open in 2.18). All of kiprah asks through
    such a locale, so that nothing is written into what they share.
    """

    @cached_property
    def _data(self) -> LocaleDataDict:
        shared = load(str(self).partition("@")[0])
        return LocaleDataDict({name: deepcopy(part) for name, part in shared.items()})


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """Return the language's conventions; English ones where Babel knows none."""
    try:
        return IsolatedLocale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return IsolatedLocale("en")


def own_name(code: str) -> str:
    """Write the name of a language in itself; its code where Babel knows none.

    A code of three letters is understood too, where the language has one of two: ``ind`` is ``id``.
    """
    short = get_global("language_aliases").get(code.casefold(), code.casefold())
    try:
        return IsolatedLocale.parse(short).display_name or code
    except (UnknownLocaleError, ValueError):
        return code


def month_numbers(languages: Iterable[str]) -> dict[str, int]:
    """List the months, 1 to 12, by their names in these languages, long and short, folded and without a full stop."""
    return {
        _typed(name): number
        for language in languages
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, locale=locale_of(language)).items()
    }


def weekday_numbers(languages: Iterable[str]) -> dict[str, int]:
    """List the days of the week, 0 for Monday, by their names in these languages, written as months are."""
    return {
        _typed(name): number
        for language in languages
        for width in ("wide", "abbreviated")
        for number, name in get_day_names(width, locale=locale_of(language)).items()
    }


def day_in_words(day: date, pattern: str, language: str) -> str:
    """Write a day by a pattern of CLDR, or as ``full`` and ``long`` say."""
    return format_date(day, pattern, locale=locale_of(language))


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


def _typed(name: str) -> str:
    return name.casefold().rstrip(".")


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
