"""Sheets of every target: its fields filled with rows, each counted as the form counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from kiprah.blake2 import blake2b
from kiprah.catalog import Words, words
from kiprah.locale_data import direction_of
from kiprah.model.entry import Activity
from kiprah.plan.export.rows import ExportRow, activity_row, profile_values, role_row
from kiprah.plan.export.selection import ExportChoice, sorted_activities
from kiprah.plan.export.sheet import ExportSheet, SheetColumn, SheetItem, SheetValue
from kiprah.plan.export.target import Target, TargetField, cut_at, length_of
from kiprah.plan.formatting import when_of
from kiprah.plan.localized import LocalizedMember
from kiprah.plan.roles.role_list import minutes_of
from kiprah.plan.translations import profile_text

_OUTCOMES = 7
"""Number of learning outcomes of CAS."""


def sheet_of(localized: LocalizedMember, target: Target, choice: ExportChoice) -> ExportSheet:
    """Fill a target's form or table."""
    say = words(localized.language, "export")
    activities = sorted_activities(localized.visible.activities, choice)
    if target.needs_hours:
        activities = tuple(activity for activity in activities if activity.minutes is not None)
    rows, notes = _rows(localized, target, activities, say)
    items = tuple(
        SheetItem(
            row.title,
            tuple(_counted(field, row.values, target) for field in target.fields),
            beyond=bool(target.most) and number > target.most,
        )
        for number, row in enumerate(rows, 1)
    )
    about = profile_values(localized)
    person = profile_text(localized.visible.member.profile, localized.language).name
    code = code_of(target, person, items)
    first, last = min((a.date for a in activities), default=None), max((a.last_day for a in activities), default=None)
    total, label = _total(target, activities, say)
    return ExportSheet(
        target=target.name,
        title=say.say(f"target.{target.name}"),
        lead=say.say(f"lead.{target.name}"),
        person=person,
        language=localized.language,
        direction=direction_of(localized.language),
        layout=target.layout,
        columns=tuple(_column(field, say) for field in target.fields),
        items=items,
        about=tuple((_column(field, say), _counted(field, about, target)) for field in target.about),
        notes=tuple(_notes(target, items, say, notes)),
        sources=target.sources,
        total=total,
        total_label=label,
        code=code if target.name == "hours" else "",
        draft_limit=target.total,
        draft_least=target.total_least,
        period=when_of(first, last, False, localized.language).text if first and last else "",
    )


def _rows(
    localized: LocalizedMember, target: Target, activities: tuple[Activity, ...], say: Words
) -> tuple[list[ExportRow], list[str]]:
    if target.unit == "role":
        roles = localized.visible.roles
        rows = [role_row(localized, role, target, number) for number, role in enumerate(roles, 1)]
        loose = [a for a in activities if localized.role_of(a) is None]
        rows += [activity_row(localized, a, target, number) for number, a in enumerate(loose, len(rows) + 1)]
        return rows, []
    rows = [activity_row(localized, a, target, number) for number, a in enumerate(activities, 1)]
    if target.unit != "outcome":
        return rows, []
    ordered: list[ExportRow] = []
    without: list[str] = []
    for outcome in range(1, _OUTCOMES + 1):
        name = say.say(f"outcome.{outcome}")
        those = [row for row in rows if str(outcome) in _numbers(row.values["outcomes"].text)]
        ordered += [
            ExportRow(f"{outcome}. {name}", {**row.values, "outcome": SheetValue(f"{outcome}. {name}")})
            for row in those
        ]
        if not those:
            without.append(f"{outcome}. {name}")
    nowhere = [row.title for row in rows if not _numbers(row.values["outcomes"].text)]
    notes = [say.say("note.outcomes_missing", names="; ".join(without))] if without else []
    notes += [say.say("note.outcomes_unsaid", names="; ".join(nowhere))] if nowhere else []
    return ordered, notes


def _numbers(text: str) -> frozenset[str]:
    return frozenset("".join(c if c.isdigit() else " " for c in text).split())


def _counted(field: TargetField, values: Mapping[str, SheetValue], target: Target) -> SheetValue:
    if field.value == "-":
        return SheetValue("", "blank")
    value = values.get(field.value or field.name, SheetValue())
    count = length_of(value.text, target.counting)
    kept = cut_at(value.text, field.limit, target.counting) if field.limit and count > field.limit else ""
    return replace(value, count=count, limit=field.limit, least=field.least if value.text else 0, kept=kept)


def _column(field: TargetField, say: Words) -> SheetColumn:
    return SheetColumn(field.name, say.say(f"field.{field.name}"), field.width or 18)


def _total(target: Target, activities: Iterable[Activity], say: Words) -> tuple[SheetValue | None, str]:
    if target.layout == "table" and any(field.name == "hours" for field in target.fields):
        minutes = minutes_of(activities)[0] or 0
        return SheetValue(f"{minutes // 60}:{minutes % 60:02}", "hours", minutes=minutes), say.say("total.hours")
    return None, ""


def _notes(target: Target, items: tuple[SheetItem, ...], say: Words, more: list[str]) -> Iterable[str]:
    beyond = sum(item.beyond for item in items)
    if beyond:
        yield say.count("note.beyond", beyond, most=str(target.most))
    over = sum(value.is_over for item in items for value in item.values)
    if over:
        yield say.count("note.over", over)
    yield from more
    if say.has(f"note.{target.name}"):
        yield say.say(f"note.{target.name}")
    if any(field.limit for field in (*target.fields, *target.about)) or target.total:
        yield say.say(f"note.counting.{target.counting}")
    if target.checked:
        yield say.say("note.checked" if target.certain else "note.checked_guides", day=target.checked)


def code_of(target: Target, person: str, items: tuple[SheetItem, ...]) -> str:
    """Digest the words of all rows, so that a scan that was signed can be told from a text that changed since."""
    digest = blake2b(f"{target.name}\0{person}".encode(), digest_size=6)
    for item in items:
        for value in item.values:
            digest.update(b"\0" + " ".join(value.text.split()).encode())
        digest.update(b"\1")
    return digest.hexdigest()
