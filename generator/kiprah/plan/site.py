"""Plan of a site's own files, and of a whole site for those who only look: check, why, the contact sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from kiprah.model.member import Withheld
from kiprah.model.settings import Settings, Viewing
from kiprah.model.site import Site, SiteContext
from kiprah.plan.address_claims import settled_community, settled_site
from kiprah.plan.attestation import verification_addresses
from kiprah.plan.data.all_files import site_outputs
from kiprah.plan.data.attesters import attester_outputs
from kiprah.plan.leaks import LeakTrace
from kiprah.plan.member import MemberPlan, plan_member, static_outputs
from kiprah.plan.member_planner import ThemeDigests
from kiprah.plan.outputs import AssetOutput, Output
from kiprah.plan.summary import Summary
from kiprah.problem import Place, Problem

if TYPE_CHECKING:
    from kiprah.plan.community import CommunityPlan


class SitePlan(Struct, frozen=True):
    """Everything that will be published of a site."""

    outputs: tuple[Output, ...]
    """Sorted by path."""
    problems: tuple[Problem, ...]
    held: tuple[Withheld, ...]
    withheld: frozenset[str]
    traces: tuple[LeakTrace, ...]
    members: tuple[MemberPlan, ...]

    @property
    def texts(self) -> Mapping[str, tuple[str, ...]]:
        """By page, the files whose bodies it tells."""
        return {path: texts for member in self.members for path, texts in member.texts.items()}


def plan_site_files(
    context: SiteContext,
    viewing: Viewing,
    assets: Iterable[tuple[str, bytes]],
    summaries: Sequence[Summary],
    published: Iterable[str],
    redirects: tuple[tuple[str, str], ...] = (),
) -> tuple[Output, ...]:
    """List what the whole site has once: the sitemap, what hosts and telephones read, assets, static files.

    ``published`` are the paths of all members' outputs: no redirect may stand before one of them. ``redirects`` are
    folders whose every page stands elsewhere now, with that address.
    """
    name = summaries[0].name if summaries and context.settings.kind == "portfolio" else context.settings.title
    # A portfolio's static files are the member's, and are scanned for the member's hidden words.
    static = static_outputs(context) if context.settings.kind == "community" else ()
    return (
        *site_outputs(
            context.settings,
            viewing,
            name,
            summaries,
            published,
            redirects,
            verification_addresses(context.attesters),
        ),
        *attester_outputs(context.attesters),
        *(AssetOutput(path, content) for path, content in assets),
        *static,
    )


def site_problems(context: SiteContext) -> tuple[Problem, ...]:
    """Check the files that belong to the site: the brand's font, the logo."""
    problems: list[Problem] = []
    settings = context.settings
    if settings.brand.font and not context.fonts.own:
        problems.append(Problem("font-missing", Place("site.yml"), {"file": settings.brand.font}))
    return (*problems, *_logo_problems(context, settings))


def _logo_problems(context: SiteContext, settings: Settings) -> Iterable[Problem]:
    """Say of a mark that cards cannot show that they do not: it would be missing in silence."""
    from kiprah.plan.card_logo import logo_of

    if not settings.cards.formats or logo_of((f.path, f.source, f.digest) for f in context.static) is not None:
        return
    drawn = next((file.path for file in context.static if file.path.casefold() == "logo.svg"), "")
    if drawn:
        yield Problem("logo-svg", Place(f"static/{drawn}"), {"file": f"static/{drawn}"})


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
