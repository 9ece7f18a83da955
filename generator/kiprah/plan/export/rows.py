"""Rows: what an activity or a role says, value by value, under the names that targets ask for."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from msgspec import Struct

from kiprah.catalog import words
from kiprah.model.entry import Activity
from kiprah.model.role import Role
from kiprah.model.slug import slug_of
from kiprah.plan.addresses.routes import absolute
from kiprah.plan.data.absolute_html import plain_text_of
from kiprah.plan.export.sheet import SheetValue
from kiprah.plan.export.target import Target
from kiprah.plan.formatting import known_text, when_of
from kiprah.plan.localized import LocalizedMember
from kiprah.plan.pages.entry_pages import evidence_of
from kiprah.plan.roles.role_items import impacts, role_item
from kiprah.plan.roles.role_list import months_of
from kiprah.plan.translations import activity_text, profile_text, reflection_text
from kiprah.plan.views.entry import EvidenceView

ATTESTED = "credential"
"""The kind of evidence that somebody else signed."""
_IN_INDONESIAN = {"jenis": "kind", "tingkat": "level", "ringkas": "short", "pembimbing": "supervisor"}
_DOCUMENTS: Mapping[str, set[str]] = {
    "certificate": {"certificate", ATTESTED},
    "assignment": {"assignment", "attendance", "letter"},
}
_LINKEDIN = "https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME"


class ExportRow(Struct, frozen=True):
    """Row of an export: one item's values by name."""

    title: str
    values: Mapping[str, SheetValue]


def activity_row(localized: LocalizedMember, activity: Activity, target: Target, number: int) -> ExportRow:
    """Describe one activity."""
    text = activity_text(activity, localized.language)
    item = localized.item(activity)
    own = extra_of(activity, target.name)
    english = next((t for t in activity.texts if t.language == "en" and not t.hidden), None)
    evidence = evidence_of(localized, activity)
    reflection = plain_text_of(localized.bodies.rich(text.reflection, text.language)) if text.reflection else ""
    looking_back = [
        reflection_text(r, localized.language).body.text for r in localized.looking_back(activity.common.slug)
    ]
    impact = [f"{i.value} {i.what} ({i.source_label})" for i in impacts(localized, (activity,), own=True)]
    values = {
        "number": SheetValue(str(number), "number"),
        "title": _text_cell(text.title),
        "title_en": _text_cell(english.title if english else ""),
        "organization": _text_cell(item.organization),
        "position": _text_cell(text.role or text.title),
        "role": _text_cell(text.role),
        "place": _text_cell(text.place),
        "cause": _text_cell(item.causes[0].name if item.causes else ""),
        "causes": _text_cell(", ".join(cause.name for cause in item.causes)),
        "skills": _text_cell(", ".join(skill.name for skill in localized.skills(activity))),
        "goals": _text_cell(", ".join(str(goal) for goal in activity.goals)),
        "when": _text_cell(item.when.text),
        "start": _as_known(activity.date, activity.known, localized),
        "end": SheetValue()
        if activity.ongoing
        else _as_known(activity.last_day, activity.known_end or ("" if activity.end else activity.known), localized),
        "hours": _hours(activity.minutes),
        "hours_said": _text_cell(item.hours.text if item.hours else ""),
        "estimated": _text_cell(
            words(localized.language, "export").say("remark.estimated") if activity.estimated else ""
        ),
        "description": _text_cell(own.get("short") or item.summary),
        "story": _text_cell(own.get("short") or _story(item.summary, impact)),
        "impact": _text_cell("; ".join(impact)),
        "evidence": _text_cell("; ".join(_named(e) for e in evidence)),
        "lacking": _text_cell(_lacking(localized, {e.kind for e in activity.evidence})),
        "reflection": _text_cell("\n\n".join(part for part in (reflection, *looking_back) if part)),
        "link": _text_cell(absolute(localized.settings.url, item.href)),
        "type": _text_cell(own.get("type") or suggested(target, activity.original.causes)),
        **{name: _text_cell(own.get(name, "")) for name in ("kind", "level", "strand", "outcomes", "supervisor")},
    }
    return ExportRow(text.title, values)


def role_row(localized: LocalizedMember, role: Role, target: Target, number: int) -> ExportRow:
    """Describe a role: all sessions with the same organization and role, as forms ask for them."""
    item = role_item(localized, role)
    newest_first = tuple(reversed(role.activities))
    own = next((o for a in newest_first if (o := extra_of(a, target.name)).get("short")), {})
    weeks, in_year = weeks_of(role.activities, localized.visible.viewing.today)
    impact = [f"{i.value} {i.what} ({i.source_label})" for i in item.impact]
    changed = "; ".join(impact)
    evidence = [(a, e) for a in newest_first for e in evidence_of(localized, a)]
    signed = next(((a, e) for a, e in evidence if e.kind == ATTESTED), None)
    months = len(months_of(role.activities, localized.visible.viewing.today))
    values = {
        "number": SheetValue(str(number), "number"),
        "title": _text_cell(f"{item.title}, {item.organization.name}"),
        "organization": _text_cell(item.organization.name),
        "position": _text_cell(item.title),
        "role": _text_cell(item.title),
        "place": _text_cell(activity_text(newest_first[0], localized.language).place),
        "cause": _text_cell(item.causes[0].name if item.causes else ""),
        "causes": _text_cell(", ".join(cause.name for cause in item.causes)),
        "when": _text_cell(item.when.text),
        "from": _text_cell(when_of(role.first_day, role.first_day, False, localized.language).short),
        "until": _text_cell(
            words(localized.language, "export").say("until.now")
            if role.ongoing
            else when_of(role.last_day, role.last_day, False, localized.language).short
        ),
        "start": _day(role.first_day, localized),
        "end": SheetValue() if role.ongoing else _day(role.last_day, localized),
        "hours": _hours(role.minutes),
        "hours_said": _text_cell(item.hours.text if item.hours else ""),
        "sessions": SheetValue(str(len(role.activities)), "number"),
        "months": SheetValue(str(months), "number"),
        "hours_a_week": SheetValue(_ratio(role.minutes, weeks), "number"),
        "weeks_a_year": SheetValue(str(in_year), "number"),
        "description": _text_cell(own.get("short") or item.summary or changed),
        "story": _text_cell(own.get("short") or _story(item.summary, impact)),
        "impact": _text_cell(changed),
        "evidence": _text_cell("; ".join(e.label for _, e in evidence)),
        "reflection": _text_cell(
            "\n\n".join(_looking_back(localized, a) for a in role.activities if _looking_back(localized, a))
        ),
        "type": _text_cell(suggested(target, [cause for a in newest_first for cause in a.original.causes])),
        "link": _text_cell(absolute(localized.settings.url, item.href)),
        "add": _add_to_profile(localized, *signed) if signed else SheetValue(),
    }
    return ExportRow(values["title"].text, values)


def profile_values(localized: LocalizedMember) -> Mapping[str, SheetValue]:
    """Return what a form asks of the person, once."""
    text = profile_text(localized.visible.member.profile, localized.language)
    bio = plain_text_of(localized.bodies.rich(text.bio, text.language))
    return {
        "name": _text_cell(text.name),
        "headline": _text_cell(text.headline),
        "bio": _text_cell(bio),
        "skills": _text_cell(", ".join(text.skills)),
    }


def extra_of(activity: Activity, target: str) -> dict[str, str]:
    """Return what an entry says for exports: ``extra.<target>`` over ``extra`` itself; ``short`` may be by target."""
    extra: Any = json.loads(activity.common.extra)
    if not isinstance(extra, dict):
        return {}
    own = extra.get(target)
    merged = {**extra, **(own if isinstance(own, dict) else {})}
    short = merged.get("short")
    merged["short"] = short.get(target, "") if isinstance(short, dict) else short
    merged |= {name: merged[word] for word, name in _IN_INDONESIAN.items() if word in merged and not merged.get(name)}
    return {
        name: ", ".join(map(str, value)) if isinstance(value, list) else value
        for name, value in merged.items()
        if isinstance(value, str | list)
    }


def suggested(target: Target, causes: Sequence[str]) -> str:
    """Return the form's own word for a kind of activity, by its causes."""
    by_cause = target.suggestions
    return next((by_cause[slug] for cause in causes if (slug := slug_of(cause)) in by_cause), by_cause.get("*", ""))


def weeks_of(activities: Sequence[Activity], today: date) -> tuple[int, int]:
    """Count the weeks with activity: in all, and in the fullest year."""
    weeks: set[tuple[int, int]] = set()
    for activity in activities:
        day, last = activity.date, max(activity.last_day, today) if activity.ongoing else activity.last_day
        while day <= last:
            weeks.add(day.isocalendar()[:2])
            day += timedelta(7)
        weeks.add(last.isocalendar()[:2])
    years = [year for year, _ in weeks]
    return len(weeks), max((years.count(year) for year in set(years)), default=0)


def _story(summary: str, changes: Sequence[str]) -> str:
    """Join what an entry says of itself and what changed, a line each."""
    return "\n".join((*((summary,) if summary else ()), *(f"\u2013 {change}" for change in changes)))


def _named(evidence: EvidenceView) -> str:
    kind, label = evidence.kind_label, evidence.label
    return f"{kind}: {label}" if label != kind else label


def _lacking(localized: LocalizedMember, kinds: set[str]) -> str:
    """Name the documents that campuses ask for and that are not there: a certificate, and a letter of assignment."""
    say = words(localized.language, "export").say
    return ", ".join(say(f"lacking.{name}") for name, any_of in _DOCUMENTS.items() if not any_of & kinds)


def _looking_back(localized: LocalizedMember, activity: Activity) -> str:
    text = activity_text(activity, localized.language)
    return plain_text_of(localized.bodies.rich(text.reflection, text.language)) if text.reflection else ""


def _add_to_profile(localized: LocalizedMember, activity: Activity, evidence: EvidenceView) -> SheetValue:
    """Write the address that opens LinkedIn with a certificate filled in."""
    text = activity_text(activity, localized.language)
    last = activity.last_day
    where = evidence.url or (absolute(localized.settings.url, evidence.href) if evidence.href else "")
    parts = {
        "name": text.title,
        "organizationName": text.organization.name if text.organization else "",
        "issueYear": str(last.year),
        "issueMonth": str(last.month),
        "certUrl": where,
    }
    query = "".join(f"&{name}={quote(value, safe='')}" for name, value in parts.items() if value)
    return SheetValue(evidence.label, address=_LINKEDIN + query)


def _text_cell(text: str) -> SheetValue:
    return SheetValue(text)


def _day(day: date, localized: LocalizedMember) -> SheetValue:
    return SheetValue(when_of(day, day, False, localized.language).text, "date", day=day.isoformat())


def _as_known(day: date, known: str, localized: LocalizedMember) -> SheetValue:
    """Write a day; of a month or a year that much as text, since a sheet's date is always a day."""
    return SheetValue(known_text(known, localized.language, "yMMMM", "yMMMM")) if known else _day(day, localized)


def _hours(minutes: int | None) -> SheetValue:
    if minutes is None:
        return SheetValue("", "hours")
    return SheetValue(f"{minutes // 60}:{minutes % 60:02}", "hours", minutes=minutes)


def _ratio(minutes: int | None, weeks: int) -> str:
    if not minutes or not weeks:
        return ""
    return f"{(Decimal(minutes) / 60 / weeks).quantize(Decimal('0.1')).normalize():f}"
