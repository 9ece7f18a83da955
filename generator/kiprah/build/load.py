"""Reading and planning a site: everything that is known before the first byte is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from kiprah.build.cache_keys import LoadedTheme, load_look, reading_recipe
from kiprah.build.ledger import Ledger, state_of
from kiprah.build.request import Progress, Request
from kiprah.cache.blobs import key_of
from kiprah.cache.probes import Probes
from kiprah.content.folder import SiteFolder, list_folder
from kiprah.content.read_cache import Memory
from kiprah.content.settings import read_settings
from kiprah.content.site import read_site
from kiprah.fields.source import Source, read_source
from kiprah.model.settings import Settings, Viewing
from kiprah.model.site import Site
from kiprah.plan.consent import admission_of, all_photos
from kiprah.plan.outputs import Output, value_of
from kiprah.plan.site import Plan, plan_again, plan_site
from kiprah.problem import Place, Problem
from kiprah.workers import WorkerPool


class Read(Struct, frozen=True):
    """What came of reading and planning, before anything is made."""

    settings: Settings | None
    drawn: LoadedTheme | None
    plan: Plan | None
    problems: tuple[Problem, ...]
    bad_settings: bool = False
    site: Site | None = None
    viewing: Viewing | None = None
    state: str = ""
    """A digest of all that outputs depend on besides bodies."""
    texts: Mapping[str, str] = {}
    """The digest of each file an entry stands in."""
    again: Ledger | None = None
    """Of a partial plan: the ledger of the whole one that it amends."""

    @property
    def photos(self) -> tuple[PhotoState, ...]:
        """Every photo that a member names."""
        return _photo_states(self.site, self.viewing) if self.site is not None and self.viewing is not None else ()


class PhotoState(Struct, frozen=True):
    """A photo as a member described it, and why it is held back, if it is."""

    path: str
    """From the site's folder."""
    people: str
    consent: str
    reason: str


def read_and_plan(
    request: Request, tell: Progress, workers: WorkerPool | None = None, ledger: Ledger | None = None
) -> Read:
    """Read the settings and the content, and plan every output; all problems of the run come together.

    With the ledger of an earlier whole plan, only what tells a body that is another since is planned, where nothing
    else is: then ``again`` is that ledger, which holds for all other outputs.
    """
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
    known = Probes(request.cache)
    drawn, found = load_look(settings, request.site, known)
    problems += found
    memory = Memory(folder, reading_recipe(known), None if request.force else request.cache)
    site, found = read_site(folder, settings, memory, workers)
    problems += found
    viewing = Viewing(request.today or _today(settings), request.drafts, request.future)
    plan, again, state = None, None, ""
    if site is not None and drawn is not None:
        state = state_of(site, viewing, drawn, memory.states)
        if ledger is not None and ledger.state == state:
            plan, again = _plan_again(site, viewing, drawn, ledger, memory)
        if plan is None:
            plan = plan_site(site, viewing, drawn.look)
        problems += plan.problems
        memory.write(plan.published, plan.withheld)
    known.keep()
    tell("read", 1, 1)
    problems = _with_sources(problems, folder)
    return Read(settings, drawn, plan, problems, drawn is None, site, viewing, state, memory.texts, again)


def _plan_again(
    site: Site, viewing: Viewing, drawn: LoadedTheme, ledger: Ledger, memory: Memory
) -> tuple[Plan | None, Ledger | None]:
    changed = ledger.changed(memory.texts)
    plan = plan_again(site, viewing, drawn.look, changed, ledger.telling(changed), ledger.drawn)
    if plan is None:
        return None, None
    kept = tuple(problem for problem in ledger.body_problems if problem.place.path not in changed)
    return replace(plan, problems=(*plan.problems, *kept), body_problems=(*plan.body_problems, *kept)), ledger


def _photo_states(site: Site, viewing: Viewing) -> tuple[PhotoState, ...]:
    states = []
    for member in site.members:
        admission = admission_of(member, site.settings.photos.policy, viewing.today)
        for photo in all_photos(member):
            path = Path(photo.source.path).relative_to(site.folder).as_posix()
            states.append(PhotoState(path, photo.people or "", photo.consent or "", admission.reason(photo) or ""))
    return tuple(sorted(set(states), key=lambda state: (state.path, state.people, state.consent)))


def with_sources(problems: Sequence[Problem], site: Path) -> tuple[Problem, ...]:
    """Show the line of each problem of a site that names one; an address is looked for in its file."""
    folder = list_folder(site)[0]
    return _with_sources([_located(problem, folder) for problem in problems], folder)


def _located(problem: Problem, folder: SiteFolder) -> Problem:
    address, path = problem.values.get("address", ""), problem.place.path
    if not address or problem.place.line or path not in folder.files:
        return problem
    source = read_source(path, folder.read(path))[0]
    before, found, _ = source.text.partition(address) if source is not None else ("", "", "")
    if not found:
        return problem
    return replace(problem, place=Place(path, before.count("\n") + 1, len(before) - before.rfind("\n")))


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


def keyed(outputs: Sequence[Output], drawn: LoadedTheme) -> tuple[tuple[Output, str], ...]:
    """Give every output its key: its whole value, and what of our code and its libraries shapes its bytes."""
    return tuple((output, key_of(value_of(output), drawn.recipe_of(output))) for output in outputs)


def day_span(settings: Settings, today: date | None) -> tuple[float, float]:
    """Return from when to when (seconds since 1970) a build of now would take it to be the same day."""
    if today is not None:
        return 0.0, float("inf")
    zone = ZoneInfo(settings.timezone)
    day = _today(settings)
    begins = datetime(day.year, day.month, day.day, tzinfo=zone)
    ends = datetime.combine(day + timedelta(days=1), time(), zone)
    return begins.timestamp(), ends.timestamp()


def _today(settings: Settings) -> date:
    return datetime.now(ZoneInfo(settings.timezone)).date()


def silent(stage: str, done: int, total: int) -> None:
    """Tell nobody."""
