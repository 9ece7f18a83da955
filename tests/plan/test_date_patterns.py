"""Days and spans are written as Babel writes them, in every kind of language."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from babel.dates import format_date, format_interval, format_skeleton, match_skeleton

from kiprah.babel_locale import locale_of
from kiprah.plan.date_patterns import day_text, long_text, span_text

LANGUAGES = ("en", "id", "ar", "de", "fa", "fr", "he", "hu", "ja", "lt", "my", "pt-BR", "ru", "th", "vi", "zh-Hant")
DAYS = tuple(date(2000, 2, 27) + timedelta(days=number * 317) for number in range(12))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day(language: str) -> None:
    locale = locale_of(language)
    for day in DAYS:
        assert long_text(day, language) == format_date(day, "long", locale=locale)
        for skeleton in ("MMMd", "yMMM", "yMMMM"):
            assert day_text(day, skeleton, language) == format_skeleton(skeleton, day, locale=locale)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("length", [1, 40, 400])
def test_a_span(language: str, length: int) -> None:
    locale = locale_of(language)
    known = locale.interval_formats
    for day in DAYS:
        last = day + timedelta(days=length)
        for skeleton in ("MMMd", "yMMMd", "yMMMMd"):
            matched = skeleton if skeleton in known else match_skeleton(skeleton, known) or skeleton
            expected = format_interval(day, last, matched, locale=locale)
            assert span_text(day, last, skeleton, language) == expected, (day, skeleton)
