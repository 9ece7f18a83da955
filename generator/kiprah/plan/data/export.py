"""What one member shows in one language, as pages show it: what feeds, calendar and JSON files are made from."""

from __future__ import annotations

import heapq
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from kiprah.model.entry import Activity, Page, Reflection
from kiprah.model.settings import CardFormat
from kiprah.plan.carousel import Carousel, carousel_of
from kiprah.plan.entry_pages import activity_view, reflection_view, testimonial_view
from kiprah.plan.list_pages import role_view
from kiprah.plan.localized import LocalizedMember
from kiprah.plan.roles import minutes_of
from kiprah.plan.routes import Routes
from kiprah.plan.translations import page_text
from kiprah.plan.views.entry import ActivityView, ReflectionView, Testimonial
from kiprah.plan.views.lists import RoleView
from kiprah.plan.views.page import MemberView, SiteView
from kiprah.plan.views.text import Hours, Link, Rich
from kiprah.plan.visibility import Visible


class ActivityExport(Struct, frozen=True):
    """An activity's page, and what machines want plainer than people."""

    slug: str
    view: ActivityView
    amounts: tuple[str, ...]
    """The number of each impact as a plain decimal, in the view's order."""
    carousel: Carousel | None


class ReflectionExport(Struct, frozen=True):
    """A reflection's page, its frame by name, and the slug of the listed activity it looks back on."""

    slug: str
    view: ReflectionView
    frame: str
    activity: str


class RoleExport(Struct, frozen=True):
    """A role's page and the slugs of its activities, oldest first."""

    slug: str
    view: RoleView
    activities: tuple[str, ...]


class TestimonialExport(Struct, frozen=True):
    """Somebody's words and the slug of the listed activity they speak of."""

    slug: str
    view: Testimonial
    activity: str


class PageExport(Struct, frozen=True):
    """A page of the member's own."""

    slug: str
    href: Link
    language: str
    """The language of its text where it is not the portfolio's, else empty."""
    title: str
    description: str
    body: Rich


class Told(Struct, frozen=True):
    """Some of what is listed, each oldest first."""

    activities: tuple[Activity, ...]
    reflections: tuple[Reflection, ...]


class Portfolio(Struct, frozen=True):
    """Everything listed of one member in one language; nothing unlisted or private can be reached from here."""

    language: str
    routes: Routes
    site: SiteView
    member: MemberView
    """With the bio."""
    hours: Hours | None
    """The total; None where no activity gives hours or the site hides them."""
    roles: tuple[RoleExport, ...]
    activities: tuple[ActivityExport, ...]
    """Oldest first."""
    reflections: tuple[ReflectionExport, ...]
    """Oldest first."""
    testimonials: tuple[TestimonialExport, ...]
    pages: tuple[PageExport, ...]
    cards: tuple[CardFormat, ...]
    """The cards that every entry and the member have; empty where the site makes none."""


def newest_of(visible: Visible, limit: int) -> Told:
    """Choose the entries that were last, activities and reflections together; both oldest first."""
    entries: list[tuple[date, int, str]] = [
        *((a.date, 0, a.common.slug) for a in visible.activities),
        *((r.date, 1, r.common.slug) for r in visible.reflections),
    ]
    chosen = {(kind, slug) for _, kind, slug in heapq.nlargest(limit, entries)}
    return Told(
        tuple(a for a in visible.activities if (0, a.common.slug) in chosen),
        tuple(r for r in visible.reflections if (1, r.common.slug) in chosen),
    )


def portfolio_of(
    localized: LocalizedMember,
    site: SiteView,
    member: MemberView,
    cards: tuple[CardFormat, ...],
    told: Told | None = None,
) -> Portfolio:
    """Gather what is listed; ``site`` and ``member`` are those of the home page, ``cards`` the formats planned.

    ``told`` names the entries that are told, where it is not all of them; then roles and pages are left out.
    """
    visible = localized.visible
    whole = told is None
    told = told or Told(visible.activities, visible.reflections)
    listed = {activity.common.slug for activity in visible.activities}
    portfolio = Portfolio(
        language=localized.language,
        routes=localized.routes,
        site=site,
        member=member,
        hours=localized.total(*minutes_of(visible.activities)),
        roles=tuple(
            RoleExport(role.slug, role_view(localized, role), tuple(a.common.slug for a in role.activities))
            for role in (visible.roles if whole else ())
        ),
        activities=tuple(
            ActivityExport(
                a.common.slug, activity_view(localized, a), tuple(i.value for i in a.impact), carousel_of(localized, a)
            )
            for a in told.activities
        ),
        reflections=tuple(
            ReflectionExport(
                r.common.slug, reflection_view(localized, r), r.frame or "", r.activity if r.activity in listed else ""
            )
            for r in told.reflections
        ),
        testimonials=tuple(
            TestimonialExport(t.common.slug, testimonial_view(localized, t), t.activity if t.activity in listed else "")
            for t in (visible.testimonials if whole else ())
        ),
        pages=tuple(_page(localized, page) for page in (visible.pages if whole else ())),
        cards=cards,
    )
    return portfolio if visible.settings.hours == "show" else without_hours(portfolio)


def _page(localized: LocalizedMember, page: Page) -> PageExport:
    text = page_text(page, localized.language)
    here = localized.routes if localized.has_page(page) else localized.origin
    return PageExport(
        slug=page.common.slug,
        href=here.page(page.common.slug),
        language="" if text.language == localized.language else text.language,
        title=text.title,
        description=text.description,
        body=localized.bodies.rich(text.body, text.language, localized.language),
    )


def without_hours(portfolio: Portfolio) -> Portfolio:
    """Take the hours out of everything: a reader of data could add up what the site does not."""
    return replace(
        portfolio,
        hours=None,
        roles=tuple(
            replace(role, view=replace(role.view, item=replace(role.view.item, hours=None))) for role in portfolio.roles
        ),
        activities=tuple(
            replace(activity, view=replace(activity.view, item=replace(activity.view.item, hours=None)))
            for activity in portfolio.activities
        ),
    )
