"""Plan of one member: from what was read to the flat list of outputs, all known before the first byte."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from kiprah.background_call import BackgroundCall
from kiprah.model.addresses import AddressRegister
from kiprah.model.member import Member, Withheld
from kiprah.model.settings import Settings, Viewing
from kiprah.model.site import SiteContext
from kiprah.model.summary import Alias, SitemapUrl
from kiprah.plan.addresses.address_claims import contested
from kiprah.plan.addresses.lasting_addresses import lasting_addresses
from kiprah.plan.data.alias import aliases_of
from kiprah.plan.data.export import newest_entries
from kiprah.plan.data.feed import feed_outputs
from kiprah.plan.data.member_files import data_outputs
from kiprah.plan.data.sitemap import sitemap_urls
from kiprah.plan.day_of_change import day_of_change
from kiprah.plan.export.cv_document import cv_document, selection_document
from kiprah.plan.facts import NO_TEXTS, visible_facts
from kiprah.plan.member_checks import check_member, check_shown, clashing_entries, with_broken
from kiprah.plan.member_planner import MemberPlanner, ThemeDigests
from kiprah.plan.member_summary import is_estimated, localized_summary, minutes_by_year, participations_of
from kiprah.plan.output_owners import owners_of
from kiprah.plan.output_sources import Sources, sources_of
from kiprah.plan.outputs import CvPdfOutput, Output, PageOutput, PictureOutput
from kiprah.plan.pages.cv_page import CV_PDF
from kiprah.plan.pages.page_list import PageSpec
from kiprah.plan.pages.page_outputs import PagePlanner
from kiprah.plan.pages.selection_page import pdf_link, selection_problems
from kiprah.plan.privacy.leaks import LeakTrace, leak_traces_of, published_paths
from kiprah.plan.privacy.risks import Risks, found_risks, held_back, holds_back
from kiprah.plan.privacy.visibility import Visible, visible_of
from kiprah.plan.search.heads import SearchHead
from kiprah.plan.site_files import static_outputs
from kiprah.plan.summary import Summary
from kiprah.plan.translations import profile_text
from kiprah.plan.views.page import MovedView, PageView
from kiprah.plan.views.text import Link
from kiprah.problem import Place, Problem

_MANY = 400
"""Minimum number of activities for a second process: fewer are looked at before it has begun."""


class MemberPlan(Struct, frozen=True):
    """Plan of all that will be published of one member."""

    outputs: tuple[Output, ...]
    """Outputs, sorted by path."""
    of_facts: tuple[Problem, ...]
    """Problems other than risks and links."""
    risks: Risks
    links: tuple[Problem, ...]
    """Dead and hidden links of bodies, each place in its body's file."""
    held: tuple[Withheld, ...]
    withheld: frozenset[str]
    """Digests of photos that must be nowhere, the blob store included."""
    traces: tuple[LeakTrace, ...]
    published: frozenset[str]
    """The main files of all entries that are published."""
    owners: Mapping[str, tuple[str, ...]]
    """Main files of the entries that are left out where an output cannot be made, by output."""
    texts: Mapping[str, tuple[str, ...]]
    """Files whose bodies a page tells, by page."""
    summary: Summary
    valid_until: date | None
    """The first day on which a plan of the same content would differ; None: never."""
    search: Mapping[str, bytes] = {}
    """The member's part of a community's search index, by the blob that it goes into; one for each language."""
    sources: Sources = Sources()
    """The files that all of it is made from."""
    register: AddressRegister = AddressRegister()
    """Register of what was ever published of the member, once this plan is published."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that is to be said of it."""
        return (*self.of_facts, *(problem for _, problem in self.risks), *self.links)


def plan_member(
    member: Member,
    context: SiteContext,
    viewing: Viewing,
    theme: ThemeDigests,
    left_out: frozenset[str] = frozenset(),
    *,
    beside: bool = False,
) -> MemberPlan:
    """List every output of one member; with errors among the problems nothing of the member may be published.

    ``left_out`` names the main files of entries (or static files, or cards of no entry) that are not to be shown, since
    something of them cannot be made. ``beside`` allows a process to look for risks meanwhile; where it finds what must
    be held back, which is rare, all is planned once more.
    """
    clashes = check_member(member)
    sound = with_broken(member, left_out | clashing_entries(clashes))
    visible = visible_of(sound, context.settings, viewing)
    if beside and len(visible.all_activities) >= _MANY:
        search = BackgroundCall(found_risks, visible)
        plan = _planned(sound, visible, context, theme, clashes, left_out)
        found = search.result()
        if not holds_back(found):
            return replace(plan, risks=found)
    else:
        found = found_risks(visible)
    sound, visible = held_back(sound, visible, found)
    return replace(_planned(sound, visible, context, theme, clashes, left_out), risks=found)


def _planned(
    sound: Member,
    visible: Visible,
    context: SiteContext,
    theme: ThemeDigests,
    clashes: tuple[Problem, ...],
    left_out: frozenset[str],
) -> MemberPlan:
    viewing = visible.viewing
    traces = leak_traces_of(sound, visible)
    # A community's search tells the bodies of all its members.
    facts, whole = visible_facts(visible) if context.settings.kind == "portfolio" else (visible, NO_TEXTS)
    planner = MemberPlanner(context, facts, theme, whole=whole, left_out=left_out)
    outputs, pages, aliases = _outputs(planner)
    outputs.extend(static_outputs(context, left_out) if context.settings.kind == "portfolio" else ())
    lasting = lasting_addresses(sound, facts, planner.page_plans, planner.origin, outputs, aliases)
    outputs.extend(moved_pages(lasting.aliases, planner.page_plans[context.settings.language]))
    aliases = tuple(sorted((*aliases, *lasting.aliases), key=lambda a: (a.path, a.target)))
    problems = [
        *clashes,
        *check_shown(facts, context.settings),
        *selection_problems(facts),
        *planner.problems,
        *lasting.problems,
    ]
    if (contest := contested(outputs, planner)).lost:
        return _planned(*contest.settled(sound, visible, context), theme, (*clashes, *contest.problems), left_out)
    problems += contest.problems
    hidden = context.settings.noindex or viewing.preview
    urls = () if hidden else sitemap_urls((p.page for p in pages), context.settings.url, context.settings.language)
    parts = _search_parts(planner) if context.settings.kind == "community" else {}
    return MemberPlan(
        outputs=tuple(sorted(outputs, key=lambda output: output.path)),
        of_facts=tuple(problems),
        risks=(),
        links=planner.link_problems,
        held=visible.held,
        withheld=visible.withheld,
        traces=traces,
        published=published_paths(facts),
        owners=owners_of(planner, outputs),
        texts={path: texts for page_plan in planner.page_plans.values() for path, texts in page_plan.texts.items()},
        summary=_summary(planner, urls, aliases, {language: head for language, (head, _) in parts.items()}),
        valid_until=day_of_change(sound, viewing),
        search={head.blob: content for head, content in parts.values()},
        sources=sources_of(facts),
        register=lasting.register,
    )


def _search_parts(planner: MemberPlanner) -> Mapping[str, tuple[SearchHead, bytes]]:
    # Only now: a portfolio has no search of its own.
    from kiprah.plan.search.parts import member_parts

    return member_parts(planner)


def _outputs(planner: MemberPlanner) -> tuple[list[Output], list[PageOutput], tuple[Alias, ...]]:
    settings = planner.settings
    for page_plan in planner.page_plans.values():
        page_plan.card_planner.plan()
        page_plan.plan_pages()
    outputs: list[Output] = []
    pages: list[PageOutput] = []
    for page_plan in planner.page_plans.values():
        pages.extend(page_plan.outputs())
        outputs.extend((*page_plan.card_planner.outputs, *page_plan.card_planner.notes))
        newest = newest_entries(planner.visible, settings.feed.limit)
        outputs.extend(feed_outputs(planner.portfolio(page_plan, newest), settings.feed.limit))
    outputs.extend(_cv_pdfs(planner))
    outputs.extend(data_outputs([planner.portfolio(page_plan) for page_plan in planner.page_plans.values()]))
    aliases = aliases_of(planner.visible, planner.origin)
    outputs.extend(moved_pages(aliases, planner.page_plans[settings.language]))
    planner.problems.extend(_menu_problems(settings, planner.page_plans))
    outputs.extend(pages)
    outputs.extend(planner.files.values())
    outputs.extend(pictures_of(planner, outputs))
    return outputs, pages, aliases


def _cv_pdfs(planner: MemberPlanner) -> Iterable[CvPdfOutput]:
    """Plan the CV as a PDF in each language, and that of each page for one reader, where the site asks for them."""
    cv = planner.settings.cv
    for page_plan in planner.page_plans.values() if cv.pdf else ():
        localized, fonts = page_plan.localized, page_plan.card_planner.fonts
        origin = profile_text(planner.visible.member.profile, localized.language).written_in
        path = localized.routes.file(CV_PDF).path
        yield CvPdfOutput(path, cv_document(localized), cv.pages, cv.paper, fonts.own, fonts.more, origin)
        for selection in planner.visible.selections:
            if localized.has_page(selection):
                path, document = pdf_link(localized, selection).path, selection_document(localized, selection)
                origin = selection.common.path
                yield CvPdfOutput(path, document, cv.pages, cv.paper, fonts.own, fonts.more, origin)


def _summary(
    planner: MemberPlanner,
    urls: tuple[tuple[str, SitemapUrl], ...],
    aliases: tuple[Alias, ...],
    search: Mapping[str, SearchHead],
) -> Summary:
    visible = planner.visible
    profile = visible.member.profile
    summary = Summary(visible.member.prefix, profile.original.name, pages=urls, aliases=aliases)
    if planner.settings.kind == "portfolio":
        return summary
    return replace(
        summary,
        person=profile.id,
        localized={language: localized_summary(page_plan) for language, page_plan in planner.page_plans.items()},
        events=participations_of(next(iter(planner.page_plans.values())).localized),
        minutes=minutes_by_year(visible),
        estimated=is_estimated(visible),
        search=search,
    )


def pictures_of(planner: MemberPlanner, planned: Iterable[Output]) -> list[PictureOutput]:
    """Plan every size of every photo that some page shows."""
    paths = {output.path for output in planned}
    photos = list(planner.photos.values())
    if planner.visible.member.profile.photo is not None:
        photos.append(planner.visible.member.profile.photo)
    outputs = {output.path: output for photo in photos for output in planner.names.outputs(photo)}
    return [output for path, output in outputs.items() if path not in paths]


def moved_pages(aliases: Iterable[Alias], page_plan: PagePlanner, *, of_member: bool = True) -> Iterable[PageOutput]:
    """Plan the small page at each old address that leads on."""
    member = page_plan.member(bio=False) if of_member else None
    for alias in aliases:
        link = Link(alias.path.removesuffix("index.html"))
        view = MovedView(alias.title, Link(alias.target))
        spec = PageSpec(PageView("moved", link, alias.title, noindex=True), view, only_here=True)
        yield replace(page_plan.output(spec, member), path=alias.path)


def _menu_problems(settings: Settings, page_plans: Mapping[str, PagePlanner]) -> Iterable[Problem]:
    default = page_plans[settings.language]
    for entry in (settings.menu or ()) if settings.kind == "portfolio" else ():
        path = f"{default.localized.routes.root}{entry.page}/" if entry.page else default.localized.routes.root
        if not entry.url and path not in default.paths:
            yield Problem("menu-page", Place("site.yml"), {"page": entry.page})


def visible_member(member: Member, settings: Settings, viewing: Viewing) -> Visible:
    """Sort out what of a member is shown, leaving out entries that clash."""
    return visible_of(with_broken(member, clashing_entries(check_member(member))), settings, viewing)
