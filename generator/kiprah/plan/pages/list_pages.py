"""The pages that gather: lists, roles, causes, skills, years, the CV."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal

from msgspec.structs import replace

from kiprah.catalog import words
from kiprah.model.entry import Activity, Reflection
from kiprah.model.role import Role
from kiprah.model.slug import slug_of
from kiprah.plan.formatting import month_names
from kiprah.plan.localized import LocalizedMember
from kiprah.plan.pages.entry_pages import evidence_of, testimonials_of
from kiprah.plan.quotation import with_marks
from kiprah.plan.roles.role_items import impacts, part_items, role_item
from kiprah.plan.roles.role_list import minutes_of, months_of
from kiprah.plan.translations import activity_text
from kiprah.plan.views.chapters import Chapter, TimelineEntry
from kiprah.plan.views.entry import EvidenceView, ReflectionItem
from kiprah.plan.views.lists import (
    ActivitiesView,
    OtherActivities,
    ReflectionsView,
    RoleView,
    TermItem,
    TermsView,
    TermView,
    YearView,
)
from kiprah.plan.views.months import StripMonth, StripYear
from kiprah.plan.views.text import Label

_SKILL_PROOFS = 3
_FEATURED = 4
"""Maximum number of entries of a full year that are told with a picture; the others are lines."""


def activities_view(localized: LocalizedMember) -> ActivitiesView:
    """Build the list of all activities."""
    return ActivitiesView(
        chapters=chapters_of(localized, (), filtered=True),
        strip=whole_strip(localized),
        causes=term_items(localized, "cause"),
        skills=term_items(localized, "skill"),
    )


def reflections_view(localized: LocalizedMember) -> ReflectionsView:
    """Build the list of all reflections."""
    return ReflectionsView(newest_reflections(localized, localized.visible.reflections))


def role_view(localized: LocalizedMember, role: Role) -> RoleView:
    """Build the page a reviewer wants, once for all that tell it."""
    if role.slug not in localized.role_views:
        localized.role_views[role.slug] = _role_view(localized, role)
    return localized.role_views[role.slug]


def _role_view(localized: LocalizedMember, role: Role) -> RoleView:
    slugs = {activity.common.slug for activity in role.activities}
    newest_first = tuple(reversed(role.activities))
    return RoleView(
        item=role_item(localized, role),
        evidence=evidence_of_role(localized, role),
        testimonials=testimonials_of(localized, role.activities),
        reflections=newest_reflections(
            localized, tuple(r for r in localized.visible.reflections if r.activity in slugs)
        ),
        quotes=tuple(
            (with_marks(text.quote, text.language, within=True), localized.activity_link(activity))
            for activity in newest_first
            if (text := activity_text(activity, localized.language)).quote
        ),
        skills=_unique(label for activity in newest_first for label in localized.skills(activity)),
        activities=tuple(localized.item(activity) for activity in newest_first),
        strip=tuple(year for year in strip_of(localized, role.activities) if any(m.active for m in year.months)),
    )


def evidence_of_role(localized: LocalizedMember, role: Role) -> tuple[EvidenceView, ...]:
    """List what vouches for a role's activities, newest first."""
    return tuple(e for activity in reversed(role.activities) for e in evidence_of(localized, activity))


def grouped(localized: LocalizedMember, kind: str) -> dict[str, tuple[Label, tuple[Activity, ...]]]:
    """Gather the listed activities by cause or skill, oldest first, under the slug; the newest name wins."""
    if kind in localized.gathered:
        return localized.gathered[kind]
    groups: dict[str, dict[str, Activity]] = {}
    labels: dict[str, Label] = {}
    for activity in localized.visible.activities:
        names = activity.original.causes if kind == "cause" else activity.original.skills
        visible = localized.causes(activity) if kind == "cause" else localized.skills(activity)
        slugs = [slug for name in names if (slug := slug_of(name))]
        translated = activity_text(activity, localized.language).language == localized.language
        for slug, label in zip(slugs, visible, strict=True):
            groups.setdefault(slug, {})[activity.common.slug] = activity
            if translated or slug not in labels:
                labels[slug] = label
    localized.gathered[kind] = {slug: (labels[slug], tuple(groups[slug].values())) for slug in sorted(groups)}
    return localized.gathered[kind]


def term_view(localized: LocalizedMember, kind: str, label: Label, activities: tuple[Activity, ...]) -> TermView:
    """Build the page of a cause or a skill."""
    roles = part_items(localized, activities)
    return TermView(
        kind="cause" if kind == "cause" else "skill",
        item=localized.term_item(label, activities),
        roles=roles,
        activities=tuple(localized.item(activity) for activity in reversed(activities)),
        other=other_activities(localized, activities) if roles else None,
    )


def term_items(localized: LocalizedMember, kind: str) -> tuple[TermItem, ...]:
    """List all causes or skills by name."""
    groups = grouped(localized, kind).values()
    items = [localized.term_item(label, group) for label, group in groups]
    if kind == "skill":
        # A skill is worth what shows it.
        proofs = (tuple(reversed(group))[:_SKILL_PROOFS] for _, group in groups)
        visible = (tuple(localized.activity_link(a) for a in proof) for proof in proofs)
        items = [replace(item, latest=latest) for item, latest in zip(items, visible, strict=True)]
    return tuple(sorted(items, key=lambda item: (item.name.casefold(), item.href.path)))


def terms_view(localized: LocalizedMember, kind: str) -> TermsView:
    """Build the page that lists all causes, skills, roles or years."""
    if kind == "role":
        return TermsView("role", (), tuple(role_item(localized, role) for role in localized.visible.roles))
    if kind == "year":
        items = [
            localized.term_item(Label(str(year), localized.routes.year(year)), _in_year(localized, year))
            for year in years_of(localized)
        ]
        return TermsView("year", tuple(reversed(items)), ())
    groups = grouped(localized, kind).values()
    named: Literal["cause", "skill"] = "cause" if kind == "cause" else "skill"
    return TermsView(named, term_items(localized, kind), (), overlap(group for _, group in groups))


def years_of(localized: LocalizedMember) -> tuple[int, ...]:
    """List the years in which an activity began, oldest first."""
    return tuple(localized.by_year)


def year_view(localized: LocalizedMember, year: int) -> YearView:
    """Build a year's recap."""
    activities = _in_year(localized, year)
    years = years_of(localized)
    position = years.index(year)
    roles = part_items(localized, activities)
    causes: dict[str, tuple[Label, tuple[Activity, ...]]] = {}
    for slug, (label, group) in grouped(localized, "cause").items():
        within = tuple(a for a in group if a.date.year == year)
        if within:
            causes[slug] = (label, within)
    ordered = sorted(causes.values(), key=lambda g: (-(minutes_of(g[1])[0] or 0), -len(g[1]), g[0].href.path))

    def link(other: int) -> Label:
        return Label(str(other), localized.routes.year(other))

    return YearView(
        year=year,
        hours=localized.total(*minutes_of(activities)),
        strip=next(s for s in whole_strip(localized) if s.year == year),
        causes=tuple(localized.term_item(label, group) for label, group in ordered),
        roles=roles,
        impact=impacts(localized, activities),
        reflections=newest_reflections(
            localized, tuple(r for r in localized.visible.reflections if r.date.year == year)
        ),
        activities=tuple(localized.item(activity) for activity in activities),
        previous=link(years[position - 1]) if position else None,
        next=link(years[position + 1]) if position + 1 < len(years) else None,
        share=localized.routes.share(str(year)),
        other=other_activities(localized, activities) if roles else None,
    )


def printed_address(address: str) -> str:
    """Write an address as people print it: without scheme and last slash."""
    return address.partition("://")[2].rstrip("/")


def chapters_of(
    localized: LocalizedMember, reflections: Iterable[Reflection], *, filtered: bool = False
) -> tuple[Chapter, ...]:
    """Tell the years, newest first; reflections stand among the activities by their day."""
    # A role of one session begins with it: to say so at each would say nothing.
    starts = {role.activities[0].common.slug for role in localized.visible.roles if len(role.activities) > 1}
    featured = _featured(localized)
    entries: dict[int, list[tuple[str, int, str, TimelineEntry]]] = {}
    for activity in localized.visible.activities:
        slug = activity.common.slug
        item = localized.item(activity)
        terms = tuple(t.href.path for t in (*item.causes, *localized.skills(activity))) if filtered else ()
        entry = TimelineEntry(item, None, slug in starts, slug in featured, terms)
        entries.setdefault(activity.date.year, []).append((activity.date.isoformat(), 0, slug, entry))
    for reflection in reflections:
        entry = TimelineEntry(None, localized.reflection_item(reflection), False)
        key = (reflection.date.isoformat(), 1, reflection.common.slug, entry)
        entries.setdefault(reflection.date.year, []).append(key)
    with_activity = set(years_of(localized))
    return tuple(
        Chapter(
            year=year,
            href=localized.routes.year(year) if year in with_activity else localized.routes.reflections(),
            hours=localized.total(*minutes_of(_in_year(localized, year))),
            entries=tuple(entry for *_, entry in sorted(entries[year], key=lambda e: e[:3], reverse=True)),
        )
        for year in sorted(entries, reverse=True)
    )


def whole_strip(localized: LocalizedMember) -> tuple[StripYear, ...]:
    """Show in which months there was any activity."""
    if localized.strip is None:
        localized.strip = strip_of(localized, localized.visible.activities)
    return localized.strip


def strip_of(localized: LocalizedMember, activities: tuple[Activity, ...]) -> tuple[StripYear, ...]:
    """Show in which months there was activity, newest year first; a span fills the months it runs through."""
    if not activities:
        return ()
    # Of a year alone nobody knows the months; it has its row all the same.
    active: dict[int, set[int]] = {activity.date.year: set() for activity in activities}
    for year, month in months_of(activities, localized.visible.viewing.today):
        active.setdefault(year, set()).add(month)
    strip = []
    for year in range(max(active), min(active) - 1, -1):
        months, months_text = _strip_months(frozenset(active.get(year, ())), localized.language)
        href = localized.routes.year(year) if year in localized.by_year else None
        strip.append(StripYear(year, href, months, f"{year}: {months_text}"))
    return tuple(strip)


@lru_cache(maxsize=16_384)
def _strip_months(active: frozenset[int], language: str) -> tuple[tuple[StripMonth, ...], str]:
    """Show the active months of a year, and say them; in many years they are the same ones."""
    names = month_names(language)
    months = tuple(StripMonth(n, names[n - 1], n in active) for n in range(1, 13))
    return months, _months_text(months) or words(language, "plan").say("strip.none")


def _featured(localized: LocalizedMember) -> frozenset[str]:
    """Choose in each year what is told with a picture: what took the most time; in a short year everything."""
    chosen: set[str] = set()
    for year in years_of(localized):
        entries = _in_year(localized, year)
        if len(entries) > _FEATURED:
            visible = [a for a in entries if a.photos] or list(entries)
            entries = tuple(sorted(visible, key=lambda a: (-(a.minutes or 0), a.common.slug))[:_FEATURED])
        chosen.update(activity.common.slug for activity in entries)
    return frozenset(chosen)


def _months_text(months: Iterable[StripMonth]) -> str:
    """Say the active months as people do: ``January–March, July``."""
    runs: list[list[StripMonth]] = []
    for month in months:
        if month.active:
            if runs and runs[-1][-1].number == month.number - 1:
                runs[-1].append(month)
            else:
                runs.append([month])
    return ", ".join(run[0].name if len(run) == 1 else f"{run[0].name}\u2013{run[-1].name}" for run in runs)


def _in_year(localized: LocalizedMember, year: int) -> tuple[Activity, ...]:
    return localized.by_year.get(year, ())


def newest_reflections(localized: LocalizedMember, reflections: tuple[Reflection, ...]) -> tuple[ReflectionItem, ...]:
    """Show reflections, the newest first."""
    return tuple(localized.reflection_item(reflection) for reflection in reversed(reflections))


def _unique(labels: Iterable[Label]) -> tuple[Label, ...]:
    return tuple({label.href.path: label for label in labels}.values())


def other_activities(localized: LocalizedMember, activities: Iterable[Activity]) -> OtherActivities | None:
    """Gather what belongs to no role, so that a list of roles adds up to the total above it."""
    others = [activity for activity in activities if localized.role_of(activity) is None]
    if not others:
        return None
    return OtherActivities(len(others), localized.total(*minutes_of(others)), localized.routes.activities())


def overlap(groups: Iterable[Sequence[Activity]]) -> bool:
    """Say whether an activity with hours stands in more than one of the groups."""
    slugs = [a.common.slug for group in groups for a in group if a.minutes]
    return len(slugs) > len(set(slugs))
