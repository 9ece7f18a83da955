"""Selection of what is exported: by slug, by year; what is hidden only where that is asked for by name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from kiprah.model.entry import Activity, Common, Reflection
from kiprah.model.member import Member
from kiprah.model.settings import Viewing
from kiprah.plan.privacy.visibility import Visible


class ExportChoice(Struct, frozen=True):
    """Filter of an export; nothing that passes it is hidden unless one of the flags says so."""

    slugs: tuple[str, ...] = ()
    """Slugs of activities and reflections, in the order wanted; empty: all."""
    year: int | None = None
    unlisted: bool = False
    private: bool = False
    drafts: bool = False
    future: bool = False

    @property
    def shows_hidden(self) -> bool:
        """Say whether anything may be in the export that a site would not list."""
        return self.unlisted or self.private or self.drafts or self.future

    def takes(self, entry: Activity | Reflection) -> bool:
        """Say whether an entry was asked for."""
        return (not self.slugs or entry.common.slug in self.slugs) and (
            self.year is None or entry.date.year == self.year
        )


class MissingSlug(Struct, frozen=True):
    """A slug that nothing was found for: it is hidden, or it is not there."""

    slug: str
    flag: str = ""
    """Flags that would show it: ``--private``; empty where it is not there, or can never be shown."""
    nearest: str = ""


def revealed(member: Member, choice: ExportChoice) -> Member:
    """Return a member with what the flags name made public; what is broken stays hidden, and so do private sections."""

    def shown(common: Common) -> Common:
        opened = (choice.unlisted and common.visibility == "unlisted") or (
            choice.private and common.visibility == "private"
        )
        return replace(common, visibility="public") if opened else common

    return replace(
        member,
        activities=tuple(replace(a, common=shown(a.common)) for a in member.activities),
        reflections=tuple(replace(r, common=shown(r.common)) for r in member.reflections),
    )


def chosen_member(member: Member, choice: ExportChoice, visible: Visible) -> Member:
    """Return a member with the chosen entries alone, so that sums and lists are theirs."""
    activities = tuple(a for a in visible.activities if choice.takes(a))
    slugs = {activity.common.slug for activity in activities}
    reflections = tuple(
        r for r in visible.reflections if choice.takes(r) and (choice.slugs or not r.activity or r.activity in slugs)
    )
    if choice.slugs:
        # Words of one's own about a chosen activity go with it.
        named = {r.common.slug for r in reflections}
        reflections += tuple(r for r in visible.reflections if r.activity in slugs and r.common.slug not in named)
        reflections = tuple(sorted(reflections, key=lambda r: (r.date, r.common.slug)))
    kept = {a.common.path for a in activities} | {r.common.path for r in reflections}
    whole = not choice.slugs and choice.year is None
    return replace(
        member,
        activities=tuple(a for a in member.activities if a.common.path in kept),
        # What it looks back on may not be in the export.
        reflections=tuple(
            r if r.activity in slugs else replace(r, activity="") for r in member.reflections if r.common.path in kept
        ),
        # What stands in no list is for whoever was given its address.
        pages=tuple(p for p in member.pages if choice.unlisted or p.common.visibility != "unlisted"),
        selections=(),
        testimonials=tuple(t for t in member.testimonials if t.activity in slugs or (whole and not t.activity)),
    )


def sorted_activities(activities: Iterable[Activity], choice: ExportChoice) -> tuple[Activity, ...]:
    """Return activities in the order in which they were named, else oldest first."""
    order = {slug: number for number, slug in enumerate(choice.slugs)}
    return tuple(sorted(activities, key=lambda a: (order.get(a.common.slug, len(order)), a.date, a.common.slug)))


def missing_slugs(member: Member, choice: ExportChoice, visible: Visible, viewing: Viewing) -> tuple[MissingSlug, ...]:
    """List the slugs that nothing visible answers to, each with what would show it."""
    entries: tuple[Activity | Reflection, ...] = visible.activities + visible.reflections
    there = {entry.common.slug for entry in entries}
    every: tuple[Activity | Reflection, ...] = member.activities + member.reflections
    found: list[MissingSlug] = []
    for slug in choice.slugs:
        if slug in there:
            continue
        hidden = next((e for e in every if e.common.slug == slug), None)
        if hidden is None:
            near = difflib.get_close_matches(slug, sorted(there), 1, 0.5)
            found.append(MissingSlug(slug, nearest=near[0] if near else ""))
        else:
            found.append(MissingSlug(slug, _flag_for(hidden, viewing)))
    return tuple(found)


def _flag_for(entry: Activity | Reflection, viewing: Viewing) -> str:
    common = entry.common
    if common.broken:
        return ""
    flags = []
    if common.visibility != "public":
        flags.append(f"--{common.visibility}")
    if common.draft:
        flags.append("--drafts")
    if entry.date > viewing.today or (common.publish_after is not None and common.publish_after > viewing.today):
        flags.append("--future")
    return " ".join(flags)
