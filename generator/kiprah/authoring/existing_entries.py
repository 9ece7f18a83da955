"""Existing entries of a site: addresses that are taken, and organizations, roles and places to propose."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from kiprah.content.entries.entry_files import Collected, EntryPaths, ReadContext, find_entries, no_photo_facts
from kiprah.content.folder import SiteFolder
from kiprah.content.front_matter import read_front_matter
from kiprah.content.keys.entry_keys import ACTIVITY, REFLECTION, TESTIMONIAL
from kiprah.content.keys.key_hints import FOREIGN
from kiprah.fields.decoding import DecodeContext
from kiprah.fields.source import read_source
from kiprah.fields.values import Field
from kiprah.model.entry import Organization
from kiprah.model.settings import Settings
from kiprah.model.slug import dated_name, same_name, slug_of

_FIELDS: dict[str, tuple[Field, ...]] = {
    "activities": ACTIVITY,
    "reflections": REFLECTION,
    "testimonials": TESTIMONIAL,
}
_SHARED = ("activities", "reflections")
"""Kinds that share one space of slugs, since both are named by their cards and share pages."""


class ExistingEntry(Struct, frozen=True):
    """One entry, as far as it can be read: a mistake in it is no reason not to begin another."""

    kind: str
    path: str
    slug: str
    title: str = ""
    day: str = ""
    """ISO date, or empty; what is newest is proposed first."""
    organization: str = ""
    role: str = ""
    minutes: int | None = None
    place: str = ""
    causes: tuple[str, ...] = ()


def existing_entries(site: SiteFolder, settings: Settings, root: str = "") -> tuple[ExistingEntry, ...]:
    """Read the keys of every entry of a member whose folder is ``root``; no body, no photo. Paths begin there."""
    return tuple(entry for kind, fields in _FIELDS.items() for entry in existing_of(site, settings, kind, fields, root))


def existing_of(
    site: SiteFolder, settings: Settings, kind: str, fields: tuple[Field, ...], root: str = ""
) -> tuple[ExistingEntry, ...]:
    """Read the keys of every entry of one kind."""
    context = ReadContext(site, settings.language, settings.languages, no_photo_facts, Collected())
    entries = (_existing_entry(kind, paths, site, fields) for paths in find_entries(kind, context, root))
    return tuple(replace(entry, path=entry.path.removeprefix(root)) for entry in entries)


def _existing_entry(kind: str, paths: EntryPaths, site: SiteFolder, fields: tuple[Field, ...]) -> ExistingEntry:
    day, rest = dated_name(paths.name)
    slug = slug_of(rest or paths.name)
    try:
        source, _ = read_source(paths.path, site.read(paths.path))
    except OSError:
        source = None
    front = read_front_matter(source, fields, DecodeContext(source), FOREIGN) if source is not None else None
    if front is None:
        return ExistingEntry(kind, paths.path, slug, day=day)
    values = front.values
    day_given = values.get("date")
    organization = values.get("organization")
    return ExistingEntry(
        kind=kind,
        path=paths.path,
        slug=values.get("slug") or slug,
        title=values.get("title") or values.get("from") or "",
        day=day_given.isoformat() if isinstance(day_given, date) else day,
        organization=organization.name if isinstance(organization, Organization) else "",
        role=values.get("role", ""),
        minutes=values.get("hours"),
        place=values.get("place", ""),
        causes=tuple(values.get("causes", ())),
    )


def taken_by(slug: str, kind: str, entries: Iterable[ExistingEntry]) -> str | None:
    """Return the file whose entry has this address already, compared as a careless file system would."""
    kinds = _SHARED if kind in _SHARED else (kind,)
    return next((one.path for one in entries if one.kind in kinds and same_name(one.slug) == same_name(slug)), None)


def newest_activities(entries: Iterable[ExistingEntry]) -> tuple[ExistingEntry, ...]:
    """Return the activities, newest first."""
    return tuple(sorted((e for e in entries if e.kind == "activities"), key=lambda e: (e.day, e.slug), reverse=True))


def organizations(entries: Iterable[ExistingEntry]) -> tuple[str, ...]:
    """Return every organization once, as it was last written, the newest first."""
    return _unique(entry.organization for entry in newest_activities(entries))


def roles(entries: Iterable[ExistingEntry], organization: str) -> tuple[str, ...]:
    """Return every role once, the newest first, and before all those at this organization."""
    activities = newest_activities(entries)
    of_organization = (one.role for one in activities if same_name(one.organization) == same_name(organization))
    return _unique((*of_organization, *(one.role for one in activities)))


def places(entries: Iterable[ExistingEntry]) -> tuple[str, ...]:
    """Return places to propose, the newest first."""
    return _unique(one.place for one in newest_activities(entries))


def used_causes(entries: Iterable[ExistingEntry]) -> tuple[str, ...]:
    """Return causes to propose, the newest first."""
    return _unique(cause for one in newest_activities(entries) for cause in one.causes)


def last_hours(entries: Iterable[ExistingEntry], organization: str, role: str) -> str:
    """Return how long a day of this role was the last time, as ``2:30``; empty where that is not known."""
    if not organization:
        return ""
    wanted = (same_name(organization), same_name(role))
    for one in newest_activities(entries):
        if (same_name(one.organization), same_name(one.role)) == wanted and one.minutes is not None:
            return f"{one.minutes // 60}:{one.minutes % 60:02}" if one.minutes % 60 else str(one.minutes // 60)
    return ""


def as_used(text: str, known: Iterable[str]) -> str:
    """Return a name as the site writes it already, where only case differs: another spelling is not another role."""
    return next((name for name in known if same_name(name) == same_name(text)), text)


def close_to(text: str, known: Iterable[str]) -> str | None:
    """Return a used name that this one is probably a slip of: a role of its own would grow out of a typo."""
    folded = {same_name(name): name for name in known}
    near = difflib.get_close_matches(same_name(text), folded, 1, 0.85)
    return folded[near[0]] if near and near[0] != same_name(text) else None


def activity_named(wanted: str, entries: Iterable[ExistingEntry]) -> ExistingEntry | None:
    """Find the activity by its slug, its folder's name, its path or its title."""
    name = same_name(wanted.strip().rstrip("/"))
    for one in newest_activities(entries):
        place = one.path.removesuffix(".md").removesuffix("/index")
        if name in (same_name(text) for text in (one.slug, place, place.rpartition("/")[2], one.path, one.title)):
            return one
    return None


def activity_with(words: str, entries: Iterable[ExistingEntry]) -> ExistingEntry | None:
    """Find the one activity whose title holds these words; None where there are several."""
    meant = slug_of(words)
    matches = [one for one in newest_activities(entries) if meant and meant in (slug_of(one.title) or one.slug)]
    return matches[0] if len(matches) == 1 else None


def activities_like(wanted: str, entries: Iterable[ExistingEntry], most: int = 3) -> tuple[str, ...]:
    """Name the slugs most like a wanted one; the newest activities where none is like it."""
    activities = newest_activities(entries)
    slugs = {slug_of(one.title): one.slug for one in activities} | {one.slug: one.slug for one in activities}
    meant = slug_of(wanted)
    near = [slugs[found] for found in difflib.get_close_matches(meant, slugs, most, 0.5)]
    within = [one.slug for one in activities if meant and meant in one.slug]
    return _unique((*near, *within))[:most] or tuple(one.slug for one in activities[:most])


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    names_by_key: dict[str, str] = {}
    for name in names:
        if name:
            names_by_key.setdefault(same_name(name), name)
    return tuple(names_by_key.values())
