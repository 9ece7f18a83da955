"""Portfolio of one member in one language, as pages show it: feeds, calendar and JSON files are made from it."""

from __future__ import annotations

import heapq
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from kiprah.model.entry import Activity, Page, Reflection
from kiprah.model.settings import CardFormat
from kiprah.plan.background import background_of
from kiprah.plan.data.portfolio import (
    ActivityExport,
    PageExport,
    Portfolio,
    ReflectionExport,
    RoleExport,
    TestimonialExport,
)
from kiprah.plan.localized import LocalizedMember
from kiprah.plan.pages.entry_pages import activity_view, reflection_view, testimonial_view
from kiprah.plan.pages.list_pages import role_view
from kiprah.plan.privacy.visibility import Visible
from kiprah.plan.roles.role_list import minutes_of
from kiprah.plan.sharing.carousel import carousel_of
from kiprah.plan.translations import page_text
from kiprah.plan.views.background import BackgroundView
from kiprah.plan.views.page import MemberView, SiteView


class Told(Struct, frozen=True):
    """Selection of the listed entries that are told, each kind oldest first."""

    activities: tuple[Activity, ...]
    reflections: tuple[Reflection, ...]


def newest_entries(visible: Visible, limit: int) -> Told:
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
                a.common.slug,
                activity_view(localized, a),
                tuple(i.value for i in a.impact),
                carousel_of(localized, a),
                not a.is_event_alone,
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
        left_out=tuple(sorted(localized.left_out)),
        background=background_of(localized) if whole else BackgroundView(),
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
