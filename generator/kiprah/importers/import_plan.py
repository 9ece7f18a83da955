"""Plan of an import: what is new, the same, changed at the source, or skipped; nothing is written for it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct

from kiprah.authoring.existing_entries import ExistingEntry
from kiprah.content.folder import SiteFolder
from kiprah.content.front_matter import read_front_matter
from kiprah.content.keys.entry_keys import ACTIVITY, TESTIMONIAL
from kiprah.content.keys.key_hints import FOREIGN
from kiprah.fields.decoding import DecodeContext
from kiprah.fields.source import read_source
from kiprah.importers.profile_merge import NO_PROFILE, ProfileMerge
from kiprah.importers.records import ImportRecord, PlanRow, PlanState, SkippedItem, SourceReading

_FIELDS = {"activities": ACTIVITY, "testimonials": TESTIMONIAL}


class ImportPlan(Struct, frozen=True):
    """Plan of an import: all that it will write, and what it will not, with the reason."""

    source: str
    rows: tuple[PlanRow, ...]
    records: tuple[ImportRecord, ...]
    """New records, oldest first."""
    profile: ProfileMerge = NO_PROFILE
    """Merge of what was found into the profile."""


class _Imported(Struct, frozen=True):
    path: str
    digest: str


def plan_import(
    source: str,
    reading: SourceReading,
    entries: Iterable[ExistingEntry],
    site: SiteFolder,
    root: str,
    today: date,
    since: date | None = None,
    profile: ProfileMerge = NO_PROFILE,
) -> ImportPlan:
    """Match what a source holds with what was made of it before; the order of the source does not matter."""
    before = _imported(source, entries, site, root)
    rows: list[PlanRow] = []
    fresh: list[ImportRecord] = []
    seen: set[str] = set()
    for record in sorted(reading.records, key=lambda one: (one.date, one.title, one.key)):
        row = _row(record, before.get(record.key), since, today, is_twice=record.key in seen)
        seen.add(record.key)
        rows.append(row)
        if row.state == "new":
            fresh.append(record)
    rows += [PlanRow("skipped", one.what, reason=one.reason, detail=one.detail) for one in _sorted(reading.skipped)]
    return ImportPlan(source, (*rows, *profile.rows), tuple(fresh), profile)


def _row(record: ImportRecord, before: _Imported | None, since: date | None, today: date, *, is_twice: bool) -> PlanRow:
    def row(state: PlanState, reason: str = "") -> PlanRow:
        path = before.path if before is not None else ""
        return PlanRow(state, record.title, record.date, reason, photos=len(record.photos), path=path)

    day = record.first_day
    if is_twice:
        return row("skipped", "twice")
    if day is None and record.kind == "activities":
        return row("skipped", "no-date")
    if before is not None:
        return row("same") if before.digest == record.digest else row("changed", "changed")
    if day is not None and since is not None and day < since:
        return row("skipped", "before-since")
    if day is not None and day > today:
        return row("skipped", "future")
    return row("new") if record.title else row("skipped", "no-title")


def _imported(source: str, entries: Iterable[ExistingEntry], site: SiteFolder, root: str) -> Mapping[str, _Imported]:
    """Read what was imported before from the entries themselves: there is no second list that could be wrong."""
    found: dict[str, _Imported] = {}
    for entry in entries:
        fields = _FIELDS.get(entry.kind)
        if fields is None:
            continue
        try:
            text, _ = read_source(entry.path, site.read(f"{root}{entry.path}"))
        except OSError:
            continue
        front = read_front_matter(text, fields, DecodeContext(text), FOREIGN) if text is not None else None
        extra = json.loads(front.values.get("extra") or "{}") if front is not None else {}
        mark = extra.get("imported") if isinstance(extra, dict) else None
        if isinstance(mark, dict) and mark.get("from") == source and isinstance(mark.get("key"), str):
            found[mark["key"]] = _Imported(entry.path, str(mark.get("digest", "")))
    return found


def _sorted(skipped: Iterable[SkippedItem]) -> list[SkippedItem]:
    return sorted(set(skipped), key=lambda one: (one.reason, one.what, one.detail))
