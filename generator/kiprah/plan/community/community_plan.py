"""Plan of a community besides its members: pages, cards, feeds and data, made from summaries alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from kiprah.model.addresses import AddressRegister
from kiprah.model.community import Community
from kiprah.model.member import Withheld
from kiprah.model.settings import Settings, Viewing
from kiprah.model.site import SiteContext
from kiprah.plan.addresses.address_claims import contested
from kiprah.plan.addresses.lasting_addresses import lasting_addresses
from kiprah.plan.community.community_head import join_of
from kiprah.plan.community.community_lists import Person, sorted_people, stories_of, story_groups
from kiprah.plan.community.community_pages import CommunityPages
from kiprah.plan.community.event_attestations import event_attestations
from kiprah.plan.data.alias import aliases_of
from kiprah.plan.data.community_data import calendar_of, feed_of, json_outputs
from kiprah.plan.data.sitemap import sitemap_urls
from kiprah.plan.day_of_change import day_of_change
from kiprah.plan.member import moved_pages, pictures_of
from kiprah.plan.member_checks import check_member, check_shown, clashing_entries, with_broken
from kiprah.plan.member_planner import MemberPlanner, ThemeDigests
from kiprah.plan.output_owners import owners_of
from kiprah.plan.outputs import Output, PageOutput
from kiprah.plan.pages.page_list import PageSpec
from kiprah.plan.pages.page_outputs import PagePlanner
from kiprah.plan.privacy.leaks import LeakTrace, leak_traces_of, published_paths
from kiprah.plan.privacy.risks import without_risks
from kiprah.plan.privacy.visibility import Visible, visible_of
from kiprah.plan.search.heads import SearchHead
from kiprah.plan.search.names import names_output
from kiprah.plan.search.parts import host_part
from kiprah.plan.site_files import static_outputs
from kiprah.plan.summary import Summary
from kiprah.plan.views.community import EventView, MovedMemberView
from kiprah.plan.views.page import PageView
from kiprah.plan.views.text import Link
from kiprah.problem import Place, Problem


class HostPart(Struct, frozen=True, array_like=True):
    """The community's own part of the search index of one language."""

    language: str
    root: str
    head: SearchHead
    content: bytes


class CommunityPlan(Struct, frozen=True):
    """Plan of all that will be published of a community besides its members' own."""

    outputs: tuple[Output, ...]
    """Outputs, sorted by path."""
    problems: tuple[Problem, ...]
    held: tuple[Withheld, ...]
    withheld: frozenset[str]
    traces: tuple[LeakTrace, ...]
    published: frozenset[str]
    owners: dict[str, tuple[str, ...]]
    texts: dict[str, tuple[str, ...]]
    summary: Summary
    """Summary of the community's own pages, for sitemap and old addresses."""
    redirects: tuple[tuple[str, str], ...]
    """Address below the site's root of each member who moved, and the address that all of it leads to now."""
    valid_until: date | None
    hosts: tuple[HostPart, ...] = ()
    """The community's own part of the search index of each language."""
    register: AddressRegister = AddressRegister()
    """Register of what the community ever published besides its members, once this plan is published."""


def plan_community(
    community: Community,
    context: SiteContext,
    viewing: Viewing,
    theme: ThemeDigests,
    summaries: Sequence[Summary],
    left_out: frozenset[str] = frozenset(),
) -> CommunityPlan:
    """List every output of a community that no member owns; ``summaries`` are of the members who have pages."""
    settings = context.settings
    clashes = check_member(community.host)
    broken = with_broken(community.host, left_out | clashing_entries(clashes))
    sound, visible, dangers = without_risks(broken, settings, viewing)
    # A community's events are nobody's roles.
    visible = replace(visible, roles=())
    attested, found = event_attestations(sound, visible.all_activities, summaries, context.attesters)
    planner = MemberPlanner(context, visible, theme, attested, left_out=left_out)
    since = {m.slug: m.record.since for m in community.members if m.record is not None}
    outputs: list[Output] = []
    pages: list[PageOutput] = []
    hosts: list[HostPart] = []
    for language, page_plan in planner.page_plans.items():
        people = sorted_people(
            [Person(s, s.localized[language], since.get(s.slug, "")) for s in summaries if language in s.localized],
            settings.members.order,
        )
        hosts.append(HostPart(language, page_plan.localized.routes.root, *host_part(page_plan.localized)))
        outputs.extend(_language_outputs(page_plan, community, people, default=language == settings.language))
    # Only now: a page names its counterparts in all languages.
    for page_plan in planner.page_plans.values():
        pages.extend(page_plan.community_outputs())
    moved, redirects = _moved(community, planner.page_plans[settings.language])
    outputs.extend((*pages, *moved, *planner.files.values()))
    outputs.extend(pictures_of(planner, outputs))
    static = static_outputs(context)
    named, page_plan = aliases_of(visible, planner.origin), planner.page_plans[settings.language]
    outputs.extend(moved_pages(named, page_plan, of_member=False))
    contest = contested((*outputs, *static), planner)
    if contest.lost:
        rest = replace(community, host=contest.member(community.host))
        plan = plan_community(rest, contest.context(context), viewing, theme, summaries, left_out)
        return replace(plan, problems=(*contest.problems, *plan.problems))
    lasting = lasting_addresses(sound, visible, planner.page_plans, planner.origin, (*outputs, *static), named)
    outputs.extend(moved_pages(lasting.aliases, page_plan, of_member=False))
    aliases = tuple(sorted((*named, *lasting.aliases), key=lambda a: (a.path, a.target)))
    problems = [*clashes, *dangers, *check_shown(visible, settings), *planner.problems, *found]
    problems += [*_featured(settings, summaries), *lasting.problems]
    problems += (p for page_plan in planner.page_plans.values() for p in page_plan.localized.bodies.problems)
    hidden = settings.noindex or viewing.preview
    urls = () if hidden else sitemap_urls((p.page for p in pages), settings.url, settings.language)
    return CommunityPlan(
        outputs=tuple(sorted(outputs, key=lambda output: output.path)),
        problems=tuple(problems),
        held=visible.held,
        withheld=visible.withheld,
        traces=leak_traces_of(sound, visible),
        published=published_paths(visible),
        owners=owners_of(planner, outputs),
        texts={path: texts for page_plan in planner.page_plans.values() for path, texts in page_plan.texts.items()},
        summary=Summary("", settings.title, pages=urls, aliases=aliases),
        redirects=redirects,
        valid_until=day_of_change(sound, viewing),
        hosts=tuple(hosts),
        register=lasting.register,
    )


def _language_outputs(
    page_plan: PagePlanner, community: Community, people: Sequence[Person], *, default: bool
) -> Iterable[Output]:
    """Plan one language: cards, feeds and data; its pages are listed in its page planner."""
    localized = page_plan.localized
    settings, routes, language = localized.settings, localized.routes, localized.language
    pages = CommunityPages(localized, community, people, join_of(settings.join, language), bool(settings.url))
    totals = pages.totals()
    groups = story_groups(people, "cause")
    largest = sorted(groups.values(), key=lambda group: (-len(group.stories), group.name))
    page_plan.card_planner.plan_community_cards(
        tuple(g.name for g in largest[:3]), pages.facts(), pages.facts_by_year()
    )
    page_plan.plan_pages(pages.specs())
    yield from page_plan.card_planner.outputs
    yield from page_plan.card_planner.notes
    if len(people) > settings.members.per_page:
        yield names_output(routes, people)
    stories = stories_of(people)
    limit = settings.feed.limit
    if settings.url:
        newest = [story.item for story in reversed(stories)][:limit]
        yield from feed_of(page_plan.site, language, settings.title, routes.home(), routes.home(), newest)
        for slug, group in groups.items():
            href = routes.cause(slug)
            newest = [story.item for story in reversed(group.stories)][:limit]
            title = f"{group.name} \u00b7 {settings.title}"
            yield from feed_of(page_plan.site, language, title, href, href, newest)
    events = [spec.subject for spec in page_plan.specs if isinstance(spec.subject, EventView) and not spec.page.noindex]
    if settings.url:
        yield calendar_of(page_plan.site, language, routes, events)
    if default:
        by_slug = sorted((person.summary for person in people), key=lambda summary: summary.slug)
        entries = sorted(
            ((p.summary.slug, story) for p in people for story in p.localized.stories),
            key=lambda pair: (pair[1].day, pair[0], pair[1].slug),
        )
        joined = {person.summary.slug: person.since for person in people}
        yield from json_outputs(page_plan.site, language, settings.languages, totals, by_slug, events, entries, joined)


def _moved(community: Community, page_plan: PagePlanner) -> tuple[list[PageOutput], tuple[tuple[str, str], ...]]:
    """Plan the small page of each member who moved away; everything below it leads there too."""
    outputs: list[PageOutput] = []
    redirects: list[tuple[str, str]] = []
    records = [m.record for m in community.members if m.record is not None]
    for record in (*records, *community.gone):
        if record.leads_on:
            link = Link(f"members/{record.slug}/")
            page = PageView("moved-member", link, page_plan.localized.words.say("page.moved_member"), noindex=True)
            spec = PageSpec(page, MovedMemberView(record.slug, record.moved_to), only_here=True)
            outputs.append(page_plan.output(spec, None))
            redirects.append((link.path, record.moved_to))
    return outputs, tuple(redirects)


def _featured(settings: Settings, summaries: Sequence[Summary]) -> Iterable[Problem]:
    """Name what is to be featured and is not there; it may be held back, and says so elsewhere."""
    names = {summary.slug for summary in summaries}
    names |= {
        f"{summary.slug}/{story.slug}"
        for summary in summaries
        for localized in summary.localized.values()
        for story in localized.stories
    }
    for name in settings.featured:
        if name not in names:
            yield Problem("featured-unknown", Place("site.yml"), {"value": name})


def visible_host(community: Community, settings: Settings, viewing: Viewing) -> Visible:
    """Sort out what of a community's own events and pages is shown."""
    return visible_of(community.host, settings, viewing)
