"""Parser of typed answers, kinder than that of files: days in words, hours with a comma."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta

from kiprah.authoring.refusal import Refusal
from kiprah.authoring.templates import LANGUAGES
from kiprah.catalog import words
from kiprah.fields.decoding import DecodeContext, Wrong
from kiprah.fields.duration import read_minutes
from kiprah.fields.source import Source
from kiprah.fields.types import day_of
from kiprah.fields.values import Field
from kiprah.fields.yaml_tree import Scalar
from kiprah.problem import with_subject

_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})(?:[-/. ](\d{4}))?")
_WITH_MONTH = re.compile(r"(\d{1,2})[ -]?([^\W\d_]+)\.?(?:[ -](\d{4}))?")
_AMOUNT_FIRST = re.compile(r"(\d{1,3}(?:[.,]\d{3})+|\d+(?:[.,]\d+)?)\s*(?:[×x]\s+)?(?=[^\W\d]|\s)\s*(.+)")
_MINUTES_A_DAY = 24 * 60


def one_line(text: str) -> str | None:
    """Return what was typed as one line of text; None where it is empty or not text at all."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:  # bytes of another encoding, which the shell handed over as they were
        return None
    # As files are read: a letter and its accent are one letter, however a keyboard or a Mac sent them.
    spaced = "".join(" " if c.isspace() else c for c in unicodedata.normalize("NFC", text))
    # What a terminal sends for a key it does not know is not part of a name.
    return " ".join("".join(c for c in spaced if unicodedata.category(c) != "Cc").split()) or None


def text_answer(fields: Iterable[Field], key: str, text: str) -> str | Refusal:
    """Read a text as the value of a key, by the key's own declaration; nothing stays nothing."""
    line = one_line(text)
    if line is None:
        return Refusal("not-text", {"key": key}) if text.strip() else ""
    declared = next(field for field in fields if field.name == key)
    try:
        declared.type.read(Scalar(line, 1, 1, quoted=True), DecodeContext(Source("", "")))
    except Wrong as wrong:
        return Refusal(wrong.code, with_subject(wrong.code, wrong.values, key=key), "problems")
    return line


def day_answer(text: str, today: date, language: str) -> date | Refusal:
    """Read a day: ``2026-03-14``, ``14/3/2026``, ``14 March``, ``Saturday``, ``yesterday``, in any language we speak.

    A day without a year is the last one there was.
    """
    from kiprah.babel_locale import month_numbers, weekday_numbers

    typed = " ".join(text.casefold().replace(",", " ").split())
    if typed in _typed("today"):
        return today
    if typed in _typed("yesterday"):
        return today - timedelta(days=1)
    if typed in (names := weekday_numbers(LANGUAGES)):
        return today - timedelta(days=(today.weekday() - names[typed]) % 7)
    if match := _YEAR_FIRST.fullmatch(typed):
        return _day(match[1], match[2], match[3], text)
    if match := _DAY_FIRST.fullmatch(typed):
        first, second = int(match[1]), int(match[2])
        if language.partition("-")[0] == "en" and first != second and max(first, second) <= 12:
            return Refusal("day-two-ways", {"value": text})
        return _last(match[3], match[2], match[1], today, text)
    if (match := _WITH_MONTH.fullmatch(typed)) and (month := month_numbers(LANGUAGES).get(match[2])):
        return _last(match[3], str(month), match[1], today, text)
    return Refusal("bad-day", {"value": text})


def hours_answer(text: str, days: int = 1) -> str | Refusal:
    """Read hours as a file wants them: ``2,5`` becomes ``2.5``, ``2 jam 30 menit`` becomes ``2h 30m``."""
    line = one_line(text)
    if line is None:
        return Refusal("bad-hours", {"value": text}) if text.strip() else ""
    typed = re.sub(r"(?<=\d),(?=\d)", ".", line.casefold())
    for unit, names in (("h", _typed("hours")), ("m", _typed("minutes"))):
        typed = re.sub(rf"(?<=\d) ?(?:{'|'.join(sorted(map(re.escape, names), key=len, reverse=True))})\b", unit, typed)
    typed = re.sub(r"^(\d+\.\d+)h$", r"\1", typed)
    minutes = read_minutes(typed)
    if minutes is None:
        return Refusal("bad-hours", {"value": line})
    if minutes > days * _MINUTES_A_DAY:
        return Refusal("hours-too-many", {"days": str(days)})
    return typed


def impact_answer(text: str) -> tuple[int | float, str] | Refusal | None:
    """Read what changed as a number and what it counts: ``25 children read on their own``; nothing stays nothing."""
    line = one_line(text)
    if line is None:
        return Refusal("not-text") if text.strip() else None
    match = _AMOUNT_FIRST.fullmatch(line)
    if match is None:
        return Refusal("impact-no-number", {"value": line})
    number = match[1]
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", number):  # groups of thousands
        return int(re.sub(r"[.,]", "", number)), match[2]
    return (float(number.replace(",", ".")) if re.search(r"[.,]", number) else int(number)), match[2]


def _typed(name: str) -> frozenset[str]:
    """Return the ways a word may be typed, in every language we speak."""
    return frozenset(
        typed.strip() for language in LANGUAGES for typed in words(language, "new").say(f"typed.{name}").split(",")
    )


def _last(year: str | None, month: str, day: str, today: date, text: str) -> date | Refusal:
    if year is not None:
        return _day(year, month, day, text)
    # Eight years hold a 29 February.
    candidates = (_day(str(today.year - ago), month, day, text) for ago in range(9))
    past = (day for day in candidates if isinstance(day, date) and day <= today)
    return next(past, Refusal("bad-day", {"value": text}))


def _day(year: str, month: str, day: str, text: str) -> date | Refusal:
    try:
        return day_of(f"{int(year):04}-{int(month):02}-{int(day):02}")
    except Wrong:
        return Refusal("bad-day", {"value": text})
