"""Export: one target's files for one member, written where they are asked for and never published."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec import Struct

from kiprah.authoring.refusal import Refusal
from kiprah.build.export.export_site import SiteUnsound, booklet_bytes, single_file_bytes, zip_bytes
from kiprah.build.export.export_source import ExportRequest, ExportSource, NoSource, export_source
from kiprah.build.export.export_targets import target_of
from kiprah.cache.atomic_write import write_atomically
from kiprah.model.settings import Settings
from kiprah.plan.export.cv_document import cv_document
from kiprah.plan.export.sheet import ExportSheet
from kiprah.plan.export.sheets import sheet_of
from kiprah.plan.export.target import FileKind, Target
from kiprah.problem import Problem
from kiprah.publish.output_scan import scan_text
from kiprah.render.export.csv_file import csv_bytes
from kiprah.render.export.html_file import html_bytes
from kiprah.render.export.text_file import text_bytes
from kiprah.render.export.xlsx_file import ExtraMissing, xlsx_bytes
from kiprah.render.pdf.compile import MissingLetters

_FOLDER = "export"
"""Name of the folder for exported files where none is given."""
_WRITERS: Mapping[FileKind, Callable[[ExportSheet], bytes]] = {
    "html": html_bytes,
    "txt": text_bytes,
    "csv": csv_bytes,
    "xlsx": xlsx_bytes,
}


_TEXTS = frozenset({"html", "txt", "csv"})


class ExportReport(Struct, frozen=True):
    """Report of an export."""

    exit_code: int
    files: tuple[Path, ...] = ()
    problems: tuple[Problem, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    """Reasons why nothing was written."""
    missing: tuple[ExtraMissing, ...] = ()
    """Files that were left out, since a library is not there."""
    sheet: ExportSheet | None = None
    settings: Settings | None = None


def export(request: ExportRequest) -> ExportReport:
    """Write what a target asks for; hidden entries only where a flag names them."""
    target = target_of(request.target)
    kinds = _kinds(target, request)
    if isinstance(kinds, Refusal):
        return ExportReport(2, refusals=(kinds,))
    source = export_source(request, target)
    if isinstance(source, NoSource):
        return ExportReport(
            source.exit_code, problems=source.problems, refusals=source.refusals, settings=source.settings
        )
    sheet = sheet_of(source.page_plan.localized, target, request.choice) if target.unit != "none" else None
    settings = source.site.settings
    if sheet is not None and request.expected:
        same = request.expected.strip().lower() == sheet.code
        key = "code-same" if same else "code-changed"
        refusal = Refusal(key, {"code": request.expected, "now": sheet.code}, domain="export", cause="content")
        return ExportReport(0 if same else 1, refusals=(refusal,), sheet=sheet, settings=settings)
    files: list[tuple[Path, bytes]] = []
    lacking: list[ExtraMissing] = []
    for kind in kinds:
        try:
            content = bytes_of(source, sheet, kind)
        except ExtraMissing as missing:
            lacking.append(missing)
            continue
        except MissingLetters as missing:
            values = {"letters": " ".join(missing.letters[:12])}
            refusals = (Refusal("letters", values, domain="export", cause="content"),)
            return ExportReport(1, refusals=refusals, settings=settings)
        except SiteUnsound as unsound:
            return ExportReport(1, problems=unsound.problems, settings=settings)
        leak = scan_text(f"{target.name}.txt", content, source.traces) if kind in _TEXTS else None
        if leak is not None:
            return ExportReport(1, problems=(leak,), settings=settings)
        files.append((_path(source, kind), content))
    for path, content in files:
        write_atomically(path, content)
    written = tuple(path for path, _ in files)
    return ExportReport(0 if files else 2, written, missing=tuple(lacking), sheet=sheet, settings=settings)


def bytes_of(source: ExportSource, sheet: ExportSheet | None, kind: FileKind) -> bytes:
    """Make one file. Raises ``ExtraMissing``, ``SiteUnsound``."""
    if sheet is not None and kind in _WRITERS:
        return _WRITERS[kind](sheet)
    if kind == "zip":
        return zip_bytes(source)
    if kind == "html":
        return single_file_bytes(source)
    return _pdf(source, sheet)


def _pdf(source: ExportSource, sheet: ExportSheet | None) -> bytes:
    from kiprah.render.pdf.compile import NoTypst
    from kiprah.render.pdf.cv import cv_pdf
    from kiprah.render.pdf.sheets import sheet_pdf

    request, context = source.request, source.site.context
    fonts = context.fonts
    try:
        if sheet is not None:
            return sheet_pdf(sheet, request.paper, context.settings.brand.color, fonts.own, fonts.more)
        if request.target == "booklet":
            return booklet_bytes(source)
        document = cv_document(source.page_plan.localized)
        return cv_pdf(document, request.pages, request.paper, fonts.own, fonts.more)
    except NoTypst:
        raise ExtraMissing("pdf") from None


def _kinds(target: Target, request: ExportRequest) -> tuple[FileKind, ...] | Refusal:
    """Choose the kinds of file: what the name asked for ends in, else all that the target has."""
    output = request.output
    if output is not None and output.is_relative_to(request.site):
        return Refusal("inside-site", {"path": str(output)}, domain="export")
    if output is None or not output.suffix or output.is_dir():
        return target.formats
    ending = output.suffix[1:].lower()
    kind = next((kind for kind in target.formats if kind == ending), None)
    if kind is None:
        values = {"ending": ending, "target": target.name, "known": ", ".join(target.formats)}
        return Refusal("no-such-format", values, domain="export")
    return (kind,)


def _path(source: ExportSource, kind: FileKind) -> Path:
    request = source.request
    output = request.output or Path(_FOLDER).absolute()
    if output.suffix and not output.is_dir():
        return output
    year = f"-{request.choice.year}" if request.choice.year else ""
    # Whole pages are somebody's; a sheet is named for whoever asks.
    name = source.stem if request.target in ("zip", "single-file") else request.target
    return output / f"{name}{year}.{kind}"
