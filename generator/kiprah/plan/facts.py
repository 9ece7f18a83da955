"""Facts of a member: all that may be told of an entry elsewhere than on its own page, without its body.

Lists, roles, cards and calendars are planned from facts alone. So another sentence far down in a text can change
nothing of them, and nobody has to find out whether it did.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import TypeVar

from msgspec.structs import replace

from kiprah.model.entry import SUMMARY, Activity, ActivityText, Body, Reflection, ReflectionText
from kiprah.model.member import Member
from kiprah.plan.privacy.visibility import Visible

WholeTexts = Mapping[str, ActivityText | ReflectionText]
"""The words of activities and reflections with their bodies, by the file they stand in."""
NO_TEXTS: WholeTexts = MappingProxyType({})

EntryT = TypeVar("EntryT", Activity, Reflection)


def member_facts(member: Member) -> Member:
    """Return a member without the bodies of activities and reflections that stand on their own pages alone."""
    kept = _told_elsewhere(member)
    return replace(
        member,
        activities=tuple([entry_facts(activity, kept) for activity in member.activities]),
        reflections=tuple([entry_facts(reflection, kept) for reflection in member.reflections]),
    )


def visible_facts(visible: Visible, member: Member | None = None) -> tuple[Visible, WholeTexts]:
    """Return what is visible without bodies, and the bodies by themselves.

    ``member`` has the facts of the visible member, where they are known.
    """
    kept = _told_elsewhere(visible.member)
    known = member or member_facts(visible.member)
    # Most entries are shown as they are, and thousands are cut once.
    cut = {id(whole): facts for whole, facts in zip(visible.member.log, known.log, strict=True)}

    def facts_of(entry: EntryT) -> EntryT:
        found = cut.get(id(entry))
        return found if isinstance(found, type(entry)) else entry_facts(entry, kept)

    listed = {activity.common.slug: facts_of(activity) for activity in visible.activities}
    facts = replace(
        visible,
        member=replace(visible.member, activities=known.activities, reflections=known.reflections),
        activities=tuple(listed.values()),
        unlisted_activities=tuple([facts_of(activity) for activity in visible.unlisted_activities]),
        reflections=tuple([facts_of(reflection) for reflection in visible.reflections]),
        unlisted_reflections=tuple([facts_of(reflection) for reflection in visible.unlisted_reflections]),
        roles=tuple(
            [
                replace(role, activities=tuple([listed[a.common.slug] for a in role.activities]))
                for role in visible.roles
            ]
        ),
    )
    whole: dict[str, ActivityText | ReflectionText] = {}
    for activity in visible.all_activities:
        whole.update((text.written_in, text) for text in activity.texts)
    for reflection in visible.all_reflections:
        whole.update((text.written_in, text) for text in reflection.texts)
    return facts, whole


def entry_facts(entry: EntryT, kept: Collection[str] = ()) -> EntryT:
    """Return an entry whose bodies are no more than their first letters, as many as summaries show."""
    if entry.common.slug in kept:
        return entry
    return replace(entry, texts=tuple([_text_facts(text) for text in entry.texts]))


def _text_facts(text: ActivityText | ReflectionText) -> ActivityText | ReflectionText:
    if isinstance(text, ActivityText) and text.reflection is not None:
        return replace(text, body=_beginning(text.body), reflection=_beginning(text.reflection))
    return replace(text, body=_beginning(text.body))


def _beginning(body: Body) -> Body:
    # One letter more than a summary holds: whether there is more decides how it ends.
    return Body(text=body.text[: SUMMARY + 1])


def _told_elsewhere(member: Member) -> frozenset[str]:
    """Name the entries whose bodies decide over more than their own pages, by slug.

    Those that a page for one reader shows; and those that somebody signed: whether they are still what was signed is
    told wherever they are.
    """
    chosen = [slug for one in member.selections for slug in (*one.activities, *one.reflections)]
    signed = [a.common.slug for a in member.activities if any(e.kind == "credential" for e in a.evidence)]
    return frozenset((*chosen, *signed))
