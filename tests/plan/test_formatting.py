"""Dates as people write them: alone, under a year's heading, and in a narrow column; and large numbers of things."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from babel.localedata import locale_identifiers
from babel.numbers import format_decimal

from kiprah.babel_locale import locale_of
from kiprah.catalog import words
from kiprah.plan.formatting import count_text, number_text, when_of
from support.examples import part_of

DAY = date(2025, 2, 15)


@pytest.mark.parametrize(
    ("end", "ongoing", "language", "within", "text"),
    [
        (None, False, "id", "15 Feb", "15 Februari 2025"),
        (date(2025, 2, 17), False, "id", "15–17 Feb", "15–17 Feb 2025"),
        (date(2025, 2, 17), False, "en", "Feb 15–17", "Feb 15–17, 2025"),
        (date(2025, 6, 21), False, "id", "15 Feb – 21 Jun", "15 Feb – 21 Jun 2025"),
        (date(2026, 1, 3), False, "id", "15 Feb 2025 – 3 Jan 2026", "15 Feb 2025 – 3 Jan 2026"),
        (None, True, "id", "sejak Februari", "sejak Februari 2025"),
        (None, True, "en", "since February", "since February 2025"),
        (date(2025, 6, 21), False, "ar", "15 فبراير – 21 يونيو", "15 فبراير – 21 يونيو 2025"),
    ],
)
def test_days_and_spans(end: date | None, ongoing: bool, language: str, within: str, text: str) -> None:
    when = when_of(DAY, end, ongoing, language)
    assert (when.within, when.text) == (within, text)


def test_no_thin_space_is_left_to_break_a_line_or_a_card() -> None:
    for language in ("id", "en", "ar", "de", "fr", "ja"):
        when = when_of(DAY, date(2025, 6, 21), False, language)
        assert not {"\u2009", "\u202f"} & set(when.within + when.text + when.short)


@pytest.mark.parametrize(
    ("number", "language", "text"),
    [(1, "en", "1 person"), (999, "en", "999 people"), (1500, "en", "1,500 people"), (1500, "id", "1.500 orang")],
)
def test_large_counts_are_written_as_hours_are(number: int, language: str, text: str) -> None:
    assert count_text(words(language, "site"), "members", number, language) == text


NUMBERS = ("0", "7", "999", "0.5", "12.25", "100.10", "-3", "-0.5", "007", "1000", "12345.6", "98765432.10", "0.05")


def test_a_number_is_written_as_babel_writes_it_in_every_language() -> None:
    languages = [name.replace("_", "-") for name in locale_identifiers()]
    assert len(languages) > 500
    for language in part_of(languages):
        for value in NUMBERS:
            places = len(value.partition(".")[2])
            pattern = "#,##0" + ("." + "0" * places if places else "")
            expected = format_decimal(Decimal(value), format=pattern, locale=locale_of(language))
            assert number_text(value, language) == expected, (language, value)


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2025, 2, 15), date(2025, 2, 17), "15\u201317 Feb 2025"),
        (date(2025, 2, 28), date(2025, 3, 1), "28 Feb \u2013 1 Mar 2025"),
    ],
)
def test_two_days_of_one_month_stand_close(first: date, last: date, text: str) -> None:
    assert when_of(first, last, False, "id").text == text
