"""Export: one target's files for one member, written where they are asked for and never published."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from kiprah.authoring.refusal import Refusal
from kiprah.build.export_targets import target_of
from kiprah.build.load import LoadedSite, NotLoaded, load_site, with_sources
from kiprah.build.request import Request
from kiprah.cache.atomic_write import write_atomically
from kiprah.cache.state import open_state
from kiprah.content.read_cache import ReadCache
from kiprah.content.site import read_member
from kiprah.model.member import Member
from kiprah.model.settings import Settings
from kiprah.plan.checks import check_member, with_broken
from kiprah.plan.export.selection import ExportChoice, chosen_member, missing_slugs, revealed
from kiprah.plan.export.sheet import ExportSheet
from kiprah.plan.export.sheets import sheet_of
from kiprah.plan.export.target import FileKind, Target
from kiprah.plan.member_planner import MemberPlanner
from kiprah.plan.page_outputs import PagePlanner
from kiprah.plan.visibility import visible_of
from kiprah.problem import Problem, in_order
from kiprah.render.export.csv_file import csv_bytes
from kiprah.render.export.html_file import html_bytes
from kiprah.render.export.text_file import text_bytes
from kiprah.render.export.xlsx_file import ExtraMissing, xlsx_bytes
from kiprah.workers import WorkerPool

FOLDER = "export"
"""Where files go that are not named."""
_WRITERS: Mapping[FileKind, Callable[[ExportSheet], bytes]] = {
    "html": html_bytes,
    "txt": text_bytes,
    "csv": csv_bytes,
    "xlsx": xlsx_bytes,
}


class ExportRequest(Struct, frozen=True):
    """What is to be exported, and where to; every path absolute."""

    site: Path
    cache: Path
    target: str
    choice: ExportChoice
    output: Path | None = None
    """A file, a folder, or None for ``export/`` in the current one."""
    language: str = ""
    """Empty: what the target wants, else the site's own."""
    today: date | None = None
    expected: str = ""
    """The code of a sheet that was signed: say whether its text is still the same, and write nothing."""


class ExportReport(Struct, frozen=True):
    """How an export ended."""

    exit_code: int
    files: tuple[Path, ...] = ()
    problems: tuple[Problem, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    """Why nothing was written."""
    missing: tuple[ExtraMissing, ...] = ()
    """Files that were left out, since a library is not there."""
    sheet: ExportSheet | None = None
    settings: Settings | None = None


class ExportSource(Struct, frozen=True):
    """The chosen part of a member, ready to be written in one language."""

    site: LoadedSite
    member: Member
    book: PagePlanner
    target: Target
    request: ExportRequest


def export(request: ExportRequest) -> ExportReport:
    """Write what a target asks for; hidden entries only where a flag names them."""
    target = target_of(request.target)
    kinds = _kinds(target, request)
    if isinstance(kinds, Refusal):
        return ExportReport(2, refusals=(kinds,))
    source = _source(request, target)
    if isinstance(source, ExportReport):
        return source
    sheet = sheet_of(source.book.localized, target, request.choice) if target.unit != "none" else None
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
        if isinstance(content, ExportReport):
            return content
        files.append((_path(request, kind), content))
    for path, content in files:
        write_atomically(path, content)
    written = tuple(path for path, _ in files)
    return ExportReport(0 if files else 2, written, missing=tuple(lacking), sheet=sheet, settings=settings)


def bytes_of(source: ExportSource, sheet: ExportSheet | None, kind: FileKind) -> bytes | ExportReport:
    """Make one file. Raises ``ExtraMissing``."""
    if sheet is not None and kind in _WRITERS:
        return _WRITERS[kind](sheet)
    raise ExtraMissing("pdf")


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


def _path(request: ExportRequest, kind: FileKind) -> Path:
    output = request.output or Path(FOLDER).absolute()
    if output.suffix and not output.is_dir():
        return output
    year = f"-{request.choice.year}" if request.choice.year else ""
    return output / f"{request.target}{year}.{kind}"


def _source(request: ExportRequest, target: Target) -> ExportSource | ExportReport:
    """Read the site and keep what was chosen; or say why that cannot be exported."""
    choice = request.choice
    build = Request(
        request.site, request.site, request.cache, drafts=choice.drafts, future=choice.future, today=request.today
    )
    with open_state(request.cache) as state:
        site = load_site(build, state)
        if isinstance(site, NotLoaded):
            return ExportReport(2, problems=in_order(site.problems), settings=site.settings)
        site = with_language(site, request.language or target.language)
        cache = ReadCache(site.folder, site.reading, state)
        member, problems = read_member(site.folder, "", "", site.settings, cache, WorkerPool(1))
    problems = in_order(with_sources((*site.problems, *problems), site.folder))
    errors = tuple(problem for problem in problems if problem.is_error)
    if member is None or (errors and site.settings.on_error != "skip"):
        return ExportReport(1, problems=errors, settings=site.settings)
    clashes = {path for p in check_member(member) for path in (p.place.path, p.values.get("other", ""))}
    member = revealed(with_broken(member, frozenset(clashes)), choice)
    visible = visible_of(member, site.settings, site.viewing)
    absent = missing_slugs(member, choice, visible, site.viewing)
    if absent:
        return ExportReport(2, refusals=tuple(_refusal(one.slug, one.flag, one.nearest) for one in absent))
    if not any(
        (not choice.slugs or a.common.slug in choice.slugs) and (choice.year is None or a.date.year == choice.year)
        for a in (*visible.activities, *visible.reflections)
    ):
        values = {"year": str(choice.year or "")}
        key = "nothing-in-year" if choice.year is not None else "nothing"
        return ExportReport(2, refusals=(Refusal(key, values, domain="export", cause="content"),))
    member = chosen_member(member, choice, visible)
    planner = MemberPlanner(site.context, visible_of(member, site.settings, site.viewing), site.theme.digests)
    language = request.language or target.language or site.settings.language
    return ExportSource(site, member, planner.books[language], target, request)


def _refusal(slug: str, flag: str, nearest: str) -> Refusal:
    values = {"slug": slug, "flag": flag, "nearest": nearest}
    key = "hidden" if flag else "unknown-near" if nearest else "unknown"
    return Refusal(key, values, domain="export")


def with_language(site: LoadedSite, language: str) -> LoadedSite:
    """Add a language to those of the site, so that an export can be in one that the site does not have."""
    if not language or language in site.settings.languages:
        return site
    settings = replace(site.settings, languages=(*site.settings.languages, language))
    return replace(site, settings=settings, context=replace(site.context, settings=settings))
