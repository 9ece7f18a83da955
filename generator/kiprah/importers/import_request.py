"""Requests to import: read a source, plan what is new of it, and write that unless only the plan was asked for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from msgspec import Struct

from kiprah.authoring.context import AuthoringContext
from kiprah.authoring.refusal import Refusal
from kiprah.content.folder import SiteFolder
from kiprah.content.member_record import MEMBERS
from kiprah.importers.import_files import open_files
from kiprah.importers.import_plan import ImportPlan, plan_import
from kiprah.importers.import_writer import WrittenImport, write_import
from kiprah.importers.profile_merge import merge_in_folder
from kiprah.importers.records import ImportOptions, SkippedItem, SourceReading
from kiprah.importers.source_readers import source_reader
from kiprah.model.settings import Settings

PORTFOLIO = "kiprah"
"""The source that holds whole entries of kiprah's own."""


class ImportRequest(Struct, frozen=True):
    """What is to be imported, and how."""

    source: str
    files: tuple[Path, ...]
    options: ImportOptions
    since: date | None = None
    dry_run: bool = False


class ImportSite(Struct, frozen=True):
    """Where it is imported to."""

    folder: Path
    site: SiteFolder
    settings: Settings
    context: AuthoringContext
    member: str
    today: date


class ImportOutcome(Struct, frozen=True):
    """The plan, and what was written for it; nothing where only the plan was asked for."""

    plan: ImportPlan
    written: WrittenImport | Refusal | None


def run_import(request: ImportRequest, place: ImportSite) -> ImportOutcome | Refusal:
    """Read, plan and write; with ``dry_run`` nothing is written."""
    files = open_files(request.files)
    if isinstance(files, Refusal):
        return files
    with files:
        if request.source == PORTFOLIO:
            from kiprah.importers.kiprah_export import import_portfolio

            return import_portfolio(request.files, place, dry_run=request.dry_run)
        reading = source_reader(request.source)(files, request.options)
        if isinstance(reading, Refusal):
            return reading
        left_out = tuple(SkippedItem(one.path, "left-out", one.reason) for one in files.left_out)
        reading = SourceReading(reading.records, (*reading.skipped, *left_out), reading.profile)
        profile = merge_in_folder(reading.profile, place.context.folder, place.context.language, request.since)
        root = f"{MEMBERS}/{place.member}/" if place.member else ""
        entries, today = place.context.entries, place.today
        plan = plan_import(request.source, reading, entries, place.site, root, today, request.since, profile)
        return ImportOutcome(plan, None if request.dry_run else write_import(plan, place.context))
