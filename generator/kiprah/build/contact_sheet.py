"""The contact sheet: every card of a site on one page, for its maker's eyes; with boxes, how each is laid out."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from importlib import resources

from msgspec import Struct

from kiprah.build.cache_keys import LoadedTheme
from kiprah.build.load import keyed, read_and_plan, silent
from kiprah.build.pipeline import machine_problem, without_clashes
from kiprah.build.request import Progress, Report, Request
from kiprah.cache.blobs import BlobStore, key_of
from kiprah.cache.lock import AlreadyBuilding, build_lock
from kiprah.cache.manifest import Manifest, Published, manifest_path, read_manifest, write_manifest
from kiprah.catalog import words as words_in
from kiprah.plan.outputs import CardOutput, Output
from kiprah.plan.site import Plan
from kiprah.plan.views.card import CARD_SIZES
from kiprah.problem import Place, Problem, in_order
from kiprah.publish.writer import FolderRefused, foreign, guard, publish, sweep
from kiprah.render.jobs import Kit, jobs_of, photo_of

PAGE = "index.html"


class SheetCard(Struct, frozen=True):
    """One card on the sheet."""

    path: str
    format: str
    width: int
    height: int
    weight: int
    """Bytes."""


class SheetGroup(Struct, frozen=True):
    """All cards of one entry in one language."""

    folder: str
    """``cards/<slug>/``, with the language before it."""
    title: str
    kind: str
    cards: tuple[SheetCard, ...]


def draw_sheet(request: Request, *, boxes: bool, progress: Progress | None = None) -> Report:
    """Draw every card of a site into ``request.output``, with a page that shows them all; nothing is published.

    Cards come from the store where a build has made them already.
    """
    tell = progress or silent
    try:
        guard(request.output, request.site, request.cache)
        with build_lock(request.cache):
            return _draw(request, boxes, tell)
    except FolderRefused as refused:
        values = {"path": refused.path, "other": refused.other}
        return Report(2, (Problem(refused.code, Place(refused.path), values),), (), None)
    except AlreadyBuilding:
        return Report(3, (Problem("already-building", Place(str(request.cache))),), (), None)
    except OSError as error:
        return Report(3, (machine_problem(error),), (), None)


def _draw(request: Request, boxes: bool, tell: Progress) -> Report:
    found = read_and_plan(request, tell)
    problems = in_order(found.problems)
    plan, drawn, settings = found.plan, found.drawn, found.settings
    if plan is None or drawn is None or settings is None or any(problem.is_error for problem in problems):
        return Report(2 if found.bad_settings else 1, problems, plan.held if plan else (), settings)
    record_file = manifest_path(request.cache, request.output)
    record = read_manifest(record_file)
    sweep(request.cache / "staging", request.output)
    cards = _cards(without_clashes(plan), drawn, boxes)
    strangers = foreign(request.output, (PAGE, *(output.path for output, _ in cards)), record, "")
    if strangers:
        values = {"path": strangers[0], "count": str(len(strangers)), "output": str(request.output)}
        return Report(2, (*problems, Problem("output-foreign", Place(strangers[0]), values)), plan.held, settings)
    store = BlobStore(request.cache)
    store.forget_photos(plan.withheld)
    problems = in_order((*problems, *_make(request, drawn, cards, store, boxes, tell)))
    if any(problem.is_error for problem in problems):
        return Report(1, problems, plan.held, settings)
    contents = {output.path: _content(store, output, key) for output, key in cards}
    page = sheet_page(settings.title, settings.language, _groups(cards, contents), boxes=boxes)
    contents[PAGE] = page.encode()
    wanted = {output.path: key for output, key in cards} | {PAGE: key_of(contents[PAGE])}

    def keep(files: Mapping[str, Published]) -> None:
        write_manifest(record_file, Manifest(files, ""))

    outcome, published = publish(
        request.output, request.cache / "staging", wanted, contents.__getitem__, record, frozenset(), keep
    )
    keep(published)
    return Report(0, problems, plan.held, settings, len(cards), outcome.written, outcome.unchanged, outcome.removed)


def _cards(plan: Plan, drawn: LoadedTheme, boxes: bool) -> tuple[tuple[CardOutput, str], ...]:
    outputs = [output for output in plan.outputs if isinstance(output, CardOutput)]
    keys = {output.path: key for output, key in keyed(outputs, drawn)}
    return tuple((output, key_of(keys[output.path], "boxes") if boxes else keys[output.path]) for output in outputs)


def _make(
    request: Request,
    drawn: LoadedTheme,
    cards: tuple[tuple[CardOutput, str], ...],
    store: BlobStore,
    boxes: bool,
    tell: Progress,
) -> tuple[Problem, ...]:
    missing: list[tuple[Output, str]] = [
        (output, key) for output, key in cards if request.force or store.get(key, _digest(output)) is None
    ]
    if not missing:
        return ()
    from kiprah.render.jobs import do_jobs
    from kiprah.workers import WorkerPool

    kit = Kit(request.cache, str(request.site), drawn.theme, drawn.asset_links, boxes)
    count = 0

    def done(number: int) -> None:
        nonlocal count
        count += number
        tell("render", count, len(missing))

    with WorkerPool(request.jobs) as workers:
        return do_jobs(jobs_of(missing), kit, workers, done)


def _content(store: BlobStore, output: CardOutput, key: str) -> bytes:
    content = store.get(key, _digest(output))
    if content is None:
        raise OSError(errno.EIO, "the store lost what it was just given", output.path)
    return content


def _digest(output: CardOutput) -> str:
    source = photo_of(output)
    return source.digest if source is not None else ""


def _groups(cards: tuple[tuple[CardOutput, str], ...], contents: Mapping[str, bytes]) -> tuple[SheetGroup, ...]:
    found: dict[str, list[CardOutput]] = {}
    for output, _ in cards:
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
                len(contents[output.path]),
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
