"""Pages of a community's directory: everybody, and those of each value of a facet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kiprah.plan.addresses.routes import Routes
from kiprah.plan.community.community_lists import (
    FacetGroup,
    FacetKind,
    Person,
    facet_value,
    facets_of,
    groups_of,
    letters_of,
)
from kiprah.plan.localized import LocalizedMember
from kiprah.plan.pages.page_list import PageSpec
from kiprah.plan.pages.paging import pages_in_order
from kiprah.plan.search.names import names_link
from kiprah.plan.sharing.card_planner import COMMUNITY_CARD as CARD
from kiprah.plan.views.community import DirectoryView
from kiprah.plan.views.page import PageView
from kiprah.plan.views.text import Link

_FEW = 6
"""Maximum number of people who are seen at once: nobody needs to look for a name."""

_Crumb = tuple[str, Link]


def directory_pages(localized: LocalizedMember, people: Sequence[Person], home: _Crumb) -> Iterator[PageSpec]:
    """List the directory's pages in one language; ``people`` are in its order, ``home`` names the community."""
    directory = _Directory(localized, groups_of(people, localized.settings))
    crumb = (localized.words.say("page.members"), localized.routes.members())
    yield from directory.pages(people, None, crumb, (home,))
    for listed in directory.groups.values():
        for group in listed:
            title = localized.words.say(f"page.members_{group.kind}", name=group.name), group.href(localized.routes)
            yield from directory.pages(group.people, group, title, (home, crumb))


class _Directory:
    def __init__(self, localized: LocalizedMember, groups: dict[FacetKind, tuple[FacetGroup, ...]]) -> None:
        self._localized, self.groups = localized, groups

    def pages(
        self, people: Sequence[Person], group: FacetGroup | None, title: _Crumb, crumbs: tuple[_Crumb, ...]
    ) -> Iterator[PageSpec]:
        settings, language = self._localized.settings, self._localized.language
        routes: Routes = self._localized.routes
        facets = facets_of(self.groups, routes, language, group)
        shared = facet_value(group, routes, language, current=True) if group is not None else None
        described = self._localized.words.say("page.describe_members", title=settings.title)
        pages = tuple(pages_in_order(people, settings.members.per_page, title[1]))
        for page, letters in zip(pages, letters_of(pages, settings.members.order), strict=True):
            view = DirectoryView(
                people=tuple(person.item for person in page.items),
                facets=facets,
                value=shared,
                value_kind=group.kind if group is not None else "",
                pager=page.pager,
                members=len(people),
                narrowed=len(people) > _FEW and (page.pager.count == 1 or group is None),
                names=names_link(routes) if group is None and page.pager.count > 1 else None,
                letters=letters,
            )
            head = PageView("directory", page.href, title[0], described, crumbs)
            yield PageSpec(head, view, CARD, lasting=True, only_here=not page.is_first)
