"""Dates as other programs write them, as exact as they are: a day, a month or a year."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache

_MORE_MONTHS = {"agt": 8, "ags": 8, "agust": 8, "sept": 9, "nop": 11, "pebruari": 2, "nopember": 11}
_NUMBERS = re.compile(r"(\d{1,4})[./\s-]+(\d{1,2})[./\s-]+(\d{2,4})(?:[,T\s].*)?")


@lru_cache(maxsize=1)
def _month_numbers() -> dict[str, int]:
    from kiprah.babel_locale import month_numbers

    return _MORE_MONTHS | month_numbers(("en", "id"))


def date_order_of(texts: Iterable[str]) -> str:
    """Find the order of day and month in a column of dates: by any number over 12; empty where none tells."""
    orders = set()
    for text in texts:
        match = _NUMBERS.fullmatch(text.strip())
        if match is None or len(match[1]) == 4:
            continue
        if int(match[1]) > 12:
            orders.add("dmy")
        elif int(match[2]) > 12:
            orders.add("mdy")
    return orders.pop() if len(orders) == 1 else ""


def is_ambiguous(text: str) -> bool:
    """Say whether day and month of a date could be exchanged."""
    match = _NUMBERS.fullmatch(text.strip())
    return bool(match and len(match[1]) < 4 and int(match[1]) <= 12 and int(match[2]) <= 12 and match[1] != match[2])


def iso_date(text: str, order: str = "dmy") -> str:
    """Read a written date as ISO text, as exact as it is; empty where it is none."""
    text = " ".join(text.strip().replace(",", " ").split())
    if re.fullmatch(r"\d{4}", text):
        return text
    if match := re.fullmatch(r"(\d{4})[-/](\d{1,2})", text):
        return _iso_date(int(match[1]), int(match[2]))
    if match := re.fullmatch(r"(\d{1,2})[/-](\d{4})", text):
        return _iso_date(int(match[2]), int(match[1]))
    if match := _NUMBERS.fullmatch(text):
        first, second, third = int(match[1]), int(match[2]), int(match[3])
        if len(match[1]) == 4:
            return _iso_date(first, second, third)
        year = third + 2000 if third < 100 else third
        return _iso_date(year, first, second) if order == "mdy" else _iso_date(year, second, first)
    return _with_month_name(text)


def _with_month_name(text: str) -> str:
    words = re.findall(r"[^\W\d_]+|\d+", re.sub(r"\b(\d{1,2})(st|nd|rd|th)\b", r"\1", text.casefold()))
    months = [number for word in words if (number := _month_numbers().get(word))]
    years = [int(word) for word in words if re.fullmatch(r"(?:19|20)\d\d", word)]
    days = [int(word) for word in words if re.fullmatch(r"\d{1,2}", word)]
    if len(months) != 1 or len(years) != 1:
        return ""
    return _iso_date(years[0], months[0], days[0] if days else 0)


def _iso_date(year: int, month: int, day: int = 0) -> str:
    try:
        made = date(year, month, day or 1)
    except ValueError:
        return ""
    return made.isoformat()[: 10 if day else 7] if 1900 <= year <= 2199 else ""


def day_in_timezone(seconds: float, timezone: str) -> str:
    """Return the day that a moment was on where the site is; empty for a number that is no moment."""
    from zoneinfo import ZoneInfo

    try:
        return datetime.fromtimestamp(seconds, ZoneInfo(timezone)).date().isoformat()
    except (OverflowError, OSError, ValueError):
        return ""
