"""Dates, hours and numbers as people write them, by the language's locale data and the catalogue ``plan``."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache

from kiprah.catalog import Words, words
from kiprah.locale_data import locale_data
from kiprah.model.entry import SUMMARY, Activity
from kiprah.plan.date_patterns import day_text, long_text, span_text
from kiprah.plan.views.text import Hours, When

_CLOSE_DAYS = re.compile(r"\b(\d{1,2}) \u2013 (\d{1,2})\b")


@lru_cache(maxsize=16_384)
def when_of(start: date, end: date | None, ongoing: bool, language: str) -> When:
    """Write a day or a span; a span that still runs has no end."""
    say = words(language, "plan").say
    day = day_text(start, "MMMd", language)
    if ongoing:
        text = say("when.since", date=day_text(start, "yMMMM", language))
        short = say("when.short_since", date=day_text(start, "yMMM", language))
        within = say("when.since", date=month_names(language)[start.month - 1])
        return When(start.isoformat(), "", text, short, day, within)
    last = end or start
    if last == start:
        within = day
        text = long_text(start, language)
        short = day_text(start, "yMMM", language)
    else:
        text = _interval(start, last, "yMMMMd", language)
        skeleton = "MMMd" if start.year == last.year else "yMMMd"
        within = _interval(start, last, skeleton, language)
        same_month = (start.year, start.month) == (last.year, last.month)
        short = day_text(start, "yMMM", language) if same_month else _interval(start, last, "yMMM", language)
    return When(start.isoformat(), last.isoformat(), text, short, day, within)


def when_as_known(activity: Activity, language: str) -> When:
    """Write when an activity was, no more exact than it is known: a month or a year has no day anywhere."""
    if not activity.known and not activity.known_end:
        return when_of(activity.date, activity.end, activity.ongoing, language)
    return span_of_known(activity.start_as_known, activity.end_as_known, activity.ongoing, language)


def is_day(text: str) -> bool:
    """Say whether an ISO text is as exact as a day."""
    return len(text) == len("2026-03-14")


@lru_cache(maxsize=16_384)
def span_of_known(start: str, end: str, ongoing: bool, language: str) -> When:
    """Write a span of ISO days, months or years; one that still runs has no end."""
    say = words(language, "plan").say
    text, short = known_text(start, language, "yMMMMd", "yMMMM"), known_text(start, language, "yMMM", "yMMM")
    day = start if len(start) == _YEAR else known_text(start, language, "MMMd", "MMM")
    month = start if len(start) == _YEAR else month_names(language)[int(start[5:7]) - 1]
    if ongoing:
        since = say("when.since", date=text)
        return When(start, "", since, say("when.short_since", date=short), day, say("when.since", date=month))
    if end == start:
        return When(start, end, text, short, day, month if len(start) < _DAY else day)
    last = known_text(end, language, "yMMMMd", "yMMMM")
    last_short = known_text(end, language, "yMMM", "yMMM")
    shorter = short if short == last_short else f"{short} \u2013 {last_short}"
    return When(start, end, f"{text} \u2013 {last}", shorter, day, shorter)


_YEAR, _DAY = len("2026"), len("2026-03-14")


def known_text(text: str, language: str, full: str, month: str) -> str:
    """Write an ISO day (by the skeleton ``full``), month (by ``month``) or year."""
    if len(text) == _YEAR:
        return text
    if len(text) == _DAY and full == "yMMMMd":
        return _tidy(long_text(date.fromisoformat(text), language))
    skeleton = month if len(text) < _DAY else full
    return _tidy(day_text(date.fromisoformat(text if len(text) == _DAY else f"{text}-01"), skeleton, language))


def _interval(start: date, last: date, skeleton: str, language: str) -> str:
    return _tidy(span_text(start, last, skeleton, language))


def month_of(day: date, language: str) -> str:
    """Write a month with its year: ``Maret 2026``."""
    return day_text(day, "yMMMM", language)


def time_text(text: str, language: str) -> str:
    """Write an ISO day, month or year as people do, to the month at the finest; nothing for nothing."""
    if len(text) <= len("2024"):
        return text
    return month_of(date.fromisoformat(f"{text[:7]}-01"), language)


def month_names(language: str) -> tuple[str, ...]:
    """Return the twelve months as they stand alone."""
    return locale_data(language).months["LLLL"]


@lru_cache(maxsize=16_384)
def hours_of(minutes: int | None, estimated: bool, language: str) -> Hours | None:
    """Write a sum of minutes as hours, to a tenth at the finest for people and exact for machines."""
    if minutes is None:
        return None
    exact = Decimal(minutes) / 60
    value = f"{exact.quantize(Decimal('0.01')).normalize():f}"
    visible = exact.quantize(Decimal("0.1"))
    catalogue = words(language, "plan")
    text = catalogue.count("hours", 1 if visible == 1 else 2, number=number_text(f"{visible.normalize():f}", language))
    if estimated:
        text = catalogue.say("hours.about", hours=text)
    return Hours(value, text, estimated)


@lru_cache(maxsize=16_384)
def number_text(value: str, language: str) -> str:
    """Write a plain decimal with the language's separators, no digit lost."""
    locale = locale_data(language)
    whole, dot, decimals = value.removeprefix("-").partition(".")
    # Grouped by thousands in every language, as Babel's ``format_decimal`` does with ``#,##0``.
    grouped = f"{int(whole):,}".replace(",", locale.group)
    return f"{'-' * value.startswith('-')}{grouped}{locale.decimal if dot else ''}{decimals}"


def count_text(said: Words, key: str, number: int, language: str) -> str:
    """Say how many things there are, a large number with the language's separators."""
    return said.count(key, number, number=str(number) if number < 1000 else number_text(str(number), language))


def non_empty(*texts: str) -> tuple[str, ...]:
    """Return the texts that are there."""
    return tuple(text for text in texts if text)


def dotted(*parts: str) -> str:
    """Join what is there with dots between."""
    return " \u00b7 ".join(non_empty(*parts))


def _tidy(text: str) -> str:
    # CLDR puts thin spaces around some dashes; one kind of space keeps card and page alike.
    spaced = text.replace("\u2009", " ").replace("\u202f", " ")
    before, dash, after = spaced.partition(" \u2013 ")
    if not dash or not (before[-1:].isdigit() or dash in after):
        return spaced
    # Two days of one month stand close: Feb 15-17.
    return _CLOSE_DAYS.sub("\\1\u2013\\2", spaced)


def summary_of(description: str, text: str) -> str:
    """Return the description, or the body's first sentences, cut at a sentence or a word near 200 letters."""
    if description:
        return description
    if len(text) <= SUMMARY:
        return text
    cut = text[: SUMMARY + 1]
    end = max([cut.rfind(sign) for sign in (". ", "! ", "? ", "。")])
    if end >= SUMMARY // 2:
        return cut[: end + 1]
    return cut[: cut.rfind(" ") if " " in cut else SUMMARY].rstrip(" ,;:") + "\u2026"
