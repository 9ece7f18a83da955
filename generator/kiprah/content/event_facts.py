"""Events as their participants see them, and the joining of a member's activities with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import get_args

from msgspec.structs import replace

from kiprah.content.entries.activity import NO_DAY
from kiprah.model.entry import Activity, ActivityText, Body, Event, Visibility
from kiprah.model.member import Member
from kiprah.problem import Place, Problem

_TAKEN = ("title", "organization", "place")
"""Words that an activity takes from its event."""

_STRICTER: tuple[Visibility, ...] = get_args(Visibility)


def facts_of(event: Event, participant: str) -> Event:
    """Reduce an event to what one participant's pages may say of it: nothing of other members, no text, no photo."""
    activity = event.activity
    common = replace(activity.common, aliases=(), updated=None, extra="{}")
    texts = tuple(
        ActivityText(
            language=text.language,
            written_in=text.written_in,
            title=text.title,
            organization=text.organization,
            role=text.role,
            place=text.place,
            causes=text.causes,
            hidden=text.hidden,
        )
        for text in activity.texts
    )
    return Event(
        Activity(
            common=common,
            date=activity.date,
            texts=texts,
            folder="",
            end=activity.end,
            known=activity.known,
            known_end=activity.known_end,
            ongoing=activity.ongoing,
            minutes=activity.minutes,
            estimated=activity.estimated,
            goals=activity.goals,
        ),
        (participant,),
    )


def with_events(member: Member, events: Iterable[Event], slug: str) -> tuple[Member, tuple[Problem, ...]]:
    """Put a member's activities together with the events that list the member.

    An activity with ``event:`` takes title, days, place, organization and, where it states none, hours and causes from
    it; one whose event does not list the member is broken. An event the member wrote nothing of stands in the
    timeline all the same, unless the profile says ``events: own``.
    """
    by_slug = {event.activity.common.slug: event.activity for event in events}
    problems: list[Problem] = []
    joined: dict[str, str] = {}
    activities: list[Activity] = []
    for activity in member.activities:
        if not activity.event:
            activities.append(activity)
            continue
        event = by_slug.get(activity.event)
        if event is None:
            values = {"event": activity.event, "member": slug, "nearest": _nearest(activity.event, by_slug)}
            problems.append(Problem("event-not-joined", activity.event_place, values))
        elif activity.event in joined:
            values = {"event": activity.event, "other": joined[activity.event]}
            problems.append(Problem("event-twice", activity.event_place, values))
        else:
            joined[activity.event] = activity.common.path
            problems.extend(_disagreements(activity, event))
            activities.append(_joined(activity, event))
            continue
        activities.append(replace(activity, common=replace(activity.common, broken=True)))
    taken = {activity.common.slug for activity in activities}
    taken |= {reflection.common.slug for reflection in member.reflections}
    if member.profile.events == "all":
        activities.extend(
            _alone(event, taken)
            for name, event in by_slug.items()
            if name not in joined and event.common.visibility == "public"
        )
    ordered = tuple(sorted(activities, key=lambda a: (a.date, a.common.slug)))
    return replace(member, activities=ordered), tuple(problems)


def _joined(activity: Activity, event: Activity) -> Activity:
    originals = {text.language: text for text in event.texts}
    texts = tuple(_with_words(text, originals.get(text.language, event.original)) for text in activity.texts)
    own_hours = activity.minutes is not None
    hidden = event.common
    common = replace(
        activity.common,
        # What is not published of the event may not be published in its participants' words.
        draft=activity.common.draft or hidden.draft,
        # An unlisted event is known to whom it is told: a list with the entry would tell everybody.
        visibility=max(activity.common.visibility, hidden.visibility, key=_STRICTER.index),
        publish_after=max((d for d in (activity.common.publish_after, hidden.publish_after) if d), default=None),
        broken=activity.common.broken or hidden.broken,
    )
    return replace(
        activity,
        common=common,
        date=event.date,
        end=event.end,
        known=event.known,
        known_end=event.known_end,
        ongoing=event.ongoing,
        minutes=activity.minutes if own_hours else event.minutes,
        estimated=activity.estimated if own_hours else event.estimated,
        goals=activity.goals or event.goals,
        texts=texts,
    )


def _with_words(text: ActivityText, event: ActivityText) -> ActivityText:
    return replace(
        text,
        title=event.title,
        organization=event.organization or text.organization,
        place=event.place or text.place,
        role=text.role or event.role,
        causes=text.causes or event.causes,
    )


def _disagreements(activity: Activity, event: Activity) -> Iterable[Problem]:
    """Name what the activity states otherwise than its event; the event is believed."""
    for key, own, theirs in (
        ("date", _day(activity.date), _day(event.date)),
        ("end", _day(activity.end), _day(event.end)),
        *((key, _word(activity.original, key), _word(event.original, key)) for key in _TAKEN),
    ):
        if own and theirs and own != theirs:
            values = {"key": key, "value": own, "theirs": theirs, "other": event.common.path}
            yield Problem("event-disagrees", activity.event_place, values)


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None and day != NO_DAY else ""


def _word(text: ActivityText, key: str) -> str:
    if key == "organization":
        return text.organization.name if text.organization is not None else ""
    return str(getattr(text, key))


def _alone(event: Activity, taken: set[str]) -> Activity:
    """Make the timeline's entry of an event the member wrote nothing of; it has no address, so its slug is free."""
    slug = event.common.slug
    while slug in taken:
        slug = f"{slug}-event"
    taken.add(slug)
    texts = tuple(replace(text, body=Body(), written_in="") for text in event.texts)
    common = replace(event.common, slug=slug, path=f"events/{event.common.slug}@", top=Place(""))
    return replace(event, common=common, texts=texts, event=event.common.slug, is_event_alone=True)


def _nearest(slug: str, events: Mapping[str, Activity]) -> str:
    import difflib

    return next(iter(difflib.get_close_matches(slug, events, 1)), "")
