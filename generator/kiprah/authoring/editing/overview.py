"""Overview of a site for its author: every entry with what became of it, and the names to propose from what exists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import Any, Literal

from msgspec import Struct

from kiprah.authoring.causes import cause_label, proposed_causes
from kiprah.authoring.editing.editable import KEYS_ALONE, NAMING_KEYS, EditableFile
from kiprah.authoring.editing.read_file import ReadFile, read_file
from kiprah.cache.stat_index import Stat
from kiprah.catalog import words
from kiprah.content.folder import MEMBERS, SiteFolder
from kiprah.fields.decoding import Wrong
from kiprah.fields.types import day_of, less_than_a_day
from kiprah.model.entry import Organization
from kiprah.model.slug import dated_name, same_name, slug_of

EntryState = Literal["published", "unlisted", "draft", "waiting", "hidden", "broken", "paused", "moved"]


class Listed(Struct, frozen=True):
    """Row of the overview: one file, as the list shows it."""

    path: str
    kind: str
    title: str
    day: str
    """ISO date, or empty."""
    state: EntryState
    until: str
    """The day on which a waiting entry appears."""
    slug: str
    organization: str
    language: str
    original: str
    cover: str
    """A photo beside it to know it by; empty where there is none."""


class OverviewReader:
    """Reader of files for the overview; what did not change is not read again."""

    def __init__(self) -> None:
        """Nothing is read yet."""
        self._read: dict[str, tuple[Stat, ReadFile]] = {}

    def read(self, site: SiteFolder, file: EditableFile) -> ReadFile | None:
        """Read a file, or recall it; None where it cannot be read from the disk."""
        stat = site.files[file.path].stat
        kept = self._read.get(file.path)
        if kept is not None and kept[0] == stat:
            return kept[1]
        try:
            found = read_file(file, site.read(file.path), to_edit=False)
        except OSError:
            return None
        self._read[file.path] = (stat, found)
        return found


def listed_files(
    files: Iterable[EditableFile], site: SiteFolder, today: date, reader: OverviewReader
) -> tuple[Listed, ...]:
    """List files, the newest first in each kind."""
    found = [_listed(file, reader.read(site, file), site, today, _name_of(file, site, reader)) for file in files]
    return tuple(sorted(sorted(found, key=lambda one: one.path), key=lambda one: one.day, reverse=True))


def _name_of(file: EditableFile, site: SiteFolder, reader: OverviewReader) -> str:
    """Return what a member is called on whom the community has a word: their own profile says it."""
    if file.kind != "member":
        return ""
    path = f"{MEMBERS}/{file.name}/profile.md"
    read = reader.read(site, EditableFile(path, "profile", member=file.name)) if path in site.files else None
    name = read.values.get("name", "") if read is not None and read.values is not None else ""
    return str(name) or file.name


def _listed(file: EditableFile, read: ReadFile | None, site: SiteFolder, today: date, name: str) -> Listed:
    day, rest = dated_name(file.name)
    values: Mapping[str, Any] = read.values.given if read is not None and read.values is not None else {}
    own_day = values.get("date")
    on = own_day if isinstance(own_day, date) else _day(day)
    organization = values.get("organization")
    state, until = _state(read, values, on, today, needs_consent=file.kind == "testimonial" and not file.language)
    return Listed(
        path=file.path,
        kind=file.kind,
        title=name or str(values.get(NAMING_KEYS.get(file.kind, "title")) or ""),
        # A month or a year where no more is known: no day is invented.
        day=_less(read) or (own_day.isoformat() if isinstance(own_day, date) else day),
        state=state,
        until=until,
        slug=str(values.get("slug") or slug_of(rest or file.name)),
        organization=organization.name if isinstance(organization, Organization) else "",
        language=file.language,
        original=file.original,
        cover=_cover(file, values, site),
    )


def _state(
    read: ReadFile | None, values: Mapping[str, Any], day: date | None, today: date, *, needs_consent: bool
) -> tuple[EntryState, str]:
    if read is None or read.broken:
        return "broken", ""
    if values.get("status") == "paused":
        return "paused", ""
    if values.get("moved_to"):
        return "moved", ""
    if values.get("visibility") == "private":
        return "hidden", ""
    if values.get("draft"):
        return "draft", ""
    if needs_consent and not values.get("consent"):
        return "waiting", ""
    after = values.get("publish_after")
    days = [one for one in (after, day) if isinstance(one, date) and one > today]
    if days:
        return "waiting", max(days).isoformat()
    return ("unlisted" if values.get("visibility") == "unlisted" else "published"), ""


def _cover(file: EditableFile, values: Mapping[str, Any], site: SiteFolder) -> str:
    if file.kind in KEYS_ALONE:
        return ""
    names = [values.get("cover"), *(photo.get("file") for photo in values.get("photos") or ())]
    portrait = values.get("photo")
    names += [portrait.get("file")] if portrait is not None else []
    return next((name for name in names if name and f"{file.beside}/{name}".lstrip("/") in site.files), "")


def _less(read: ReadFile | None) -> str:
    return less_than_a_day(read.values.nodes.get("date")) if read is not None and read.values is not None else ""


def _day(text: str) -> date | None:
    try:
        return day_of(text) if text else None
    except Wrong:
        return None


def proposals(
    files: Iterable[EditableFile], site: SiteFolder, reader: OverviewReader, language: str
) -> dict[str, list[dict[str, str]]]:
    """Return names to propose, by what they name; each once, as it was written last."""
    read = [(file, found) for file in files if (found := reader.read(site, file)) is not None and not file.language]
    read.sort(key=lambda one: PurePosixPath(one[0].path).as_posix(), reverse=True)
    given = [(file, found.values.given) for file, found in read if found.values is not None]
    names: dict[str, dict[str, dict[str, str]]] = {}

    def add(key: str, value: str, **more: str) -> None:
        if value:
            names.setdefault(key, {}).setdefault(same_name(value), {"value": value, **more})

    for file, values in given:
        organization = values.get("organization")
        if isinstance(organization, Organization):
            add("organization", organization.name, url=organization.url or "", about=organization.about or "")
        for key in ("role", "place", "relation"):
            add(key, str(values.get(key) or ""), organization=getattr(organization, "name", ""))
        for key in ("skills", "tags", "with", "interests"):
            for one in values.get(key) or ():
                add(key, one if isinstance(one, str) else "")
        if file.kind in ("activity", "event"):
            slug = str(values.get("slug") or slug_of(dated_name(file.name)[1] or file.name))
            add(file.kind, slug, label=str(values.get("title") or slug))
            add("activities", slug, label=str(values.get("title") or slug))
        if file.kind == "reflection":
            slug = str(values.get("slug") or slug_of(dated_name(file.name)[1] or file.name))
            add("reflections", slug, label=str(values.get("title") or slug))
        if file.kind == "page":
            add("page", PurePosixPath(file.path).stem)
        if file.kind == "member":
            add("member", file.name, label=_name_of(file, site, reader))
        for photo in (values.get("photos") or ()) if file.kind not in KEYS_ALONE else ():
            add("credit", str(photo.get("credit") or ""))
    used = [cause for _, values in given for cause in values.get("causes") or () if isinstance(cause, str)]
    own = words(language, "plan")
    for goal in range(1, 18):
        add("sdgs", str(goal), label=f"{goal} · {own.say(f'sdg.{goal}')}")
    for cause in proposed_causes(used):
        add("causes", cause, label=cause_label(cause, language))
    return {key: [*found.values()] for key, found in names.items()}
