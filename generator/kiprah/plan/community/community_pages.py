"""Page specs of a community in one language, besides its members'."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import get_args

from kiprah.catalog import words
from kiprah.model.community import Community
from kiprah.plan.addresses.routes import Routes
from kiprah.plan.community.community_choice import faces_of, one_each, spread
from kiprah.plan.community.community_directory import directory_pages
from kiprah.plan.community.community_events import CommunityEvents
from kiprah.plan.community.community_lists import Person, StoryGroup, TermKind, stories_of, story_groups
from kiprah.plan.formatting import count_text, hours_of, month_of, non_empty, summary_of
from kiprah.plan.localized import LocalizedMember
from kiprah.plan.pages.page_list import PageSpec
from kiprah.plan.pages.paging import pages_from_oldest
from kiprah.plan.search.page import search_view
from kiprah.plan.sharing.card_planner import COMMUNITY_CARD as CARD
from kiprah.plan.translations import page_text
from kiprah.plan.views.community import (
    CommunityTermsView,
    CommunityTermView,
    CommunityView,
    JoinView,
    TotalsView,
)
from kiprah.plan.views.lists import TermItem
from kiprah.plan.views.page import NotFoundView, PageKind, PageView, PlainView
from kiprah.plan.views.text import Hours, Link, Rich

_STORIES_A_PAGE = 30
"""Maximum number of entries on a page: each is five times as high as a name; sixty filled forty screens of a phone."""
_STORIES_AT_HOME, _EVENTS_AT_HOME = 12, 3


@dataclass(slots=True)
class CommunityPages:
    """Planner of a community's pages in one language."""

    localized: LocalizedMember
    community: Community
    people: Sequence[Person]
    """Members with a page, in the directory's order."""
    join: JoinView | None
    feed: bool
    """True where the site has an address, so that there are feeds."""
    _events: CommunityEvents = field(init=False)

    def __post_init__(self) -> None:
        """Gather the events."""
        self._events = CommunityEvents(self.localized, self.community, self.people)

    def specs(self) -> Iterator[PageSpec]:
        """List every page, in no order that matters."""
        yield self._home()
        yield from directory_pages(self.localized, self.people, self._crumb)
        yield from self._events.specs(self._crumb)
        yield from self._terms("cause")
        yield from self._terms("skill")
        yield from self._terms("year")
        yield self._search()
        for page in self.localized.visible.all_pages:
            if self.localized.has_page(page):
                text = page_text(page, self.localized.language)
                body = self.localized.bodies.rich(text.body, text.language, self.localized.language)
                head = PageView(
                    "plain",
                    self._routes.page(page.common.slug),
                    text.title or self._say("page.about"),
                    summary_of(text.description, text.body.text),
                    (self._crumb,),
                    noindex=page.common.visibility != "public",
                )
                view = PlainView(head.title, body)
                yield PageSpec(head, view, CARD, lasting=True, entry=page.common.path, texts=(text.written_in,))
        if not self._routes.root:
            url = self.localized.settings.url
            base = url.partition("://")[2].partition("/")[2]
            head = PageView("not-found", Link("404.html"), self._say("page.not_found"), noindex=True)
            yield PageSpec(head, NotFoundView(f"/{base}" if base else "/"), CARD, lasting=True, only_here=True)

    @property
    def _routes(self) -> Routes:
        return self.localized.routes

    @property
    def _crumb(self) -> tuple[str, Link]:
        return self.localized.settings.title, self._routes.home()

    def _say(self, key: str, **values: str) -> str:
        return self.localized.words.say(key, **values)

    def _page(
        self, kind: PageKind, href: Link, title: str, description: str, *crumbs: tuple[str, Link], head_title: str = ""
    ) -> PageView:
        return PageView(kind, href, title, description, crumbs, head_title=head_title)

    def _home(self) -> PageSpec:
        settings, visible = self.localized.settings, self.localized.visible
        about = next((p for p in visible.pages if p.common.path == "about.md"), None)
        text = page_text(about, self.localized.language) if about is not None else None
        body = Rich()
        if text is not None:
            body = self.localized.bodies.rich(text.body, text.language, self.localized.language)
        chosen = {
            f"{person.summary.slug}/{story.slug}": story.item
            for person in self.people
            for story in person.localized.stories
            if f"{person.summary.slug}/{story.slug}" in settings.featured
        }
        people = {
            person.summary.slug: person.item for person in self.people if person.summary.slug in settings.featured
        }
        newest = sorted(stories_of(self.people), key=lambda story: story.day, reverse=True)
        coming, past = self._events.split(self._events.listed)
        view = CommunityView(
            about=body,
            totals=self.totals(),
            featured=tuple(chosen[name] for name in settings.featured if name in chosen),
            featured_people=tuple(people[name] for name in settings.featured if name in people),
            stories=tuple(story.item for story in one_each(newest, _STORIES_AT_HOME)),
            coming=tuple(coming[:_EVENTS_AT_HOME]),
            past=tuple(past[:_EVENTS_AT_HOME]),
            people=spread([person.item for person in self.people], settings.members.order),
            faces=faces_of([person.item for person in self.people]),
            causes=self._term_items("cause", story_groups(self.people, "cause")),
            join=self.join,
        )
        title = settings.title
        head = self._page("community", self._routes.home(), title, settings.description, head_title=title)
        texts = (text.written_in,) if text is not None else ()
        return PageSpec(head, view, CARD, texts=texts)

    def totals(self) -> TotalsView:
        """Add up what all did together."""
        minutes = [m for person in self.people for _, m in person.summary.minutes]
        estimated = any(person.summary.estimated for person in self.people)
        days = [person.localized.stories[0].day for person in self.people if person.localized.stories]
        days += [a.date.isoformat() for a in self.localized.visible.activities]
        today = self.localized.visible.viewing.today
        first = min((day for day in days if day <= today.isoformat()), default="")
        return TotalsView(
            members=len(self.people),
            activities=sum(1 for p in self.people for s in p.localized.stories if s.item.activity is not None),
            events=sum(a.date <= today for a in self.localized.visible.activities),
            hours=self._hours(sum(minutes), estimated) if minutes else None,
            since=month_of(date.fromisoformat(first), self.localized.language) if first else "",
        )

    def facts(self) -> tuple[str, ...]:
        """Say what the community's card says of it: how many people, and the hours they gave."""
        hours = self.totals().hours
        people = self._count("members", len(self.people)) if self.people else ""
        return non_empty(people, hours.text if hours is not None else "")

    def _count(self, key: str, number: int) -> str:
        return count_text(words(self.localized.language, "site"), key, number, self.localized.language)

    def facts_by_year(self) -> dict[int, tuple[str, ...]]:
        """Say of each year with a page what its card says: hours, what members tell, and how many of them."""
        minutes: Counter[int] = Counter()
        for person in self.people:
            minutes.update(dict(person.summary.minutes))
        estimated = any(person.summary.estimated for person in self.people)
        groups = story_groups(self.people, "year")
        facts: dict[int, tuple[str, ...]] = {}
        for year in sorted({*groups, *self._events.by_term("year")}):
            hours = self._hours(minutes[int(year)], estimated)
            group = groups.get(year)
            activities = sum(story.item.activity is not None for story in group.stories) if group is not None else 0
            facts[int(year)] = non_empty(
                hours.text if hours is not None else "",
                self._count("activities", activities) if activities else "",
                self._count("members", len(group.members)) if group is not None else "",
            )
        return facts

    def _hours(self, minutes: int, estimated: bool) -> Hours | None:
        return hours_of(minutes, estimated, self.localized.language) if minutes else None

    def _terms(self, kind: str) -> Iterator[PageSpec]:
        chosen: TermKind = "cause" if kind == "cause" else "skill" if kind == "skill" else "year"
        groups = story_groups(self.people, chosen)
        events = self._events.by_term(chosen)
        for slug, (name, _) in events.items():
            groups.setdefault(slug, StoryGroup(slug, name, [], set()))
        if not groups:
            return
        start = self._start(chosen)
        crumb = (self._say(f"page.{chosen}s"), start)
        head = self._page("community-terms", start, crumb[0], "", self._crumb)
        yield PageSpec(head, CommunityTermsView(chosen, self._term_items(chosen, groups)), CARD)
        for slug, group in groups.items():
            href = Link(f"{start.path}{slug}/")
            described = self._say("page.describe_community_term", name=group.name, title=self.localized.settings.title)
            shown = [self._events.item(e) for e in reversed(events.get(slug, ("", []))[1])]
            per_page = min(self.localized.settings.members.per_page, _STORIES_A_PAGE)
            for page in pages_from_oldest(group.stories, per_page, href):
                view = CommunityTermView(
                    kind=chosen,
                    item=self._term_item(group, href) if page.is_first else _bare(group, href),
                    stories=tuple(story.item for story in page.items),
                    events=tuple(shown) if page.is_first else (),
                    people=len(group.members) if page.is_first else 0,
                    feed=Link(f"{href.path}feed.xml") if self.feed and chosen == "cause" else None,
                    pager=page.pager,
                )
                title = self._say("page.year", year=group.name) if chosen == "year" else group.name
                head = self._page("community-term", page.href, title, described, self._crumb, crumb)
                card, later = slug if chosen == "year" else CARD, not page.is_first
                yield PageSpec(head, view, card, lasting=later, only_here=later)

    def _search(self) -> PageSpec:
        events: dict[str, dict[str, str]] = {}
        kinds: tuple[TermKind, ...] = get_args(TermKind)
        for kind in kinds:
            events[kind] = {slug: name for slug, (name, _) in self._events.by_term(kind).items()}
        view = search_view(self.localized, self.people, events)
        title = self._say("page.search")
        return PageSpec(self._page("search", self._routes.search(), title, "", self._crumb), view, CARD, lasting=True)

    def _start(self, kind: str) -> Link:
        return {"cause": self._routes.causes(), "skill": self._routes.skills(), "year": self._routes.years()}[kind]

    def _term_items(self, kind: str, groups: Mapping[str, StoryGroup]) -> tuple[TermItem, ...]:
        start = self._start(kind)
        items = [self._term_item(group, Link(f"{start.path}{slug}/")) for slug, group in groups.items()]
        return tuple(reversed(items)) if kind == "year" else tuple(items)

    def _term_item(self, group: StoryGroup, href: Link) -> TermItem:
        activities = sum(story.item.activity is not None for story in group.stories)
        return TermItem(name=group.name, href=href, hours=None, activities=activities, when=None)


def _bare(group: StoryGroup, href: Link) -> TermItem:
    """Name a term without counts: a full page keeps what it holds while the list grows."""
    return TermItem(name=group.name, href=href, hours=None, activities=0, when=None)
