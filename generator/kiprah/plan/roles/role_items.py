"""Roles as lists show them: whole, or the part that some activities are sessions of; and what changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kiprah.model.entry import Activity
from kiprah.model.role import Role
from kiprah.plan.attestation_views import attested_sum
from kiprah.plan.formatting import number_text, summary_of
from kiprah.plan.localized import LocalizedMember
from kiprah.plan.roles.role_list import month_number, role_within
from kiprah.plan.roles.role_times import rhythm_of, role_spans
from kiprah.plan.translations import activity_text
from kiprah.plan.views.entry import ImpactView, OrganizationView
from kiprah.plan.views.lists import RoleItem


def role_item(localized: LocalizedMember, role: Role) -> RoleItem:
    """Show a role in a list."""
    known = localized.role_items.get((role.slug,))
    if known is None:
        known = localized.role_items[(role.slug,)] = _role_item(localized, role)
    return known


def part_items(localized: LocalizedMember, activities: Iterable[Activity]) -> tuple[RoleItem, ...]:
    """Show the roles that some activities are sessions of, with these sessions alone: of one year, of one cause."""
    parts: dict[str, list[Activity]] = {}
    for activity in activities:
        role = localized.role_of(activity)
        if role is not None:
            parts.setdefault(role.slug, []).append(activity)
    return tuple(
        _part_item(localized, role, parts[role.slug]) for role in localized.visible.roles if role.slug in parts
    )


def _part_item(localized: LocalizedMember, role: Role, sessions: Sequence[Activity]) -> RoleItem:
    if len(sessions) == len(role.activities):
        return role_item(localized, role)
    # Pages of causes, skills and years often mean the same sessions.
    key = (role.slug, *(activity.common.slug for activity in sessions))
    known = localized.role_items.get(key)
    if known is None:
        known = localized.role_items[key] = _role_item(localized, role_within(role, sessions))
    return known


def _role_item(localized: LocalizedMember, role: Role) -> RoleItem:
    newest_first = role.activities[::-1]
    texts = [activity_text(a, localized.language) for a in newest_first]
    wording = next((t for t in texts if t.language == localized.language), texts[0])
    organizations = [t.organization for t in texts if t.organization]
    named = wording.organization or organizations[0]
    about = named.about or next((o.about for o in organizations if o.about), "")
    url = named.url or next((o.url for o in organizations if o.url), "")
    when, spans = role_spans(role, localized.language)
    last_day, today = role.last_day, localized.visible.viewing.today
    return RoleItem(
        title=wording.role or localized.words.say("role.unnamed"),
        href=localized.routes.role(role.slug),
        organization=OrganizationView(named.name, url, about),
        when=when,
        spans=spans,
        ongoing=role.ongoing,
        hours=localized.total(role.minutes, role.estimated),
        sessions=len(texts),
        rhythm=rhythm_of(role, today, localized.language),
        causes=tuple({label.href.path: label for a in newest_first for label in localized.causes(a)}.values()),
        language="" if wording.language == localized.language else wording.language,
        impact=impacts(localized, role.activities),
        summary=summary_of(texts[0].description, ""),
        attested=attested_sum(localized, role.activities),
        months=tuple(
            [
                (month_number(first), month_number(max(last, today) if role.ongoing and last == last_day else last))
                for first, last in role.spans
            ]
        ),
    )


def impacts(
    localized: LocalizedMember, activities: tuple[Activity, ...], *, own: bool = False
) -> tuple[ImpactView, ...]:
    """Gather what changed, newest first; each with the activity that says so unless it is the page's own."""
    gathered = []
    for activity in reversed(activities):
        if not activity.impact:
            continue
        text = activity_text(activity, localized.language)
        for impact, wording in zip(activity.impact, text.impact_words, strict=True):
            gathered.append(
                ImpactView(
                    value=number_text(impact.value, localized.language),
                    what=wording.what,
                    source=impact.source,
                    source_label=localized.words.say(f"source.{impact.source}"),
                    activity=None if own else localized.activity_link(activity),
                    language="" if text.language == localized.language else text.language,
                )
            )
    return tuple(gathered)
