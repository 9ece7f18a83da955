"""Requests to import: read a source, plan what is new of it, and write that unless only the plan was asked for."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path, PurePosixPath

from msgspec import Struct

from kiprah.authoring.context import AuthoringContext
from kiprah.authoring.refusal import Refusal
from kiprah.content.folder import MEMBERS, SiteFolder
from kiprah.importers.import_files import ImportFiles, open_files
from kiprah.importers.import_plan import ImportPlan, plan_import
from kiprah.importers.import_writer import WrittenImport, write_import
from kiprah.importers.profile_merge import merge_in_folder
from kiprah.importers.records import ImportOptions, SkippedItem, SourceReading
from kiprah.importers.source_readers import source_reader
from kiprah.model.settings import Settings

PORTFOLIO_SOURCE = "kiprah"
"""The source that holds whole entries of kiprah's own."""


class ImportRequest(Struct, frozen=True):
    """Request for an import: the source, its files and options."""

    source: str
    files: tuple[Path, ...]
    options: ImportOptions
    since: date | None = None
    dry_run: bool = False


class ImportSite(Struct, frozen=True):
    """Site that an import writes into."""

    folder: Path
    site: SiteFolder
    settings: Settings
    context: AuthoringContext
    member: str
    today: date


class ImportOutcome(Struct, frozen=True):
    """Outcome of an import: its plan, and what was written for it; nothing where only the plan was asked for."""

    plan: ImportPlan
    written: WrittenImport | Refusal | None


def run_import(request: ImportRequest, place: ImportSite) -> ImportOutcome | Refusal:
    """Read, plan and write; with ``dry_run`` nothing is written."""
    files = open_files(request.files)
    if isinstance(files, Refusal):
        return files
    with files:
        if request.source == PORTFOLIO_SOURCE:
            from kiprah.importers.kiprah_export import import_portfolio

            return import_portfolio(request.files, place, dry_run=request.dry_run)
        reading = source_reader(request.source)(files, request.options)
        if isinstance(reading, Refusal):
            return reading
        left_out = tuple(SkippedItem(one.path, f"left.{one.reason}", one.detail) for one in files.left_out)
        skipped = (*reading.skipped, *left_out, *_not_read(files, reading))
        reading = SourceReading(reading.records, skipped, reading.profile)
        profile = merge_in_folder(reading.profile, place.context.folder, place.context.language, request.since)
        root = f"{MEMBERS}/{place.member}/" if place.member else ""
        entries, today = place.context.entries, place.today
        plan = plan_import(request.source, reading, entries, place.site, root, today, request.since, profile)
        return ImportOutcome(plan, None if request.dry_run else write_import(plan, place.context))


def _not_read(files: ImportFiles, reading: SourceReading) -> list[SkippedItem]:
    """Count by ending the files that no reader looked at: nothing that was given is passed over in silence."""
    named = {PurePosixPath(photo.name).name for record in reading.records for photo in record.photos}
    named |= {PurePosixPath(one.what).name for one in reading.skipped}
    rest = (path for path in files.paths if path not in files.seen and PurePosixPath(path).name not in named)
    counts = Counter(PurePosixPath(path).suffix.casefold() for path in rest)
    return [SkippedItem(f"*{ending}", "not-read", str(number)) for ending, number in sorted(counts.items())]
