"""The contact sheet: every card of a site on one page, for its maker's eyes; with boxes, how each is laid out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import resources

from msgspec import Struct
from msgspec.structs import replace

from kiprah.build.cached_outputs import LastOutputs, faults_of_cached
from kiprah.build.load import silent
from kiprah.build.outcome import render_missing
from kiprah.build.pipeline import guarded
from kiprah.build.planned_site import read_and_plan
from kiprah.build.publishing import publish_outputs
from kiprah.build.request import Progress, Report, Request
from kiprah.cache.blobs import blob_content, delete_photos, put_content
from kiprah.cache.digests import key_of
from kiprah.cache.manifest import SITE
from kiprah.cache.state import State
from kiprah.catalog import words as words_in
from kiprah.plan.outputs import CardOutput, outputs_of
from kiprah.plan.views.card import CARD_SIZES
from kiprah.problem import in_order
from kiprah.render.context import RenderContext
from kiprah.render.jobs import blob_of
from kiprah.workers import WorkerPool

SHEET_PAGE = "index.html"


class SheetCard(Struct, frozen=True):
    """One card on the sheet."""

    path: str
    format: str
    width: int
    height: int
    weight: int
    """Size of its file in bytes."""


class SheetGroup(Struct, frozen=True):
    """All cards of one entry in one language."""

    folder: str
    """Folder of its cards: ``cards/<slug>/``, with the language before it."""
    title: str
    kind: str
    cards: tuple[SheetCard, ...]


def draw_sheet(request: Request, *, boxes: bool, progress: Progress | None = None) -> Report:
    """Draw every card of a site into ``request.output``, with a page that shows them all; nothing is published.

    Cards come from the blob store where a build has made them already.
    """
    tell = progress or silent
    return guarded(request, lambda state, workers: _draw(request, state, workers, boxes, tell), tell)


def _draw(request: Request, state: State, workers: WorkerPool, boxes: bool, tell: Progress) -> Report:
    found = read_and_plan(request, tell, workers)
    problems = in_order(found.problems)
    plan, theme, settings = found.plan, found.theme, found.settings
    if plan is None or theme is None or settings is None or any(problem.is_error for problem in problems):
        return Report(2 if found.bad_settings else 1, problems, plan.held if plan else (), settings)
    blobs = request.blobs
    delete_photos(blobs, plan.withheld)
    cards = [(o, _key(theme.key_of(o), boxes)) for o in outputs_of(CardOutput, plan.outputs)]
    context = RenderContext(blobs, str(request.site), theme.theme, theme.asset_links, boxes=boxes)
    made, faults = render_missing(
        cards, context, workers, lambda made, total: tell("render", made, total), force=request.force
    )
    cached = ((output.path, blob_of(output, key)) for output, key in cards if output.path not in made)
    faults += faults_of_cached(cached, {output.path: output for output, _ in cards}, LastOutputs(), blobs, ())
    problems = in_order((*problems, *(fault.problem for fault in faults)))
    if any(problem.is_error for problem in problems):
        return Report(1, problems, plan.held, settings)
    files = {output.path: blob_of(output, key) for output, key in cards}
    weights = {path: len(blob_content(blobs, blob) or b"") for path, blob in files.items()}
    page = sheet_page(settings.title, settings.language, _groups([o for o, _ in cards], weights), boxes=boxes).encode()
    files[SHEET_PAGE] = key_of("contact sheet", page)
    put_content(blobs, files[SHEET_PAGE], page)
    report = publish_outputs(request, state, {SITE: files}, "", tell)
    all_problems = (*problems, *report.problems) if report.exit_code else problems
    return replace(report, problems=all_problems, held=plan.held, settings=settings, outputs=len(cards))


def _key(key: str, boxes: bool) -> str:
    return key_of(key, "boxes") if boxes else key


def _groups(cards: Sequence[CardOutput], weights: Mapping[str, int]) -> tuple[SheetGroup, ...]:
    found: dict[str, list[CardOutput]] = {}
    for output in cards:
        found.setdefault(output.path.rpartition("/")[0] + "/", []).append(output)
    order = list(CARD_SIZES)
    groups = []
    for folder, outputs in sorted(found.items()):
        # Cards first, in the order of their formats, then slides in their own.
        outputs.sort(key=lambda o: (o.card.kind.startswith("slide-"), order.index(o.card.format), o.path))
        shown = tuple(
            SheetCard(
                output.path,
                output.path.rpartition("/")[2].removesuffix(".jpg"),
                *CARD_SIZES[output.card.format],
                weights[output.path],
            )
            for output in outputs
        )
        groups.append(SheetGroup(folder, outputs[0].card.title, outputs[0].card.kind, shown))
    return tuple(groups)


def sheet_page(title: str, language: str, groups: tuple[SheetGroup, ...], *, boxes: bool) -> str:
    """Write the page that shows every card; whole in itself, but for the cards beside it."""
    from jinja2 import Environment, StrictUndefined

    words = words_in(language, "cli")
    text = (resources.files("kiprah.build") / "contact_sheet.html").read_text("utf-8")
    template = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True).from_string(text)
    count = str(sum(len(group.cards) for group in groups))
    return template.render(
        language=language,
        title=words.say("sheet.title", title=title),
        lead=words.say("sheet.lead", count=count),
        legend=words.say("sheet.legend") if boxes else "",
        groups=groups,
    )
