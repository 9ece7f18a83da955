"""JSON-LD of a community's own pages: an organization, its events, and lists that count nobody.

Members are named only where their page is linked, in the page's order: a list that search engines read is no ranking.
"""

from __future__ import annotations

from kiprah.plan.addresses.routes import absolute
from kiprah.plan.data.json_value import Fields, Json, fields
from kiprah.plan.data.schema_org import days_of, organization_of, picture_of, place_of
from kiprah.plan.views.community import (
    CommunityTermView,
    CommunityView,
    DirectoryView,
    EventItem,
    EventsView,
    EventView,
    PersonItem,
)
from kiprah.plan.views.page import PageView, SiteView, Subject


def community_data(page: PageView, site: SiteView, subject: Subject) -> Fields | None:
    """Describe a community's page; None for pages that are described by where they stand alone."""
    if isinstance(subject, CommunityView):
        return _organization(site)
    if isinstance(subject, EventView):
        return _event_page(page, site, subject)
    if isinstance(subject, DirectoryView):
        return _collection(page, site, tuple(_person(site, person) for person in subject.people))
    if isinstance(subject, EventsView):
        return _collection(page, site, tuple(_event(site, event) for event in (*subject.coming, *subject.past)))
    if isinstance(subject, CommunityTermView):
        return _collection(page, site, tuple(_event(site, event) for event in subject.events))
    return None


def _organization(site: SiteView) -> Fields:
    """Describe the community itself, by name and address."""
    home = absolute(site.url, site.home)
    return fields(
        ("@type", "Organization"),
        ("@id", f"{home}#community" if home else ""),
        ("name", site.title),
        ("url", home),
        ("description", site.description),
    )


def _event_page(page: PageView, site: SiteView, view: EventView) -> Fields:
    """Describe an event in full; of those who took part nothing, since they are told on the page alone."""
    item = view.activity.item
    picture = picture_of(site, item.picture) if item.picture and site.url else None
    return fields(
        ("@type", "Event"),
        ("name", item.title),
        ("url", page.canonical),
        ("description", page.description),
        ("inLanguage", page.language),
        *days_of(item.when),
        ("location", place_of(item.place)),
        ("image", picture),
        ("organizer", organization_of(view.activity.organization) or _organization(site)),
        ("maximumAttendeeCapacity", view.capacity),
    )


def _collection(page: PageView, site: SiteView, items: tuple[Fields, ...]) -> Fields:
    """Describe a list with what stands on this page of it."""
    return fields(
        ("@type", "CollectionPage"),
        ("url", page.canonical),
        ("name", page.title),
        ("description", page.description),
        ("inLanguage", page.language),
        ("isPartOf", _website(site)),
        ("hasPart", items),
    )


def _website(site: SiteView) -> Json:
    """Name the site that a list is part of."""
    home = absolute(site.url, site.home)
    return fields(("@type", "WebSite"), ("name", site.title), ("url", home))


def _person(site: SiteView, person: PersonItem) -> Fields:
    """Name a member with the address of their page."""
    home = absolute(site.url, person.href)
    return fields(("@type", "Person"), ("name", person.name), ("url", home))


def _event(site: SiteView, event: EventItem) -> Fields:
    """Name an event of a list with its days and place."""
    item = event.item
    return fields(
        ("@type", "Event"),
        ("name", item.title),
        ("url", absolute(site.url, item.href)),
        *days_of(item.when),
        ("location", place_of(item.place)),
    )
