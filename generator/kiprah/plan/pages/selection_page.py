"""The page for one reader: chosen entries in the member's order, and the part of the CV that stands behind them."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from kiprah.model.entry import Activity, Reflection
from kiprah.model.selection import Selection
from kiprah.plan.addresses.body_anchors import own_anchors
from kiprah.plan.addresses.routes import absolute
from kiprah.plan.background import background_of
from kiprah.plan.formatting import when_of
from kiprah.plan.localized import LocalizedMember
from kiprah.plan.pages.entry_pages import activity_view, reflection_view
from kiprah.plan.pages.list_pages import other_activities, printed_address
from kiprah.plan.privacy.visibility import Visible
from kiprah.plan.roles.role_items import part_items
from kiprah.plan.roles.role_list import minutes_of
from kiprah.plan.translations import selection_text
from kiprah.plan.views.background import BackgroundView
from kiprah.plan.views.entry import ActivityView, ReflectionView
from kiprah.plan.views.selection import SelectionView
from kiprah.plan.views.text import Link
from kiprah.problem import Problem


def selected(visible: Visible, selection: Selection) -> tuple[tuple[Activity, ...], tuple[Reflection, ...]]:
    """Find the chosen entries among those that are listed; a selection opens nothing."""
    activities = {a.common.slug: a for a in visible.activities}
    reflections = {r.common.slug: r for r in visible.reflections}
    return (
        tuple(activities[slug] for slug in selection.activities if slug in activities),
        tuple(reflections[slug] for slug in selection.reflections if slug in reflections),
    )


def selection_view(localized: LocalizedMember, selection: Selection) -> SelectionView:
    """Build the page."""
    text = selection_text(selection, localized.language)
    activities, reflections = selected(localized.visible, selection)
    until = selection.until
    address = absolute(localized.settings.url, localized.routes.selection(selection.common.slug))
    return SelectionView(
        title=text.title,
        to=text.to,
        body=localized.bodies.rich(text.body, text.language, localized.language),
        activities=tuple(_activity(localized, activity, f"a{n}") for n, activity in enumerate(activities, 1)),
        reflections=tuple(_reflection(localized, reflection, f"r{n}") for n, reflection in enumerate(reflections, 1)),
        roles=part_items(localized, activities) if selection.cv else (),
        other=other_activities(localized, activities) if selection.cv else None,
        hours=localized.total(*minutes_of(activities)),
        background=background_of(localized) if selection.cv else BackgroundView(),
        until=when_of(until, None, False, localized.language) if until else None,
        menu=selection.menu,
        qr=None,
        address=printed_address(address),
        pdf=pdf_link(localized, selection) if localized.settings.cv.pdf else None,
    )


def pdf_link(localized: LocalizedMember, selection: Selection) -> Link:
    """Name the PDF that stands beside the page for one reader."""
    page = localized.routes.selection(selection.common.slug)
    return Link(f"{page.path}{selection.common.slug}.pdf")


def _activity(localized: LocalizedMember, activity: Activity, prefix: str) -> ActivityView:
    view = activity_view(localized, activity)
    reflection = own_anchors(view.reflection, f"{prefix}r") if view.reflection is not None else None
    return replace(view, body=own_anchors(view.body, prefix), reflection=reflection)


def _reflection(localized: LocalizedMember, reflection: Reflection, prefix: str) -> ReflectionView:
    view = reflection_view(localized, reflection)
    return replace(view, body=own_anchors(view.body, prefix))


def selection_problems(visible: Visible) -> Iterable[Problem]:
    """Say of each chosen entry that is not public that it stays out: a page for one reader is no way around that."""
    listed = {a.common.slug for a in visible.activities} | {r.common.slug for r in visible.reflections}
    for selection in visible.selections:
        places = dict(selection.places)
        for slug in (*selection.activities, *selection.reflections):
            if slug not in listed:
                yield Problem("selected-hidden", places.get(slug, selection.common.top), {"slug": slug})
