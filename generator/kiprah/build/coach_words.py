"""Words of the coach's report in the reader's language: question, reason, source, and the person's own sentences."""

from __future__ import annotations

from datetime import date

from babel.lists import format_list
from msgspec import Struct

from kiprah.babel_locale import locale_of
from kiprah.catalog import Words, words
from kiprah.lint.coach.report import CoachReport
from kiprah.lint.coach.rules import OwnWords, Remark, RemarkValue
from kiprah.plan.formatting import month_of

_DOMAIN = "coach"


class WordedRemark(Struct, frozen=True):
    """One thing the coach says; what is good has no reason, no source and no name to silence it by."""

    text: str
    own: tuple[OwnWords, ...]
    more: str = ""
    why: str = ""
    source: str = ""
    name: str = ""


class WordedSection(Struct, frozen=True):
    """A key: its name, its question, and the remarks under it."""

    title: str
    question: str
    remarks: tuple[WordedRemark, ...]
    nothing: str = ""
    """Words shown where there are no remarks; empty where there are some."""


def worded_report(report: CoachReport, language: str) -> tuple[WordedSection, ...]:
    """Say a report: what is good first, then every key."""
    catalogue = words(language, _DOMAIN)
    if report.is_empty:
        return (WordedSection(catalogue.say("empty.title"), catalogue.say("empty"), ()),)
    good = tuple(_worded(remark, catalogue, language) for remark in report.good)
    sections = [WordedSection(catalogue.say("good"), catalogue.say("good.question"), good)] if good else []
    for section in report.sections:
        remarks = tuple(_worded(remark, catalogue, language, asks=True) for remark in section.remarks)
        title, question = catalogue.say(f"key.{section.key}"), catalogue.say(f"key.{section.key}.question")
        sections.append(WordedSection(title, question, remarks, "" if remarks else catalogue.say("nothing")))
    return tuple(sections)


def _worded(remark: Remark, catalogue: Words, language: str, *, asks: bool = False) -> WordedRemark:
    values = {name: _text(value, language) for name, value in remark.values.items()}
    count = remark.values.get("count")
    lines = [catalogue.count(remark.name, count) if isinstance(count, int) else catalogue.say(remark.name, **values)]
    lines += [
        catalogue.say(f"{remark.name}.{name}", **values) for name in values if catalogue.has(f"{remark.name}.{name}")
    ]
    more = catalogue.count("more", remark.more) if remark.more else ""
    if not asks:
        return WordedRemark(" ".join(lines), remark.words, more)
    why, source = catalogue.say(f"{remark.name}.why"), catalogue.say(f"{remark.name}.source")
    return WordedRemark(" ".join(lines), remark.words, more, why, source, remark.name)


def _text(value: RemarkValue, language: str) -> str:
    if isinstance(value, date):
        return month_of(value, language)
    if isinstance(value, tuple):
        return format_list([_named(one, language) for one in value], locale=locale_of(language))
    return str(value)


def _named(text: str, language: str) -> str:
    """Return a cause as the site calls it; other words as they are."""
    names = words(language, "plan")
    return names.say(f"cause.{text}") if names.has(f"cause.{text}") else text
