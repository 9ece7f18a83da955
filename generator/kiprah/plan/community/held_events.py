"""Held events: what a community keeps back of its own events, and with them of all who took part."""

from __future__ import annotations

from msgspec.structs import replace

from kiprah.lint.child_safety import log_risks
from kiprah.model.community import Community
from kiprah.model.entry import Event
from kiprah.plan.member_checks import check_member, clashing_entries
from kiprah.plan.privacy.visibility import Visible


def with_held_events(community: Community, visible: Visible) -> Community:
    """Mark for the members whom they list the events that have no page for what they say; ``visible`` is the host's.

    A member's run sees an event's facts alone, and could not find out. What fails only while it is made is marked by
    the build that met it.
    """
    clashing = clashing_entries(check_member(community.host))
    # Without a child in its photos nothing of an event is held back; most have none, and are not looked through.
    pictured = {
        activity.common.path
        for activity in visible.all_activities
        if any(photo.people == "minors" for photo in activity.photos)
    }
    risky = {path for path, problem in log_risks(visible, pictured) if problem.is_error} if pictured else set()
    return without_events(community, clashing | risky)


def without_events(community: Community, paths: frozenset[str]) -> Community:
    """Mark the events in these files as broken for the members whom they list."""
    if not paths:
        return community

    def marked(event: Event) -> Event:
        activity = event.activity
        if activity.common.path not in paths:
            return event
        return replace(event, activity=replace(activity, common=replace(activity.common, broken=True)))

    members = (replace(m, events=tuple(marked(event) for event in m.events)) for m in community.members)
    return replace(community, members=tuple(members))
