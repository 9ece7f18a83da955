"""The whole story: settings, read, plan, check, render, publish, report."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from kiprah.content.folder import SiteFolder, list_folder
from kiprah.content.photo_index import PhotoIndex, read_photo_index
from kiprah.content.settings import FILE as SETTINGS_FILE
from kiprah.content.settings import read_settings
from kiprah.content.site import read_site
from kiprah.content.source import Source, read_source
from kiprah.look import Drawn, draw_look
from kiprah.model.member import Held
from kiprah.model.name import same_name
from kiprah.model.settings import Settings, Viewing
from kiprah.model.site import Site
from kiprah.plan.output import CardOutput, FileOutput, Output, PageOutput
from kiprah.plan.photos import admission_of, all_photos
from kiprah.plan.plan import Plan, plan_site
from kiprah.problem import Place, Problem, in_order
from kiprah.publish.folder import FolderRefused, foreign, guard, is_in_place, left_over, publish, sweep, unpublish
from kiprah.publish.gate import gate_digest, look_at
from kiprah.publish.lock import AlreadyBuilding, build_lock
from kiprah.publish.record import Published, Record, read_record, record_path, write_record
from kiprah.publish.store import Store, key_of
from kiprah.render.crew import do_jobs
from kiprah.render.work import Kit, glyph_problem, jobs_of, photo_of


@dataclass(frozen=True, slots=True)
class Request:
    """What one build is asked to do; every path absolute."""

    site: Path
    """The folder with ``site.yml``."""
    output: Path
    cache: Path
    url: str | None = None
    """Over the settings' ``url``."""
    drafts: bool = False
    future: bool = False
    today: date | None = None
    """None: today in the site's timezone."""
    strict: bool = False
    keep_going: bool = False
    jobs: int | None = None
    """None: as many as the machine has processors; 1: in this process."""
    force: bool = False
    """Make every byte again."""


@dataclass(frozen=True, slots=True)
class Report:
    """How a build ended; only the command prints it."""

    exit_code: int
    """0 published; 1 the content has errors; 2 settings or folders that make no sense; 3 the machine."""
    problems: tuple[Problem, ...]
    held: tuple[Held, ...]
    """What is not published, each with its reason."""
    settings: Settings | None
    outputs: int = 0
    """Files the site consists of."""
    written: int = 0
    unchanged: int = 0
    removed: int = 0
    made: int = 0
    """Outputs rendered in this run; the others came from the store."""


Progress = Callable[[str, int, int], None]
"""Called with the stage (``read``, ``render``, ``publish``), how much is done and how much there is."""


@dataclass(frozen=True, slots=True)
class Read:
    """What came of reading and planning, before anything is made."""

    settings: Settings | None
    drawn: Drawn | None
    plan: Plan | None
    problems: tuple[Problem, ...]
    bad_settings: bool = False
    photos: tuple[PhotoState, ...] = ()


@dataclass(frozen=True, slots=True)
class PhotoState:
    """A photo as a member described it, and why it is held back, if it is."""

    path: str
    """From the site's folder."""
    people: str
    consent: str
    reason: str


def build(request: Request, progress: Progress | None = None) -> Report:
    """Publish the site, or leave everything as it stood and say why."""
    tell = progress or _silent
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
    found = read_and_plan(request, progress or _silent)
    letters = [p for output in found.plan.outputs if (p := glyph_problem(output)) is not None] if found.plan else []
    problems = _with_level(in_order((*found.problems, *letters)), request)
    return Report(_exit_code(problems, found), problems, found.plan.held if found.plan else (), found.settings)


def _build(request: Request, tell: Progress) -> Report:
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
    return Report(
        0 if skipping and not request.keep_going else _exit_code(problems, found),
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
            (request.cache / "photos.json").unlink(missing_ok=True)
        return Report(0, (), (), None, removed=removed)
    except FolderRefused as refused:
        return Report(2, (Problem(refused.code, Place(refused.path), {"path": refused.path}),), (), None)
    except AlreadyBuilding:
        return Report(3, (Problem("already-building", Place(str(request.cache))),), (), None)
    except OSError as error:
        return Report(3, (_machine(error),), (), None)


@dataclass(frozen=True, slots=True)
class Answer:
    """Why a file is published, or why an entry is not."""

    found: bool
    settings: Settings | None
    parts: tuple[tuple[str, str], ...] = ()
    """Names of the catalogue ``cli`` under ``why.`` and what stands there."""
    held: tuple[Held, ...] = ()


def explain(request: Request, path: str) -> Answer:
    """Say what made a published file (its path, or one below the output folder), or why an entry is not published."""
    found = read_and_plan(request, _silent)
    if found.plan is None or found.drawn is None:
        return Answer(False, found.settings)
    given = Path(path).absolute()
    inside = given.relative_to(request.output).as_posix() if given.is_relative_to(request.output) else path
    source = given.relative_to(request.site).as_posix() if given.is_relative_to(request.site) else path
    held = tuple(h for h in found.plan.held if source in (h.what, h.what.partition("#")[0], h.what.rpartition("/")[0]))
    record = read_record(record_path(request.cache, request.output))
    for output, key in keyed(found.plan.outputs, found.drawn):
        if output.path == inside:
            known = record.files.get(inside) if record else None
            state = "new" if known is None else "same" if known.key == key else "changed"
            return Answer(True, found.settings, (*_made_from(output, request), ("key", key), ("state", state)), held)
    return Answer(bool(held), found.settings, (), held)


def _made_from(output: Output, request: Request) -> tuple[tuple[str, str], ...]:
    parts: list[tuple[str, str]] = [("kind", type(output).__name__.removesuffix("Output").casefold())]
    source = photo_of(output)
    if isinstance(output, PageOutput):
        parts += [("template", output.template), ("title", output.page.title)]
    if isinstance(output, CardOutput):
        parts.append(("title", output.card.title))
    if isinstance(output, FileOutput):
        parts.append(("file", output.origin))
    if source is not None:
        path = Path(source.path)
        inside = path.relative_to(request.site) if path.is_relative_to(request.site) else path
        parts.append(("photo", inside.as_posix()))
    return tuple(parts)


def read_and_plan(request: Request, tell: Progress) -> Read:
    """Read the settings and the content, and plan every output; all problems of the run come together."""
    tell("read", 0, 1)
    folder, problems = list_folder(request.site)
    settings, found = read_settings(folder)
    problems += found
    if settings is None:
        return Read(None, None, None, problems, bad_settings=True)
    if request.url is not None:
        settings = replace(settings, url=request.url)
    if settings.kind == "community":
        problem = Problem("community-later", Place("site.yml"))
        return Read(settings, None, None, (*problems, problem), bad_settings=True)
    drawn, found = draw_look(settings, request.site)
    problems += found
    index_file = request.cache / "photos.json"
    index = PhotoIndex() if request.force else read_photo_index(index_file)
    site, found = read_site(folder, settings, index)
    problems += found
    viewing = Viewing(request.today or _today(settings), request.drafts, request.future)
    plan = None
    if site is not None and drawn is not None:
        plan = plan_site(site, viewing, drawn.look)
        problems += plan.problems
        index.forget(plan.withheld)
        _keep_index(index, index_file, folder)
    tell("read", 1, 1)
    photos = _photo_states(site, viewing) if site is not None else ()
    return Read(settings, drawn, plan, _with_sources(problems, folder), drawn is None, photos)


def _photo_states(site: Site, viewing: Viewing) -> tuple[PhotoState, ...]:
    states = []
    for member in site.members:
        admission = admission_of(member, site.settings.photos.policy, viewing.today)
        for photo in all_photos(member):
            path = Path(photo.source.path).relative_to(site.folder).as_posix()
            states.append(PhotoState(path, photo.people or "", photo.consent or "", admission.reason(photo) or ""))
    return tuple(sorted(set(states), key=lambda state: (state.path, state.people, state.consent)))


def _with_sources(problems: Sequence[Problem], folder: SiteFolder) -> tuple[Problem, ...]:
    """Show the line of each problem that names one."""
    texts: dict[str, Source | None] = {}

    def line(place: Place) -> str:
        if place.path not in texts:
            known = place.path in folder.files
            texts[place.path] = read_source(place.path, folder.read(place.path))[0] if known else None
        source = texts[place.path]
        return source.line(place.line) if source is not None else ""

    return tuple(
        replace(p, source=line(p.place))
        if p.place.line and not p.source and p.place.path.endswith((".md", ".yml"))
        else p
        for p in problems
    )


def without_clashes(plan: Plan) -> Plan:
    """Leave out every output that wants a place another one wants: which of them is right cannot be known."""
    places: dict[str, int] = {}
    for output in plan.outputs:
        places[same_name(output.path)] = places.get(same_name(output.path), 0) + 1
    return replace(plan, outputs=tuple(o for o in plan.outputs if places[same_name(o.path)] == 1))


def keyed(outputs: Sequence[Output], drawn: Drawn) -> tuple[tuple[Output, str], ...]:
    """Give every output its key: its whole value, and what of our code and its libraries shapes its bytes."""
    return tuple((output, key_of(repr(output), drawn.recipe_of(output))) for output in outputs)


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
    kit = Kit(request.cache, str(request.site), drawn.theme, drawn.asset_links, drawn.layouts)
    count = 0

    def done(number: int) -> None:
        nonlocal count
        count += number
        tell("render", count, len(missing))

    tell("render", 0, len(missing))
    problems = list(do_jobs(jobs_of(missing), kit, request.jobs, done))
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


def _today(settings: Settings) -> date:
    return datetime.now(ZoneInfo(settings.timezone)).date()


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


def _keep_index(index: PhotoIndex, path: Path, folder: SiteFolder) -> None:
    if index.kept == index.known and path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_text(index.as_json(), "utf-8")
    new.replace(path)


def _silent(stage: str, done: int, total: int) -> None:
    """Tell nobody."""
