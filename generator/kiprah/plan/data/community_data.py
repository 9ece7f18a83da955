"""Data files of a community: feeds, the calendar of events, ``members.json`` and ``community.json``."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence

from kiprah import __version__
from kiprah.catalog import words
from kiprah.plan.addresses.routes import Routes, absolute
from kiprah.plan.data.absolute_html import address_of
from kiprah.plan.data.calendar import has_days
from kiprah.plan.data.feed import feed_image
from kiprah.plan.data.file_outputs import (
    CalendarEntry,
    CalendarOutput,
    DataOutput,
    Feed,
    FeedEntry,
    FeedOutput,
    JsonOutput,
)
from kiprah.plan.data.json_value import Fields, Json, fields, number_of
from kiprah.plan.summary import Story, Summary
from kiprah.plan.views.community import EventView, StoryItem, TotalsView
from kiprah.plan.views.page import SiteView
from kiprah.plan.views.text import Label, Link, When

_FORMAT = 1
"""Version of the format; it rises when a reader of the old shape could be misled; new keys alone do not raise it."""
ENTRIES_TOGETHER = 5_000
"""Maximum number of entries in ``community.json``; more stand in files by year, which it names."""


def feed_of(
    site: SiteView, language: str, title: str, home: Link, root: Link, stories: Sequence[StoryItem]
) -> tuple[FeedOutput, FeedOutput]:
    """Plan ``feed.xml`` and ``feed.json`` below ``root`` of these entries, the newest first."""
    url = site.url
    feed = Feed(
        title=title,
        description=site.description,
        language=language,
        home=absolute(url, home),
        author=site.title,
        icon=absolute(url, Link("favicon.svg")),
        version=__version__,
        entries=tuple(_feed_entry(story, url, language) for story in stories),
    )
    atom, json = Link(f"{root.path}feed.xml"), Link(f"{root.path}feed.json")
    return (
        FeedOutput(atom.path, "atom", absolute(url, atom), feed),
        FeedOutput(json.path, "json", absolute(url, json), feed),
    )


def _as_known(story: StoryItem) -> str:
    """Return a story's first day, or the month or year where no more is known."""
    item = story.activity or story.reflection
    return item.when.start if item is not None else ""


def _feed_entry(story: StoryItem, url: str, language: str) -> FeedEntry:
    item = story.activity or story.reflection
    assert item is not None
    picture = story.activity.picture if story.activity is not None else None
    causes = story.activity.causes if story.activity is not None else ()
    text = item.summary or item.quote
    return FeedEntry(
        url=absolute(url, item.href),
        title=item.title,
        language=item.language or language,
        published=item.when.start,
        updated=item.when.start,
        summary=text,
        html=f"<p>{html.escape(text)}</p>" if text else "",
        tags=tuple(label.name for label in causes),
        image=feed_image(picture, url),
        author=story.person.name,
    )


def calendar_of(site: SiteView, language: str, routes: Routes, events: Iterable[EventView]) -> CalendarOutput:
    """Plan ``events.ics``."""
    link = routes.file("events.ics")
    entries = (_calendar_entry(event, site.url, language) for event in events if has_days(event.activity.item.when))
    return CalendarOutput(
        path=link.path,
        url=absolute(site.url, link),
        home=absolute(site.url, routes.home()),
        name=words(language, "data").say("calendar.name", name=site.title),
        description=site.description,
        language=language,
        entries=tuple(sorted(entries, key=lambda entry: (entry.start, entry.kind, entry.url))),
    )


def _calendar_entry(event: EventView, url: str, language: str) -> CalendarEntry:
    view = event.activity
    item = view.item
    lines = (item.organization, item.summary, event.register)
    return CalendarEntry(
        kind="event",
        url=absolute(url, item.href),
        title=item.title,
        language=item.language or language,
        start=item.when.start,
        end=item.when.end,
        updated=view.updated.start if view.updated else item.when.start,
        description="\n".join(line for line in lines if line),
        place=item.place,
        categories=tuple(label.name for label in item.causes),
    )


def json_outputs(
    site: SiteView,
    language: str,
    languages: Sequence[str],
    totals: TotalsView,
    summaries: Sequence[Summary],
    events: Sequence[EventView],
    stories: Sequence[tuple[str, Story]],
    joined: Mapping[str, str],
) -> tuple[DataOutput, ...]:
    """Plan ``members.json`` and ``community.json`` (and ``data/<year>.json`` where there is much) in one language.

    ``stories`` are all listed entries with their member's slug, oldest first; ``joined`` is since when each is there.
    """
    generator = fields(("name", "kiprah"), ("version", __version__))
    head = (("generator", generator), ("format", _FORMAT))
    members = tuple(_member(one, joined.get(one.slug, ""), language, site.url) for one in summaries)
    entries = [(story.day[:4], _entry(member, story, site.url)) for member, story in stories]
    together = len(entries) <= ENTRIES_TOGETHER
    years = sorted({year for year, _ in entries}) if not together else []
    document = fields(
        *head,
        (
            "site",
            fields(
                ("url", site.url),
                ("title", site.title),
                ("description", site.description),
                ("language", language),
                ("languages", tuple(languages)),
            ),
        ),
        ("totals", _totals(totals)),
        ("members", tuple(_short(summary, language, site.url) for summary in summaries)),
        ("events", tuple(_event(event, site.url) for event in events)),
        ("entries", tuple(entry for _, entry in entries) if together else ()),
        ("entry_files", tuple(f"data/{year}.json" for year in years)),
    )
    return (
        JsonOutput("members.json", Fields((*head, ("members", members)))),
        JsonOutput("community.json", document),
        *(
            JsonOutput(
                f"data/{year}.json",
                Fields((*head, ("entries", tuple(entry for other, entry in entries if other == year)))),
            )
            for year in years
        ),
    )


def _totals(totals: TotalsView) -> Fields:
    hours: tuple[tuple[str, Json], ...] = ()
    if totals.hours is not None:
        hours = (("hours", number_of(totals.hours.value)), ("hours_estimated", totals.hours.estimated))
    counts = (("members", totals.members), ("activities", totals.activities), ("events", totals.events))
    return Fields((*counts, *hours))


def _short(summary: Summary, language: str, url: str) -> Fields:
    person = summary.localized[language].person
    return fields(("slug", summary.slug), ("name", person.name), ("url", address_of(url, person.href)))


def _member(summary: Summary, since: str, language: str, url: str) -> Fields:
    localized = summary.localized[language]
    person = localized.person
    return fields(
        ("slug", summary.slug),
        ("name", person.name),
        ("url", address_of(url, person.href)),
        ("headline", person.headline),
        ("place", person.place),
        ("photo", address_of(url, person.picture.full) if person.picture is not None else ""),
        ("role", person.role),
        ("cohort", person.cohort),
        ("status", "alumni" if person.alumni else "active"),
        ("since", since),
        ("causes", tuple(term.name for term in localized.causes)),
        ("skills", tuple(term.name for term in localized.skills)),
        ("updated", _as_known(localized.stories[-1].item) if localized.stories else ""),
        ("portfolio", address_of(url, Link(f"{summary.prefix}portfolio.json"))),
    )


def _entry(member: str, story: Story, url: str) -> Fields:
    activity, reflection = story.item.activity, story.item.reflection
    item = activity or reflection
    assert item is not None
    return fields(
        ("kind", "activity" if activity is not None else "reflection"),
        ("member", member),
        ("slug", story.slug),
        ("title", item.title),
        ("url", address_of(url, item.href)),
        *_days(item.when),
        ("language", item.language),
        ("organization", activity.organization if activity is not None else ""),
        ("place", activity.place if activity is not None else ""),
        ("causes", tuple(term.name for term in story.causes)),
        ("summary", item.summary),
    )


def _event(event: EventView, url: str) -> Fields:
    item = event.activity.item
    return fields(
        ("slug", item.href.path.rstrip("/").rpartition("/")[2]),
        ("title", item.title),
        ("url", address_of(url, item.href)),
        *_days(item.when),
        ("place", item.place),
        ("organization", item.organization),
        ("causes", _names(item.causes)),
        ("participants", tuple(p.person.href.path.rstrip("/").rpartition("/")[2] for p in event.participants)),
        ("register", event.register),
    )


def _days(when: When) -> tuple[tuple[str, Json], ...]:
    return (("date", when.start), ("end", when.end if when.end != when.start else ""))


def _names(labels: Iterable[Label]) -> tuple[str, ...]:
    return tuple(label.name for label in labels)
