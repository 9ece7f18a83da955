"""Views of a community's own pages: people, events, and the newest of what its members did."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from kiprah.plan.views.entry import ActivityItem, ActivityView, EvidenceView, ReflectionItem
from kiprah.plan.views.facets import FacetValue, FacetView, LetterLink
from kiprah.plan.views.lists import TermItem
from kiprah.plan.views.text import Hours, Label, Link, Picture, Rich

_CROWD = 4
_FACES_BESIDE_A_SCENE = 7
_PEOPLE_AT_HOME = 6


class PersonItem(Struct, frozen=True):
    """A member in a list."""

    name: str
    """The full name."""
    href: Link
    """The member's home page."""
    headline: str
    """One line on who this is; or empty."""
    place: str
    """A town or district, never finer; or empty."""
    picture: Picture | None
    """The portrait, or None."""
    causes: tuple[Label, ...]
    """Causes the member stands for; each leads to the community's page of it."""
    since: str
    """Month and year of joining, in words; or empty."""
    cohort: str
    """The year or group they joined with; or empty."""
    role: str
    """Role of the member in the community; or empty."""
    alumni: bool
    """True where the member is no longer active here."""
    initials: str
    """One or two letters that stand where there is no portrait."""
    language: str = ""
    """The language of the headline where it is not the page's."""


class StoryItem(Struct, frozen=True):
    """Item of a community's list, an activity or a reflection: exactly one of the first two is there."""

    activity: ActivityItem | None
    """An activity, or None."""
    reflection: ReflectionItem | None
    """A reflection, or None."""
    person: Label
    """Name of the member, which leads to their home page."""


class PagerView(Struct, frozen=True):
    """Position of a page in a list of several."""

    number: int
    """Number of this page, counted in reading order from 1; 0 in lists that grow at their beginning, whose full pages
    keep what they hold."""
    count: int
    """Number of pages in the list; 0 where ``number`` is 0."""
    newer: Link | None
    """The page before in reading order, or None."""
    older: Link | None
    """The page after in reading order, or None."""

    @property
    def is_numbered(self) -> bool:
        """There are several pages, and this one says which it is."""
        return self.count > 1


class TotalsView(Struct, frozen=True):
    """Totals of all members together, each event once for each who took part."""

    members: int
    """Members with a page."""
    activities: int
    """Listed activities of members."""
    events: int
    """Events that have been."""
    hours: Hours | None
    """The sum of all hours; None where none is given or totals are hidden."""
    since: str
    """Month and year of the first of them, in words; or empty."""


class JoinView(Struct, frozen=True):
    """Link by which somebody joins."""

    label: str
    """The words of the link."""
    address: str
    """An http(s) or mailto address."""


class EventItem(Struct, frozen=True):
    """An event in a list."""

    item: ActivityItem
    """Item of the event, with title, day, place, picture."""
    coming: bool
    """True where it is yet to come."""
    people: int
    """Number of members with a page who took part."""


class ParticipantItem(Struct, frozen=True):
    """A member at an event."""

    person: PersonItem
    """Member who took part."""
    entry: Label | None
    """The member's own entry of it, or None."""
    attested: str = ""
    """Statement of who stands by the hours of that entry, in words; or empty."""
    evidence: tuple[EvidenceView, ...] = ()
    """The hours of it that were signed for this member, as files beside the event."""


class EventView(Struct, frozen=True):
    """An event's own page."""

    activity: ActivityView
    """All that an activity's page shows."""
    participants: tuple[ParticipantItem, ...]
    """Members with a page, by name."""
    coming: bool
    """True where it is yet to come."""
    capacity: int | None
    """Maximum number of people who can take part, or None."""
    register: str
    """Address at which to register for an event to come: http(s) or empty."""

    @property
    def has_attestation(self) -> bool:
        """Hours of it were signed for somebody, which a visitor can check."""
        return any(participant.evidence for participant in self.participants)


class EventsView(Struct, frozen=True):
    """All events, or those of one year."""

    coming: tuple[EventItem, ...]
    """Events to come, the next one first."""
    past: tuple[EventItem, ...]
    """Events that have been, the newest first."""
    years: tuple[Label, ...]
    """The years with events, the newest first."""
    year: int | None
    """The year they are of; None: all of them."""

    @property
    def has_choice(self) -> bool:
        """Another list than this one is worth a link: there are several years, or this is the list of one."""
        return len(self.years) > 1 or self.year is not None

    @property
    def year_name(self) -> str:
        """The year they are of as its label in ``years`` has it; empty: all of them."""
        return str(self.year) if self.year is not None else ""


class CommunityView(Struct, frozen=True):
    """A community's home page."""

    about: Rich
    """Words of the community about itself."""
    totals: TotalsView
    """Totals of what all did together."""
    featured: tuple[StoryItem, ...]
    """Entries chosen by people."""
    featured_people: tuple[PersonItem, ...]
    """Members chosen by people."""
    stories: tuple[StoryItem, ...]
    """The newest entries, by day."""
    coming: tuple[EventItem, ...]
    """The next events."""
    past: tuple[EventItem, ...]
    """The newest events that have been."""
    people: tuple[PersonItem, ...]
    """Some of the members, in the directory's order."""
    faces: tuple[PersonItem, ...]
    """Some of the members, those with a portrait first."""
    causes: tuple[TermItem, ...]
    """All causes by name."""
    join: JoinView | None
    """Link by which somebody joins, or None."""

    @property
    def scene(self) -> EventItem | None:
        """Event of which there is a photo: the last one, else the next one; None where neither has one."""
        return next((event for event in (*self.past, *self.coming) if event.item.picture is not None), None)

    @property
    def is_crowd(self) -> bool:
        """So many members that their faces can stand there large, where there is no scene."""
        return len(self.people) >= _CROWD

    @property
    def faces_shown(self) -> tuple[PersonItem, ...]:
        """Faces that stand beside the name: few where there is a scene, which needs the room."""
        return self.faces if self.scene is None else self.faces[:_FACES_BESIDE_A_SCENE]

    @property
    def people_shown(self) -> tuple[PersonItem, ...]:
        """Members chosen by people; where they are few, others of the directory after them."""
        chosen = {person.href for person in self.featured_people}
        others = (person for person in self.people if person.href not in chosen)
        return (*self.featured_people, *others)[: max(len(self.featured_people), _PEOPLE_AT_HOME)]


class DirectoryView(Struct, frozen=True):
    """The directory of members, or those who share a value."""

    people: tuple[PersonItem, ...]
    """Members in the order the community chose."""
    facets: tuple[FacetView, ...]
    """Ways to narrow it."""
    value: FacetValue | None
    """Value that they share; None on the directory itself."""
    value_kind: Literal["", "cause", "skill", "place", "cohort"]
    """Kind of that value, or empty."""
    pager: PagerView
    """Position of this page in the list."""
    members: int
    """Number of members in the whole list."""
    narrowed: bool = False
    """True where all of the list can be narrowed by name: it stands on this page, or in ``names``."""
    names: Link | None = None
    """The names of all members, for a list of several pages; else None."""
    letters: tuple[LetterLink, ...] = ()
    """Links to the place where each letter begins, in a list of many pages in the order of names."""

    @property
    def open_kind(self) -> str:
        """The kind of the facet that stands open: the value's own, on the first page of all the first; or empty."""
        if self.value_kind or not self.facets or self.pager.number != 1:
            return self.value_kind
        return self.facets[0].kind


class CommunityTermView(Struct, frozen=True):
    """A cause, a skill or a year over all members."""

    kind: Literal["cause", "skill", "year"]
    """Kind of the term: a cause, a skill or a year."""
    item: TermItem
    """Item that lists show of it too."""
    stories: tuple[StoryItem, ...]
    """Entries of it, the newest first."""
    events: tuple[EventItem, ...]
    """The events of it, the newest first; only on the first page."""
    people: int
    """Number of members it is of; 0 on other pages than the first, which keep what they hold."""
    feed: Link | None
    """Its feed, or None."""
    pager: PagerView
    """Position of this page in the list."""


class CommunityTermsView(Struct, frozen=True):
    """All causes, skills or years over all members."""

    kind: Literal["cause", "skill", "year"]
    """Kind of the terms that are listed."""
    terms: tuple[TermItem, ...]
    """Terms by name; years the newest first."""


class MovedMemberView(Struct, frozen=True):
    """The small page of a member whose showcase stands elsewhere now."""

    name: str
    """The name, or the address where none is told."""
    url: str
    """An http(s) address."""


class CommunityHead(Struct, frozen=True):
    """Header above every page of a community, a member's too."""

    title: str
    """The community's name."""
    home: Link
    """Its home page."""
    members: Link
    """The directory."""
    events: Link | None
    """The list of events; None where there are none."""
    search: Link | None
    """The search page, or None."""
    join: JoinView | None
    """Link by which somebody joins, or None."""
    feed: Link | None
    """The feed of all; None without ``url``."""
