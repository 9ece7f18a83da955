"""The whole story: settings, read, plan, check, render, publish, report."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Mapping, Sequence

from msgspec import to_builtins
from msgspec.structs import replace

from kiprah.content.memory import FILE
from kiprah.content.settings import FILE as SETTINGS_FILE
from kiprah.look import Drawn
from kiprah.model.name import same_name
from kiprah.plan.output import Output
from kiprah.plan.plan import Plan
from kiprah.problem import Place, Problem, in_order
from kiprah.publish.folder import FolderRefused, foreign, guard, is_in_place, left_over, publish, sweep, unpublish
from kiprah.publish.gate import gate_digest, look_at
from kiprah.publish.lock import AlreadyBuilding, build_lock
from kiprah.publish.record import Published, Record, read_record, record_path, write_record
from kiprah.publish.store import Store
from kiprah.render.work import Kit, glyph_problem, jobs_of, photo_of
from kiprah.request import Progress, Report, Request
from kiprah.standing import Inputs, stand, standing_path
from kiprah.survey import Read, day_span, keyed, read_and_plan, silent


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
        return Report(3, (_machine(error),), (), None)


def check(request: Request, progress: Progress | None = None) -> Report:
    """Find everything that a build would find before rendering; writes nothing to the output folder."""
    found = read_and_plan(request, progress or silent)
    letters = [p for output in found.plan.outputs if (p := glyph_problem(output)) is not None] if found.plan else []
    problems = _with_level(in_order((*found.problems, *letters)), request)
    return Report(_exit_code(problems, found), problems, found.plan.held if found.plan else (), found.settings)


def _build(request: Request, tell: Progress) -> Report:
    inputs = Inputs(request.site, request.cache, request.options)
    standing_path(request.cache, request.output).unlink(missing_ok=True)
    found = read_and_plan(request, tell)
    problems = _with_level(in_order(found.problems), request)
    plan, drawn = found.plan, found.drawn
    code = _exit_code(problems, found)
    skipping = found.settings is not None and found.settings.on_error == "skip" and not request.strict
    if plan is None or drawn is None or (code and not (code == 1 and (request.keep_going or skipping))):
        return Report(code, problems, plan.held if plan else (), found.settings)
    assert found.settings is not None
    plan = without_clashes(plan)
    record_file = record_path(request.cache, request.output)
    record = read_record(record_file)
    sweep(request.cache / "staging", request.output)
    wanted = {output.path: key for output, key in keyed(plan.outputs, drawn)}
    strangers = foreign(request.output, wanted, record, found.settings.url)
    if strangers:
        values = {"path": strangers[0], "count": str(len(strangers)), "output": str(request.output)}
        return Report(2, (*problems, Problem("output-foreign", Place(strangers[0]), values)), plan.held, found.settings)
    store = Store(request.cache)
    store.forget_photos(plan.withheld)
    made, made_problems = _make(request, plan, drawn, wanted, record, store, tell)
    problems = _with_level(in_order((*problems, *made_problems)), request)
    if any(problem.is_error for problem in made_problems):
        return Report(1, problems, plan.held, found.settings, len(wanted))
    photos = {output.path: _photo_digest(output) for output in plan.outputs}

    def content_of(path: str) -> bytes:
        content = store.get(wanted[path], photos[path])
        if content is None:
            raise OSError(errno.EIO, "the store lost what it was just given", path)
        return content

    def keep(files: Mapping[str, Published]) -> None:
        write_record(record_file, Record(files, ""))

    leftovers = left_over(request.output, frozenset(wanted), record)
    tell("publish", 0, len(wanted))
    outcome, published = publish(request.output, request.cache / "staging", wanted, content_of, record, keep)
    write_record(record_file, Record(published, gate_digest(plan.secrets)))
    if made:
        store.prune(frozenset(wanted.values()))
    tell("publish", len(wanted), len(wanted))
    if leftovers:
        values = {"count": str(len(leftovers)), "path": leftovers[0], "output": str(request.output)}
        problems = (*problems, Problem("output-left-over", Place(leftovers[0]), values, "warning"))
    exit_code = 0 if skipping and not request.keep_going else _exit_code(problems, found)
    if exit_code == 0 and not leftovers and not request.force:
        stand(
            standing_path(request.cache, request.output),
            inputs,
            day_span(found.settings, request.today),
            found.settings.language,
            to_builtins(problems),
            to_builtins(plan.held),
        )
    return Report(
        exit_code,
        problems,
        plan.held,
        found.settings,
        len(wanted),
        outcome.written,
        outcome.unchanged,
        outcome.removed,
        made,
    )


def clean(request: Request) -> Report:
    """Remove what this site published in the output folder, and everything the cache remembers."""
    try:
        guard(request.output, request.site, request.cache)
        with build_lock(request.cache):
            record = read_record(record_path(request.cache, request.output))
            removed = unpublish(request.output, record)
            for name in ("store", "photos", "published", "staging", "preview"):
                if (request.cache / name).is_dir():
                    shutil.rmtree(request.cache / name)
            for name in (FILE, "known.json", "clock"):
                (request.cache / name).unlink(missing_ok=True)
        return Report(0, (), (), None, removed=removed)
    except FolderRefused as refused:
        return Report(2, (Problem(refused.code, Place(refused.path), {"path": refused.path}),), (), None)
    except AlreadyBuilding:
        return Report(3, (Problem("already-building", Place(str(request.cache))),), (), None)
    except OSError as error:
        return Report(3, (_machine(error),), (), None)


def without_clashes(plan: Plan) -> Plan:
    """Leave out every output that wants a place another one wants: which of them is right cannot be known."""
    places: dict[str, int] = {}
    for output in plan.outputs:
        places[same_name(output.path)] = places.get(same_name(output.path), 0) + 1
    return replace(plan, outputs=tuple(o for o in plan.outputs if places[same_name(o.path)] == 1))


def _make(
    request: Request,
    plan: Plan,
    drawn: Drawn,
    wanted: dict[str, str],
    record: Record | None,
    store: Store,
    tell: Progress,
) -> tuple[int, tuple[Problem, ...]]:
    """Bring into the store whatever is not in place yet, and look at all that is new before anything is published."""
    looked = gate_digest(plan.secrets)
    looked_before = record is not None and record.gate == looked
    missing: list[tuple[Output, str]] = []
    doubtful: list[Output] = []
    for output in plan.outputs:
        key = wanted[output.path]
        if not request.force and looked_before and is_in_place(request.output, output.path, key, record):
            continue
        doubtful.append(output)
        if request.force or store.get(key, _photo_digest(output)) is None:
            missing.append((output, key))
    kit = Kit(request.cache, str(request.site), drawn.theme, drawn.asset_links)
    count = 0

    def done(number: int) -> None:
        nonlocal count
        count += number
        tell("render", count, len(missing))

    tell("render", 0, len(missing))
    problems: list[Problem] = []
    if missing:
        from kiprah.render.crew import do_jobs

        problems.extend(do_jobs(jobs_of(missing), kit, request.jobs, done))
    if any(problem.is_error for problem in problems):
        return len(missing), tuple(problems)
    for output in doubtful:
        content = store.get(wanted[output.path], _photo_digest(output))
        if content is None:
            problems.append(Problem("store-lost", Place(output.path), {"path": output.path}))
            continue
        problem = look_at(output.path, content, plan.secrets)
        if problem is not None:
            problems.append(problem)
    return len(missing), tuple(problems)


def _photo_digest(output: Output) -> str:
    source = photo_of(output)
    return source.digest if source is not None else ""


def _with_level(problems: tuple[Problem, ...], request: Request) -> tuple[Problem, ...]:
    if not request.strict:
        return problems
    return tuple(replace(p, level="error") if p.level == "warning" else p for p in problems)


def _exit_code(problems: Sequence[Problem], found: Read) -> int:
    if found.bad_settings or any(p.is_error and p.place.path == SETTINGS_FILE for p in found.problems):
        return 2
    return 1 if any(problem.is_error for problem in problems) else 0


def _machine(error: OSError) -> Problem:
    codes = {
        errno.ENOSPC: "disk-full",
        errno.EDQUOT: "disk-full",
        errno.EACCES: "no-permission",
        errno.EROFS: "read-only",
    }
    codes[errno.EPERM] = "no-permission"
    path = str(error.filename or "")
    return Problem(codes.get(error.errno or 0, "machine"), Place(path), {"path": path, "reason": error.strerror or ""})
