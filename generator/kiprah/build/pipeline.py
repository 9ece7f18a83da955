"""The whole story: settings, read, plan, check, render, publish, report."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import to_builtins
from msgspec.structs import replace

from kiprah.build.cache_keys import LoadedTheme, codecs
from kiprah.build.ledger import Ledger, ledger_path, read_ledger, write_ledger
from kiprah.build.load import Read, day_span, read_and_plan, silent, with_sources
from kiprah.build.request import Progress, Report, Request
from kiprah.build.stale import Due, amend_portfolio, due_of, fragments_text, ledger_of
from kiprah.build.up_to_date import Inputs, stand, standing_path
from kiprah.cache.blobs import BlobStore
from kiprah.cache.lock import AlreadyBuilding, build_lock
from kiprah.cache.manifest import Manifest, Published, manifest_path, read_manifest, write_manifest
from kiprah.cache.probes import FILE as KNOWN_FILE
from kiprah.cache.read_store import FILES as MEMORY_FILES
from kiprah.content.settings import FILE as SETTINGS_FILE
from kiprah.model.settings import Viewing
from kiprah.model.site import Site
from kiprah.model.slug import same_name
from kiprah.plan.data.portfolio_json import PORTFOLIO
from kiprah.plan.outputs import CardOutput, PictureOutput
from kiprah.plan.site import Plan
from kiprah.problem import Place, Problem, in_order
from kiprah.publish.output_scan import gate_digest, look_at
from kiprah.publish.writer import FolderRefused, foreign, guard, left_over, publish, sweep, unpublish
from kiprah.render.jobs import Kit, do_jobs, glyph_problem, jobs_of
from kiprah.theme import without_assets
from kiprah.workers import WorkerPool


def build(request: Request, progress: Progress | None = None) -> Report:
    """Publish the site, or leave everything as it stood and say why."""
    tell = progress or silent
    try:
        guard(request.output, request.site, request.cache)
        with build_lock(request.cache):
            return _build(request, tell)
    except FolderRefused as refused:
        values = {"path": refused.path, "other": refused.other}
        return Report(2, (Problem(refused.code, Place(refused.path), values),), (), None)
    except AlreadyBuilding:
        return Report(3, (Problem("already-building", Place(str(request.cache))),), (), None)
    except OSError as error:
        return Report(3, (machine_problem(error),), (), None)


def check(
    request: Request,
    progress: Progress | None = None,
    beyond: Callable[[Site, Viewing], tuple[Problem, ...]] | None = None,
) -> Report:
    """Find everything that a build would find before rendering, and what could be better; publishes nothing.

    ``beyond`` looks further than this machine, where that is wanted.
    """
    from kiprah.lint.advice import advise

    with WorkerPool(request.jobs) as workers:
        found = read_and_plan(request, progress or silent, workers)
    advice: list[Problem] = []
    if found.plan is not None and found.site is not None and found.viewing is not None:
        advice += [p for output in found.plan.outputs if (p := glyph_problem(output)) is not None]
        advice += advise(found.site, found.viewing)
        advice += beyond(found.site, found.viewing) if beyond is not None else ()
    problems = _with_level(in_order((*found.problems, *with_sources(advice, request.site))), request)
    return Report(_exit_code(problems, found), problems, found.plan.held if found.plan else (), found.settings)


class _PlanAnew(Exception):
    """What was remembered is not enough, or not true: only a whole plan can tell what must be made."""


def _build(request: Request, tell: Progress) -> Report:
    # Seen before anything is read: what changes meanwhile is then found changed by the next build.
    inputs = request.seen or Inputs(request.site, request.cache, request.options)
    standing_path(request.cache, request.output).unlink(missing_ok=True)
    ledger = None if request.force else read_ledger(ledger_path(request.cache, request.output))
    with WorkerPool(request.jobs) as workers:
        try:
            return _publish(request, tell, workers, inputs, read_and_plan(request, tell, workers, ledger), ledger)
        except _PlanAnew:
            # Something beside the amended part is neither in folder nor store: only a whole plan can make it.
            return _publish(request, tell, workers, inputs, read_and_plan(request, tell, workers), ledger)


def _publish(
    request: Request, tell: Progress, workers: WorkerPool, inputs: Inputs, found: Read, ledger: Ledger | None
) -> Report:
    problems = _with_level(in_order(found.problems), request)
    plan, drawn = found.plan, found.drawn
    code = _exit_code(problems, found)
    skipping = found.settings is not None and found.settings.on_error == "skip" and not request.strict
    if plan is None or drawn is None or (code and not (code == 1 and (request.keep_going or skipping))):
        return Report(code, problems, plan.held if plan else (), found.settings)
    assert found.settings is not None
    plan = without_clashes(plan)
    record_file = manifest_path(request.cache, request.output)
    record = read_manifest(record_file)
    sweep(request.cache / "staging", request.output)
    due = due_of(request, found, plan, drawn, record)
    strangers = foreign(request.output, due.keys, record, found.settings.url)
    if strangers:
        values = {"path": strangers[0], "count": str(len(strangers)), "output": str(request.output)}
        return Report(2, (*problems, Problem("output-foreign", Place(strangers[0]), values)), plan.held, found.settings)
    store = BlobStore(request.cache)
    store.forget_photos(plan.withheld)
    made, amended, fresh = _make(request, plan, drawn, due, record, store, workers, tell)
    making = in_order((*fresh, *_said_before(ledger, due)))
    problems = _with_level(in_order((*problems, *making)), request)
    if any(problem.is_error for problem in _with_level(making, request)):
        for path in {problem.place.path for problem in making} & due.keys.keys():
            # Made again, it is found again: an error must not go away by itself.
            store.drop(due.keys[path], due.photos.get(path, ""))
        return Report(1, problems, plan.held, found.settings, len(due.keys))

    def content_of(path: str) -> bytes:
        if path in amended:
            return amended[path]
        content = store.get(due.keys[path], due.photos.get(path, ""))
        if content is None:
            raise OSError(errno.EIO, "the store lost what it was just given", path)
        return content

    def keep(files: Mapping[str, Published]) -> None:
        write_manifest(record_file, Manifest(files, ""))

    leftovers = left_over(request.output, frozenset(due.keys), record)
    tell("publish", 0, len(due.keys))
    staging = request.cache / "staging"
    outcome, published = publish(request.output, staging, due.keys, content_of, record, due.in_place, keep)
    write_manifest(record_file, Manifest(published, gate_digest(plan.secrets)))
    if made:
        store.prune_daily(frozenset(due.keys.values()))
    tell("publish", len(due.keys), len(due.keys))
    if leftovers:
        values = {"count": str(len(leftovers)), "path": leftovers[0], "output": str(request.output)}
        problems = (*problems, Problem("output-left-over", Place(leftovers[0]), values, "warning"))
    exit_code = 0 if skipping and not request.keep_going else _exit_code(problems, found)
    if not any(problem.is_error for problem in problems):
        write_ledger(ledger_path(request.cache, request.output), ledger_of(found, plan, due, making))
        if not leftovers and not request.force:
            _stand(request, found, inputs, problems)
    return Report(
        exit_code,
        problems,
        plan.held,
        found.settings,
        len(due.keys),
        outcome.written,
        outcome.unchanged,
        outcome.removed,
        made,
    )


def _said_before(ledger: Ledger | None, due: Due) -> tuple[Problem, ...]:
    """Say again what was found when outputs were made that are still the same."""
    if ledger is None:
        return ()
    same = {path for path, key in ledger.keys.items() if due.keys.get(path) == key}
    return tuple(problem for problem in ledger.making if problem.place.path in same)


def _stand(request: Request, found: Read, inputs: Inputs, problems: Sequence[Problem]) -> None:
    """Remember how a build ended that has nothing to say against its content."""
    assert found.settings is not None and found.plan is not None
    stand(
        standing_path(request.cache, request.output),
        inputs,
        day_span(found.settings, request.today),
        found.settings.language,
        to_builtins(problems),
        to_builtins(found.plan.held),
    )


def clean(request: Request) -> Report:
    """Remove what this site published in the output folder, and everything the cache remembers."""
    try:
        guard(request.output, request.site, request.cache)
        with build_lock(request.cache):
            record = read_manifest(manifest_path(request.cache, request.output))
            removed = unpublish(request.output, record)
            freed = _size_of(request.cache)
            for name in ("store", "photos", "published", "staging", "preview"):
                if (request.cache / name).is_dir():
                    shutil.rmtree(request.cache / name)
            for name in (*MEMORY_FILES, KNOWN_FILE, "clock"):
                (request.cache / name).unlink(missing_ok=True)
        return Report(0, (), (), None, removed=removed, freed=freed)
    except FolderRefused as refused:
        return Report(2, (Problem(refused.code, Place(refused.path), {"path": refused.path}),), (), None)
    except AlreadyBuilding:
        return Report(3, (Problem("already-building", Place(str(request.cache))),), (), None)
    except OSError as error:
        return Report(3, (machine_problem(error),), (), None)


def _size_of(folder: Path) -> int:
    """Add up the bytes of all files below a folder."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir())


def without_clashes(plan: Plan) -> Plan:
    """Leave out every output that wants a place another one wants: which of them is right cannot be known."""
    places: dict[str, int] = {}
    for output in plan.outputs:
        places[same_name(output.path)] = places.get(same_name(output.path), 0) + 1
    return replace(plan, outputs=tuple(o for o in plan.outputs if places[same_name(o.path)] == 1))


def _make(
    request: Request,
    plan: Plan,
    drawn: LoadedTheme,
    due: Due,
    record: Manifest | None,
    store: BlobStore,
    workers: WorkerPool,
    tell: Progress,
) -> tuple[int, dict[str, bytes], tuple[Problem, ...]]:
    """Bring into the store whatever is not in place yet, and look at all that is new before anything is published.

    Returns how much was made, what was only amended, and what was found.
    """
    doubtful = [path for path in due.keys if path not in due.in_place]
    absent = {p for p in doubtful if request.force or store.get(due.keys[p], due.photos.get(p, "")) is None}
    amended: dict[str, bytes] = {}
    if PORTFOLIO in absent and plan.fragments:
        amended = amend_portfolio(request, plan, due, record, store)
        absent -= amended.keys()
    missing = [(output, due.keys[output.path]) for output in plan.outputs if output.path in absent]
    if len(missing) < len(absent):
        raise _PlanAnew
    if any(isinstance(output, PictureOutput | CardOutput) for output, _ in missing) and drawn.codecs != codecs():
        # A library was exchanged without a trace where libraries are installed: keys must name the one that is there.
        (request.cache / KNOWN_FILE).unlink(missing_ok=True)
        raise _PlanAnew
    kit = Kit(request.cache, str(request.site), without_assets(drawn.theme), drawn.asset_links)
    count = 0

    def done(number: int) -> None:
        nonlocal count
        count += number
        tell("render", count, len(missing))

    tell("render", 0, len(missing))
    problems: list[Problem] = []
    if missing:
        problems.extend(do_jobs(jobs_of(missing), kit, workers, done))
    if any(problem.is_error for problem in problems):
        return len(missing), amended, tuple(problems)
    for path in doubtful:
        content = amended.get(path) or store.get(due.keys[path], due.photos.get(path, ""))
        if content is None:
            problems.append(Problem("store-lost", Place(path), {"path": path}))
            continue
        if path in amended and record is not None and record.gate == gate_digest(plan.secrets):
            # The rest of it was looked at for the same when it was published.
            content = fragments_text(plan.fragments)
        problem = look_at(path, content, plan.secrets)
        if problem is not None:
            problems.append(problem)
    return len(missing), amended, tuple(problems)


def _with_level(problems: tuple[Problem, ...], request: Request) -> tuple[Problem, ...]:
    if not request.strict:
        return problems
    return tuple(replace(p, level="error") if p.level == "warning" else p for p in problems)


def _exit_code(problems: Sequence[Problem], found: Read) -> int:
    if found.bad_settings or any(p.is_error and p.place.path == SETTINGS_FILE for p in found.problems):
        return 2
    return 1 if any(problem.is_error for problem in problems) else 0


def machine_problem(error: OSError) -> Problem:
    """Say what of the machine stood in the way."""
    codes = {
        errno.ENOSPC: "disk-full",
        errno.EDQUOT: "disk-full",
        errno.EACCES: "no-permission",
        errno.EROFS: "read-only",
    }
    codes[errno.EPERM] = "no-permission"
    path = str(error.filename or "")
    return Problem(codes.get(error.errno or 0, "machine"), Place(path), {"path": path, "reason": error.strerror or ""})
