"""Source of an export: the chosen part of a member, read and made ready in one language."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from kiprah.authoring.refusal import Refusal
from kiprah.build.load import LoadedSite, NotLoaded, load_site, member_tasks, with_sources
from kiprah.build.request import Request
from kiprah.cache.state import open_state
from kiprah.content.address_register import parse_register
from kiprah.content.event_facts import with_events
from kiprah.content.read_cache import ReadCache
from kiprah.content.site import read_member
from kiprah.model.addresses import register_path
from kiprah.model.member import Member
from kiprah.model.settings import Settings
from kiprah.model.slug import slug_of
from kiprah.plan.export.selection import ExportChoice, chosen_member, missing_slugs, revealed
from kiprah.plan.export.target import Target
from kiprah.plan.member_checks import check_member, clashing_entries, with_broken
from kiprah.plan.member_planner import MemberPlanner
from kiprah.plan.pages.page_outputs import PagePlanner
from kiprah.plan.privacy.cool_off import with_register
from kiprah.plan.privacy.leaks import LeakTrace, leak_traces_of
from kiprah.plan.privacy.risks import without_risks
from kiprah.plan.privacy.visibility import visible_of
from kiprah.problem import Problem, in_order
from kiprah.workers import WorkerPool


class ExportRequest(Struct, frozen=True):
    """Request for an export: its target, what it takes, and where it goes; every path absolute."""

    site: Path
    cache: Path
    target: str
    choice: ExportChoice
    output: Path | None = None
    """A file, a folder, or None for ``export/`` in the current one."""
    language: str = ""
    """Language of the export; empty: what the target wants, else the site's own."""
    today: date | None = None
    member: str = ""
    """Slug of the member, in a community."""
    paper: str = "a4"
    """Size of the paper: ``a4``, ``letter`` or ``f4``."""
    pages: int = 1
    """Number of pages of the CV: one or two."""
    expected: str = ""
    """The code of a sheet that was signed: say whether its text is still the same, and write nothing."""


def choice_of(
    slugs: tuple[str, ...], year: int | None, *, unlisted: bool, private: bool, drafts: bool, future: bool
) -> ExportChoice:
    """Say what is wanted, as the command was asked."""
    return ExportChoice(slugs, year, unlisted, private, drafts, future)


class ExportSource(Struct, frozen=True):
    """The chosen part of a member, ready to be written in one language."""

    site: LoadedSite
    member: Member
    planner: MemberPlanner
    page_plan: PagePlanner
    """Planner of pages in the language of the export."""
    traces: tuple[LeakTrace, ...]
    """Words that stay hidden, whatever was chosen."""
    request: ExportRequest

    @property
    def is_part(self) -> bool:
        """Say whether something listed was left out."""
        return bool(self.request.choice.slugs) or self.request.choice.year is not None

    @property
    def stem(self) -> str:
        """A name for files, from the member's."""
        return slug_of(self.member.profile.original.name) or "portfolio"


class NoSource(Struct, frozen=True):
    """Refusal of an export: the problems for which there is nothing to take."""

    exit_code: int
    problems: tuple[Problem, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    settings: Settings | None = None


def export_source(request: ExportRequest, target: Target) -> ExportSource | NoSource:
    """Read the site and keep what was chosen; or say why that cannot be exported."""
    choice = request.choice
    build = Request(
        request.site, request.site, request.cache, drafts=choice.drafts, future=choice.future, today=request.today
    )
    with open_state(request.cache) as state:
        site = load_site(build, state)
        if isinstance(site, NotLoaded):
            return NoSource(2, problems=in_order(site.problems), settings=site.settings)
        site = with_language(site, request.language or target.language)
        cache = ReadCache(site.folder, site.reading, state)
        if site.community is None:
            member, problems = read_member(site.folder, "", "", site.settings, cache, WorkerPool(1))
        else:
            member, problems = _of_community(site, request.member, cache)
            if member is None and not problems:
                known = ", ".join(sorted(task.slug for task in member_tasks(site))[:12])
                values = {"member": request.member, "known": known}
                key = "no-such-member" if request.member else "which-member"
                return NoSource(2, refusals=(Refusal(key, values, domain="export"),), settings=site.settings)
        if member is not None and site.community is None:
            register, _ = parse_register(register_path(""), site.register)
            member = with_register(member, register, site.settings, site.viewing)
    problems = in_order(with_sources((*site.problems, *problems), site.folder))
    errors = tuple(problem for problem in problems if problem.is_error)
    if member is None or (errors and site.settings.on_error != "skip"):
        return NoSource(1, problems=errors, settings=site.settings)
    member = revealed(with_broken(member, clashing_entries(check_member(member))), choice)
    member, visible, _ = without_risks(member, site.settings, site.viewing)
    absent = missing_slugs(member, choice, visible, site.viewing)
    if absent:
        return NoSource(2, refusals=tuple(_refusal(one.slug, one.flag, one.nearest) for one in absent))
    if not any(choice.takes(entry) for entry in visible.activities + visible.reflections):
        values = {"year": str(choice.year or "")}
        key = "nothing-in-year" if choice.year is not None else "nothing"
        return NoSource(2, refusals=(Refusal(key, values, domain="export", cause="content"),))
    traces = leak_traces_of(member, visible)
    member = chosen_member(member, choice, visible)
    planner = MemberPlanner(site.context, visible_of(member, site.settings, site.viewing), site.theme.digests)
    language = request.language or target.language or site.settings.language
    return ExportSource(site, member, planner, planner.page_plans[language], traces, request)


def _of_community(site: LoadedSite, slug: str, cache: ReadCache) -> tuple[Member | None, tuple[Problem, ...]]:
    """Read one member of a community as their own run does; nothing where the community shows nobody of that name."""
    task = next((task for task in member_tasks(site) if task.slug == slug), None)
    if task is None:
        return None, ()
    root = f"members/{slug}/"
    member, problems = read_member(task.files.folder, root, root, site.settings, cache, WorkerPool(1))
    if member is None:
        return None, problems
    whole, more = with_events(replace(member, record=task.record), task.events, slug)
    register, _ = parse_register(register_path(slug), task.register)
    return with_register(whole, register, site.settings, site.viewing), (*problems, *more)


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
