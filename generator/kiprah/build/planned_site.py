"""Plan of a whole site for those who only look at it: check, list, why, the contact sheet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from kiprah.build.cache_keys import LoadedTheme
from kiprah.build.load import LoadedSite, NotLoaded, load_site, member_tasks, with_sources
from kiprah.build.member.assembled_member import assembled_member
from kiprah.build.request import Progress, Request
from kiprah.cache.state import State, open_state
from kiprah.content.read_cache import ReadCache
from kiprah.model.member import Member
from kiprah.model.settings import Settings, Viewing
from kiprah.model.site import Site
from kiprah.plan.community.community_plan import plan_community
from kiprah.plan.member import MemberPlan, plan_member
from kiprah.plan.outputs import Output
from kiprah.plan.privacy.consent import admission_of, all_photos
from kiprah.plan.site import SitePlan, plan_site, site_plan
from kiprah.plan.value_digests import ValueDigests
from kiprah.problem import Problem
from kiprah.workers import WorkerPool


class PlannedSite(Struct, frozen=True):
    """A site read and planned, for those who only look: check, list, why, the contact sheet."""

    settings: Settings | None
    problems: tuple[Problem, ...]
    site: Site | None = None
    viewing: Viewing | None = None
    theme: LoadedTheme | None = None
    plan: SitePlan | None = None
    loaded: LoadedSite | None = None

    @property
    def bad_settings(self) -> bool:
        """Say whether settings or theme make no sense."""
        return self.theme is None

    @property
    def photos(self) -> tuple[PhotoState, ...]:
        """Every photo that a member names."""
        return _photo_states(self.site, self.viewing) if self.site is not None and self.viewing is not None else ()


class PhotoState(Struct, frozen=True):
    """A photo as a member described it, and why it is held back, if it is."""

    path: str
    """Path relative to the site's folder."""
    people: str
    consent: str
    reason: str


def read_and_plan(request: Request, tell: Progress, workers: WorkerPool | None = None) -> PlannedSite:
    """Read the settings and the content, and plan every output; all problems of the run come together."""
    with open_state(request.cache) as state:
        tell("read", 0, 1)
        loaded = load_site(request, state)
        if isinstance(loaded, NotLoaded):
            return PlannedSite(loaded.settings, loaded.problems)
        if loaded.community is not None:
            return _planned_community(request, loaded, state)
        cache = ReadCache(loaded.folder, loaded.reading, None if request.force else state)
        shard, workers = loaded.shard(request), workers or WorkerPool(1)
        member, problems = assembled_member(shard, loaded.folder, state, workers, cache)
        problems = (*loaded.problems, *problems)
        if member is None:
            found = with_sources(problems, loaded.folder)
            return PlannedSite(loaded.settings, found, viewing=loaded.viewing, theme=loaded.theme, loaded=loaded)
        site = Site(loaded.context, (member,))
        plan = plan_site(site, loaded.viewing, loaded.theme.digests, loaded.theme.assets)
        cache.save(plan.members[0].published, plan.withheld)
        tell("read", 1, 1)
        found = with_sources((*problems, *plan.problems), loaded.folder)
        return PlannedSite(loaded.settings, found, site, loaded.viewing, loaded.theme, plan, loaded)


def _planned_community(request: Request, loaded: LoadedSite, state: State) -> PlannedSite:
    """Read and plan every member of a community, and what the community has besides."""
    community = loaded.community
    assert community is not None
    problems = list(loaded.problems)
    shared = loaded.shard(request)
    members: list[Member] = []
    plans: list[MemberPlan] = []
    for task in member_tasks(loaded):
        shard = task.shard(shared)
        cache = ReadCache(task.files.folder, loaded.reading, None if request.force else state, shard.root)
        member, found = assembled_member(shard, task.files.folder, state, WorkerPool(1), cache)
        problems += (*task.files.problems, *found)
        if member is None:
            continue
        member = replace(member, held=(*task.files.over_limits, *member.held))
        member_plan = plan_member(member, shard.context, loaded.viewing, loaded.theme.digests)
        cache.save(member_plan.published, member_plan.withheld)
        members.append(member)
        plans.append(member_plan)
    summaries = [member_plan.summary for member_plan in plans]
    own = plan_community(community, loaded.context, loaded.viewing, loaded.theme.digests, summaries)
    plan = site_plan(loaded.context, loaded.viewing, loaded.theme.assets, plans, own)
    found = with_sources((*problems, *plan.problems), loaded.folder)
    site = Site(loaded.context, (*members, community.host))
    return PlannedSite(loaded.settings, found, site, loaded.viewing, loaded.theme, plan, loaded)


def _photo_states(site: Site, viewing: Viewing) -> tuple[PhotoState, ...]:
    states = []
    for member in site.members:
        admission = admission_of(member, site.settings.photos.policy, viewing.today)
        for photo in all_photos(member):
            path = Path(photo.source.path).relative_to(site.folder).as_posix()
            states.append(PhotoState(path, photo.people or "", photo.consent or "", admission.reason(photo) or ""))
    return tuple(sorted(set(states), key=lambda state: (state.path, state.people, state.consent)))


def keyed(outputs: Sequence[Output], theme: LoadedTheme) -> tuple[tuple[Output, str], ...]:
    """Give every output its cache key."""
    digests = ValueDigests()
    return tuple((output, theme.key_of(output, digests)) for output in outputs)
