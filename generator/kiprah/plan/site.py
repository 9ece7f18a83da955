"""Plan of a whole site for those who only look: check, why, the contact sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from kiprah.model.member import Withheld
from kiprah.model.settings import Viewing
from kiprah.model.site import Site, SiteContext
from kiprah.plan.addresses.address_claims import settled_community, settled_site
from kiprah.plan.member import MemberPlan, plan_member
from kiprah.plan.member_planner import ThemeDigests
from kiprah.plan.outputs import Output
from kiprah.plan.privacy.leaks import LeakTrace
from kiprah.plan.site_files import plan_site_files, site_problems
from kiprah.problem import Problem

if TYPE_CHECKING:
    from kiprah.plan.community.community_plan import CommunityPlan


class SitePlan(Struct, frozen=True):
    """Plan of all that will be published of a site."""

    outputs: tuple[Output, ...]
    """Outputs, sorted by path."""
    problems: tuple[Problem, ...]
    held: tuple[Withheld, ...]
    withheld: frozenset[str]
    traces: tuple[LeakTrace, ...]
    members: tuple[MemberPlan, ...]

    @property
    def texts(self) -> Mapping[str, tuple[str, ...]]:
        """By page, the files whose bodies it tells."""
        return {path: texts for member in self.members for path, texts in member.texts.items()}


def site_plan(
    context: SiteContext,
    viewing: Viewing,
    assets: Iterable[tuple[str, bytes]],
    members: Sequence[MemberPlan],
    community: CommunityPlan,
) -> SitePlan:
    """Put the plans of a community and of its members together."""
    outputs = [*(output for member in members for output in member.outputs), *community.outputs]
    summaries = [*(member.summary for member in members), community.summary]
    files = plan_site_files(
        context, viewing, assets, summaries, (output.path for output in outputs), community.redirects
    )
    problems = [*(problem for member in members for problem in member.problems), *community.problems]
    problems += site_problems(context)
    paths = [output.path for member in members for output in member.outputs]
    problems += settled_community((*community.outputs, *files), community.owners, paths)[0]
    return SitePlan(
        outputs=tuple(sorted((*outputs, *files), key=lambda output: output.path)),
        problems=tuple(problems),
        held=(*(held for plan in members for held in plan.held), *community.held),
        withheld=community.withheld.union(*(member.withheld for member in members)),
        traces=(*(trace for member in members for trace in member.traces), *community.traces),
        members=tuple(members),
    )


def plan_site(site: Site, viewing: Viewing, theme: ThemeDigests, assets: Iterable[tuple[str, bytes]] = ()) -> SitePlan:
    """List every output of a site; with errors among the problems nothing may be published."""
    members = tuple(plan_member(member, site.context, viewing, theme) for member in site.members)
    outputs = [output for member in members for output in member.outputs]
    summaries = [member.summary for member in members]
    files = plan_site_files(site.context, viewing, assets, summaries, (output.path for output in outputs))
    problems = [problem for member in members for problem in member.problems]
    problems += site_problems(site.context)
    aliases = [alias for summary in summaries for alias in summary.aliases]
    problems += settled_site((output.path for output in outputs), site.context, aliases, files)[0]
    return SitePlan(
        outputs=tuple(sorted((*outputs, *files), key=lambda output: output.path)),
        problems=tuple(problems),
        held=tuple(held for member in members for held in member.held),
        withheld=frozenset(digest for member in members for digest in member.withheld),
        traces=tuple(trace for member in members for trace in member.traces),
        members=members,
    )
