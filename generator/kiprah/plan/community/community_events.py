"""Events of a community in one language: lists of them, and the page of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from kiprah.catalog import words
from kiprah.model.community import Community
from kiprah.model.entry import Activity, Event
from kiprah.plan.community.community_lists import Person, TermKind
from kiprah.plan.formatting import summary_of
from kiprah.plan.localized import LocalizedMember
from kiprah.plan.pages.entry_pages import activity_view, evidence_of_participant
from kiprah.plan.pages.page_list import PageSpec
from kiprah.plan.sharing.card_planner import COMMUNITY_CARD
from kiprah.plan.summary import Participation
from kiprah.plan.translations import activity_text
from kiprah.plan.views.community import EventItem, EventsView, EventView, ParticipantItem
from kiprah.plan.views.page import PageView
from kiprah.plan.views.text import Label, Link


@dataclass(slots=True)
class CommunityEvents:
    """Planner of a community's events in one language."""

    localized: LocalizedMember
    community: Community
    people: Sequence[Person]
    """Members with a page, in the directory's order."""
    _listed: tuple[Event, ...] | None = None
    _by_event: dict[str, list[tuple[Person, Participation]]] | None = None

    @property
    def listed(self) -> tuple[Event, ...]:
        """Events that stand in lists, oldest first."""
        if self._listed is None:
            by_slug = {event.activity.common.slug: event for event in self.community.events}
            visible = self.localized.visible.activities
            self._listed = tuple(replace(by_slug[a.common.slug], activity=a) for a in visible)
        return self._listed

    def split(self, events: Sequence[Event]) -> tuple[tuple[EventItem, ...], tuple[EventItem, ...]]:
        """Split events into those to come, the next first, and those that have been, the newest first."""
        coming = tuple(self.item(e) for e in events if self._is_coming(e.activity))
        past = tuple(self.item(e) for e in reversed(events) if not self._is_coming(e.activity))
        return coming, past

    def item(self, event: Event) -> EventItem:
        """Show an event in a list."""
        activity = event.activity
        people = len(self._participants(activity.common.slug))
        return EventItem(self.localized.item(activity), self._is_coming(activity), people)

    def by_term(self, kind: TermKind) -> dict[str, tuple[str, list[Event]]]:
        """Gather events by cause, skill or year, oldest first, under the slug with its name."""
        groups: dict[str, tuple[str, list[Event]]] = {}
        for event in self.listed:
            activity = event.activity
            if kind == "year":
                labels: tuple[Label, ...] = (Label(str(activity.date.year), Link(f"{activity.date.year}/")),)
            else:
                labels = self.localized.causes(activity) if kind == "cause" else self.localized.skills(activity)
            for label in labels:
                slug = label.href.path.rstrip("/").rpartition("/")[2]
                groups.setdefault(slug, (label.name, []))[1].append(event)
        return groups

    def specs(self, home: tuple[str, Link]) -> Iterator[PageSpec]:
        """List the page of all events, one of each year, and one of each event."""
        localized = self.localized
        say: Callable[..., str] = localized.words.say
        coming, past = self.split(self.listed)
        start = localized.routes.activities()
        years = sorted({event.activity.date.year for event in self.listed}, reverse=True)
        labels = tuple(Label(str(year), Link(f"{start.path}{year}/")) for year in years)
        crumb = (say("page.events"), start)
        described = say("page.describe_events", title=localized.settings.title)
        head = PageView("events", start, crumb[0], described, (home,))
        recent = past[: localized.settings.members.per_page]
        yield PageSpec(head, EventsView(coming, recent, labels, None), COMMUNITY_CARD)
        for label in labels:
            ahead, behind = self.split([e for e in self.listed if str(e.activity.date.year) == label.name])
            title = say("page.events_of", year=label.name)
            head = PageView("events", label.href, title, described, (home, crumb))
            yield PageSpec(head, EventsView(ahead, behind, labels, int(label.name)), label.name)
        for activity in localized.visible.all_activities:
            if localized.has_page(activity):
                yield self._event(activity, (home, crumb))

    def _event(self, activity: Activity, crumbs: tuple[tuple[str, Link], ...]) -> PageSpec:
        localized = self.localized
        text = activity_text(activity, localized.language)
        slug = activity.common.slug
        event = next(e for e in self.community.events if e.activity.common.slug == slug)
        coming = self._is_coming(activity)
        view = EventView(
            activity=activity_view(localized, activity),
            participants=tuple(self._participant(activity, *one) for one in self._participants(slug)),
            coming=coming,
            capacity=event.capacity if coming else None,
            register=event.register if coming else "",
        )
        head = PageView(
            "event",
            localized.routes.activity(slug),
            text.title,
            summary_of(text.description, text.body.text),
            crumbs,
            noindex=activity.common.visibility != "public",
            og_type="article",
            published=activity.start_as_known,
            modified=activity.common.updated.isoformat() if activity.common.updated else "",
            tags=text.tags,
        )
        return PageSpec(head, view, slug, entry=activity.common.path, texts=(text.written_in,))

    def _is_coming(self, activity: Activity) -> bool:
        return activity.date > self.localized.visible.viewing.today

    def _participants(self, slug: str) -> list[tuple[Person, Participation]]:
        """List who took part, each with their own entry of it; who will take part is told nobody."""
        if self._by_event is None:
            self._by_event = {}
            for person in self.people:
                for participation in person.summary.events:
                    self._by_event.setdefault(participation.event, []).append((person, participation))
        return self._by_event.get(slug, [])

    def _participant(self, activity: Activity, person: Person, participation: Participation) -> ParticipantItem:
        stories = (s.item for s in person.localized.stories if participation.entry and s.slug == participation.entry)
        own = story.activity if (story := next(stories, None)) is not None else None
        label = Label(own.title, own.href, own.language) if own is not None else None
        evidence = evidence_of_participant(self.localized, activity, person.summary.person)
        by = participation.attested_by
        # What one organization signed for the person beside the event is said there, with the hours.
        attesters = {item.attestation.by for item in evidence if item.attestation is not None}
        statement = ""
        if by and label and by not in attesters:
            statement = words(self.localized.language, "credentials").say("participant", name=by)
        return ParticipantItem(person.item, label, statement, evidence)
