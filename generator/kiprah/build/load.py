"""Loading of a site: settings, shared files and theme, before any member's run."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from importlib.util import find_spec

from msgspec import Struct
from msgspec.structs import replace

from kiprah.build.address_registers import strangers
from kiprah.build.cache_keys import Code, LoadedTheme, load_site_theme, reading_recipe
from kiprah.build.checks.logo_check import with_checked_logo
from kiprah.build.community.member_task import MemberListing, MemberTask
from kiprah.build.example_words import words_of_example
from kiprah.build.member.shard import Shard
from kiprah.build.request import Request
from kiprah.cache.digests import digest_of, key_of
from kiprah.cache.probes import Probes
from kiprah.cache.stat_index import Listing
from kiprah.cache.state import State
from kiprah.content.folder import SiteFolder, list_folder
from kiprah.content.read_cache import COMMUNITY, ReadCache
from kiprah.content.site import read_context
from kiprah.fields.source import Source, read_source
from kiprah.model.addresses import register_path
from kiprah.model.community import Community
from kiprah.model.settings import SETTINGS_FILE, Directory, Limits, Settings, Viewing
from kiprah.model.site import SiteContext
from kiprah.plan.output_sources import Sources, sources_of
from kiprah.plan.privacy.cool_off import begins_to_cool, with_register
from kiprah.plan.privacy.leaks import published_paths
from kiprah.plan.sharing.card_logo import LOGOS
from kiprah.problem import Place, Problem
from kiprah.workers import WorkerPool


class LoadedSite(Struct, frozen=True):
    """Site as it was loaded: settings, shared files and theme, all but its members."""

    folder: SiteFolder
    settings: Settings
    context: SiteContext
    viewing: Viewing
    theme: LoadedTheme
    reading: str
    """The recipe of reading."""
    problems: tuple[Problem, ...]
    community: Community | None = None
    """Community that was read; None: the site is a portfolio."""
    sources: Sources = Sources()
    """The files that a community's own pages are made from."""
    register: bytes = b""
    """The site's own file of addresses as it stands."""
    examples: tuple[Problem, ...] = ()
    """Problems that name what is still the example's."""

    def shard(self, request: Request, *, leave_out: bool = False) -> Shard:
        """Describe the run of a portfolio's one member, or what the runs of a community's members share."""
        return Shard(
            context=self.context if self.community is None else members_context(self.context),
            viewing=self.viewing,
            theme=replace(self.theme, assets=()),
            reading=self.reading,
            blobs=request.blobs,
            leave_out=leave_out,
            strict=request.strict,
            force=request.force,
            register=self.register,
        )


def with_pdf_only_if_installed(settings: Settings, *, installed: bool) -> tuple[Settings, tuple[Problem, ...]]:
    """Leave the PDF out where nothing can set it, and say so: the page prints as well, and all else is published."""
    if installed or not settings.cv.pdf:
        return settings, ()
    problem = Problem("pdf-extra", Place(SETTINGS_FILE))
    return replace(settings, cv=replace(settings.cv, pdf=False)), (problem,)


def members_context(context: SiteContext) -> SiteContext:
    """Reduce what a community shares to what its members' pages may depend on."""
    settings = replace(context.settings, members=Directory(), limits=Limits(), featured=(), menu=None)
    return replace(context, settings=settings, static=tuple(file for file in context.static if file.path in LOGOS))


def listed_members(site: LoadedSite) -> tuple[MemberListing, ...]:
    """List the members of a community who have pages; what nobody may show is left out."""
    if site.community is None:
        return ()
    limits = site.settings.limits
    key = key_of(repr(limits)).encode()
    return tuple(
        MemberListing(m.slug, m.record, m.events, site.folder, limits, key)
        for m in site.community.members
        if m.record is not None and m.record.is_published
    )


def member_tasks(site: LoadedSite) -> tuple[MemberTask, ...]:
    """List the members of a community who have pages, with their files. Raises ``OSError``."""
    return tuple(member.task() for member in listed_members(site))


class NotLoaded(Struct, frozen=True):
    """Problems for which a site cannot be loaded."""

    settings: Settings | None
    problems: tuple[Problem, ...]


def load_site(
    request: Request, state: State, listing: Listing | None = None, own: Listing | None = None
) -> LoadedSite | NotLoaded:
    """Load settings, shared files and theme; what was seen of the folder, and of our code, a moment ago is given."""
    folder, problems = list_folder(request.site, listing)
    probes = Probes(state)
    code = Code(probes, own)
    reading = reading_recipe(probes, code)
    settings, found = _settings(folder, probes, reading)
    problems += found
    if settings is None:
        return NotLoaded(None, with_sources(problems, folder))
    if request.url is not None:
        settings = replace(settings, url=request.url)
    settings, found = with_pdf_only_if_installed(settings, installed=find_spec("typst") is not None)
    problems += found
    known = None if request.force else state
    cache = ReadCache(folder, reading, known, "static/")
    context, found = read_context(folder, settings, cache)
    problems += found
    context, found = with_checked_logo(context, probes, code, reading)
    problems += found
    community, sources = None, Sources()
    viewing = _viewing(request, settings)
    register = folder.read_or_nothing(register_path(""))
    if settings.kind == "community":
        # Only now: a portfolio needs nothing of it.
        from kiprah.build.register_cache import cached_register
        from kiprah.content.community import read_community
        from kiprah.plan.community.community_plan import visible_host
        from kiprah.plan.community.held_events import with_held_events

        entries = ReadCache(folder, reading, known, COMMUNITY)
        with WorkerPool(request.jobs) as workers:
            community, found = read_community(folder, settings, entries, workers)
        addresses, more = cached_register(register, reading, state)
        problems += (*found, *more)
        community = replace(community, host=with_register(community.host, addresses, settings, viewing))
        visible = visible_host(community, settings, viewing)
        entries.save(published_paths(visible), visible.withheld)
        sources = sources_of(visible)
        community = with_held_events(community, visible)
    theme, found = load_site_theme(settings, context, probes, code)
    problems += found
    examples = words_of_example(folder, settings, request.url, probes, code)
    probes.save()
    cache.save((), frozenset())
    if theme is None:
        return NotLoaded(settings, with_sources(problems, folder))
    problems += begins_to_cool(settings, register)
    problems += strangers(folder, community) if community is not None else ()
    return LoadedSite(
        folder=folder,
        settings=settings,
        context=context,
        viewing=viewing,
        theme=theme,
        reading=reading,
        problems=problems,
        community=community,
        sources=sources,
        register=register,
        examples=examples,
    )


def _settings(folder: SiteFolder, known: Probes, reading: str) -> tuple[Settings | None, tuple[Problem, ...]]:
    """Read the settings, unless it is known what they say."""
    try:
        data = folder.read(SETTINGS_FILE) if SETTINGS_FILE in folder.files else None
    except OSError:
        data = None
    if data is None:
        from kiprah.content.settings import read_settings

        return read_settings(folder)

    def read() -> tuple[Settings | None, tuple[Problem, ...]]:
        # Only now: most builds find the settings that the one before read.
        from kiprah.content.settings import parse_settings

        return parse_settings(data)

    return known.sound_value("settings", f"{reading} {digest_of(data)}", Settings, read)


def _viewing(request: Request, settings: Settings) -> Viewing:
    return Viewing(request.today or _today(settings), request.drafts, request.future, request.circle)


def _located(problem: Problem, folder: SiteFolder) -> Problem:
    """Give a problem of an address, of a spot or of a key the place where its file names it."""
    from kiprah.content.keys.key_places import has_key_place, key_place

    address, path = problem.values.get("address") or problem.values.get("spot", ""), problem.place.path
    if problem.place.line or path not in folder.files or not (address or has_key_place(problem)):
        return problem
    source = read_source(path, folder.read(path))[0]
    if source is None:
        return problem
    if not address:
        return replace(problem, place=key_place(problem, source) or problem.place)
    before, found, _ = source.text.partition(address)
    if not found:
        return problem
    return replace(problem, place=Place(path, before.count("\n") + 1, len(before) - before.rfind("\n")))


def with_sources(problems: Iterable[Problem], folder: SiteFolder) -> tuple[Problem, ...]:
    """Show the line of each problem that names one, or that is about words which its file holds."""
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
        for p in (_located(problem, folder) for problem in problems)
    )


def time_span(settings: Settings, today: date | None, valid_until: date | None) -> tuple[float, float]:
    """Return from when to when (seconds since 1970) a build of now would end the same, the content being the same."""
    if today is not None:
        return 0.0, float("inf")
    from zoneinfo import ZoneInfo

    zone = ZoneInfo(settings.timezone)
    begins = datetime.combine(_today(settings), time(), zone).timestamp()
    return begins, datetime.combine(valid_until, time(), zone).timestamp() if valid_until is not None else float("inf")


def _today(settings: Settings) -> date:
    # Only now: a build that is told the day asks no clock.
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo(settings.timezone)).date()


def silent(stage: str, done: int, total: int) -> None:
    """Tell nobody."""
