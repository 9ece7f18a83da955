"""Lists over all members of a community: people by what they share, entries by cause, skill and year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from msgspec import Struct

from kiprah.catalog import words
from kiprah.model.settings import DirectoryOrder, Settings
from kiprah.model.slug import listed_slug, slug_of
from kiprah.plan.addresses.routes import Routes
from kiprah.plan.formatting import number_text
from kiprah.plan.pages.paging import ListPage
from kiprah.plan.summary import LocalizedSummary, Story, Summary, Term
from kiprah.plan.views.community import PersonItem
from kiprah.plan.views.facets import FacetValue, FacetView, LetterLink
from kiprah.plan.views.text import Link

TermKind = Literal["cause", "skill", "year"]
FacetKind = Literal["cause", "skill", "place", "cohort"]
_FACETS: dict[str, FacetKind] = {"causes": "cause", "skills": "skill", "places": "place", "cohorts": "cohort"}
_LEAST: dict[FacetKind, int] = {"cause": 3, "skill": 3, "place": 5, "cohort": 3}
"""Minimum number of members who share a value before it has a page: fewer would point at somebody."""
_MANY_PAGES = 4
"""Minimum number of pages for links by letter: fewer are gone through as quickly as letters are."""


class Person(Struct, frozen=True):
    """A member in one language, with what sorts and groups them."""

    summary: Summary
    localized: LocalizedSummary
    since: str
    """ISO date of joining, or empty."""

    @property
    def item(self) -> PersonItem:
        """Item that lists show."""
        return self.localized.person

    @property
    def newest(self) -> str:
        """The day of the newest listed entry, ISO; or empty."""
        return self.localized.stories[-1].day if self.localized.stories else ""


def sorted_people(people: Iterable[Person], order: DirectoryOrder) -> list[Person]:
    """Sort members by name, by the day they joined (the first first) or by their newest entry (the newest first)."""
    by_name = sorted(people, key=lambda person: (slug_of(person.item.name), person.summary.slug))
    if order == "joined":
        return sorted(by_name, key=lambda person: (person.since or "9999", person.summary.slug))
    if order == "newest":
        return sorted(by_name, key=lambda person: person.newest, reverse=True)
    return by_name


class FacetGroup(Struct, frozen=True):
    """Members that share a value."""

    kind: FacetKind
    slug: str
    name: str
    people: tuple[Person, ...]

    def href(self, routes: Routes) -> Link:
        """Return the directory's page of them."""
        return Link(f"{routes.members().path}{self.kind}/{self.slug}/")


def groups_of(people: Sequence[Person], settings: Settings) -> dict[FacetKind, tuple[FacetGroup, ...]]:
    """Gather members by each facet the community chose; values too few members share are left out."""
    groups: dict[FacetKind, tuple[FacetGroup, ...]] = {}
    for facet in settings.members.facets:
        kind = _FACETS[facet]
        members: dict[str, list[Person]] = {}
        names: dict[str, str] = {}
        for person in people:
            for term in _terms(person, kind):
                members.setdefault(term.slug, []).append(person)
                names.setdefault(term.slug, term.name)
        groups[kind] = tuple(
            FacetGroup(kind, slug, names[slug], tuple(members[slug]))
            for slug in sorted(members, key=lambda slug: (names[slug].casefold(), slug))
            if len(members[slug]) >= _LEAST[kind]
        )
    return groups


def facets_of(
    groups: dict[FacetKind, tuple[FacetGroup, ...]], routes: Routes, language: str, current: FacetGroup | None = None
) -> tuple[FacetView, ...]:
    """Show the facets that have any value; ``current`` is the one whose page it is."""
    return tuple(
        FacetView(
            kind,
            tuple(facet_value(group, routes, language, current=group is current) for group in listed),
            words(language, "site").say(f"facet.{kind}"),
        )
        for kind, listed in groups.items()
        if listed
    )


def facet_value(group: FacetGroup, routes: Routes, language: str, *, current: bool) -> FacetValue:
    """Show one value of a facet."""
    number = len(group.people)
    return FacetValue(group.name, group.href(routes), number, number_text(str(number), language), current)


def letters_of(pages: Sequence[ListPage[Person]], order: DirectoryOrder) -> Iterator[tuple[LetterLink, ...]]:
    """Show, for each page of a directory, where each first letter begins; nothing where that leads nowhere quicker."""
    on_page = [{slug_of(person.item.name)[:1].upper(): None for person in page.items} for page in pages]
    first: dict[str, Link] = {}
    for page, letters in zip(pages, on_page, strict=True):
        for letter in letters if order == "name" and len(pages) >= _MANY_PAGES else ():
            first.setdefault(letter, page.href)
    for here in on_page:
        yield tuple(LetterLink(letter, href, letter in here) for letter, href in first.items() if letter)


def _terms(person: Person, kind: FacetKind) -> tuple[Term, ...]:
    if kind == "cause":
        return person.localized.causes
    if kind == "skill":
        return person.localized.skills
    if kind == "place":
        return (person.localized.place,) if person.localized.place is not None else ()
    cohort = person.item.cohort
    return (Term(slug, cohort),) if (slug := listed_slug(cohort)) else ()


class StoryGroup(Struct):
    """Entries of one cause, skill or year, oldest first."""

    slug: str
    name: str
    stories: list[Story]
    members: set[str]


def stories_of(people: Iterable[Person]) -> list[Story]:
    """List every listed entry of all members, oldest first."""
    entries = [
        (story.day, person.summary.slug, story.slug, story) for person in people for story in person.localized.stories
    ]
    return [entry[3] for entry in sorted(entries, key=lambda entry: entry[:3])]


def story_groups(people: Iterable[Person], kind: TermKind) -> dict[str, StoryGroup]:
    """Gather the listed entries of all members by cause, skill or year; each group oldest first, by name."""
    groups: dict[str, StoryGroup] = {}
    entries: list[tuple[str, str, str, Story]] = []
    for person in people:
        entries.extend((story.day, person.summary.slug, story.slug, story) for story in person.localized.stories)
    for day, member, _, story in sorted(entries, key=lambda entry: entry[:3]):
        for term in (Term(day[:4], day[:4]),) if kind == "year" else story.causes if kind == "cause" else story.skills:
            group = groups.setdefault(term.slug, StoryGroup(term.slug, term.name, [], set()))
            group.stories.append(story)
            group.members.add(member)
    return {slug: groups[slug] for slug in sorted(groups, key=lambda slug: (groups[slug].name.casefold(), slug))}
