"""References between entries: which files name an entry by its slug or lead to it, and what they say once it moved."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from kiprah.authoring.community import members_of
from kiprah.authoring.editing.editable import EditableFile, editable_files
from kiprah.authoring.editing.read_file import read_file
from kiprah.authoring.editing.save_file import Changes, Saved, save_file
from kiprah.authoring.editing.undo import UndoStore
from kiprah.authoring.editing.yaml_edit import CannotEdit
from kiprah.authoring.erasing.body_photos import address_spans, file_named
from kiprah.content.folder import SiteFolder
from kiprah.fields.yaml_spans import Plain
from kiprah.model.settings import Settings
from kiprah.model.slug import dated_name, same_name, slug_of

_KEYS: dict[str, tuple[tuple[str, str], ...]] = {
    "activity": (("reflection", "activity"), ("testimonial", "activity"), ("selection", "activities")),
    "reflection": (("selection", "reflections"),),
    "event": (("activity", "event"),),
}
"""Kinds of file and the key in each that may hold an entry's slug, by the entry's kind."""
ADDRESSES = {
    "activity": "activities/",
    "reflection": "reflections/",
    "testimonial": "testimonials/",
    "page": "",
    "selection": "for/",
    "event": "events/",
}
"""Addresses below which the pages of entries stand, by kind."""


class EntryName(Struct, frozen=True):
    """Names by which others refer to an entry: its slug, and where its text lies."""

    slug: str
    path: str
    folder: str = ""

    @property
    def places(self) -> frozenset[str]:
        """Return what a link to its file may name."""
        return frozenset({self.path, self.folder or self.path, self.path.removesuffix(".md")})


class Reference(Struct, frozen=True):
    """One file that names an entry."""

    file: EditableFile
    values: Mapping[str, Plain | None]
    """Its keys as they are to be; None removes one."""
    body: str | None
    digest: str


def slug_in(file: EditableFile, values: Mapping[str, Plain]) -> str:
    """Return the slug of an entry whose keys are these."""
    own = values.get("slug")
    return own if isinstance(own, str) and own else slug_of(dated_name(file.name)[1] or file.name)


def find_references(
    site: SiteFolder, settings: Settings, file: EditableFile, old: EntryName, new: EntryName | None
) -> Iterator[Reference]:
    """Yield each file that names an entry, with what it says where the entry is called ``new``, or is no more."""
    wanted = dict(_KEYS.get(file.kind, ()))
    for other in _readers(site, settings, file):
        data = site.read(other.path)
        names = (old.slug, posixpath.basename(old.folder or old.path.removesuffix(".md")))
        # Most files name no other one.
        if not any(name.encode() in data for name in names) and b"%" not in data:
            continue
        read = read_file(other, data)
        if read.document is None:
            continue
        try:
            values = read.document.values
        except CannotEdit:
            continue
        key = wanted.get(other.kind, "")
        changed: dict[str, Plain | None] = {}
        if key in values and (value := _renamed(values[key], old.slug, new.slug if new else None)) != values[key]:
            changed[key] = value
        body = read.document.shown_body
        led = _led(body, posixpath.dirname(other.path), file.kind, old, new) if new is not None else body
        if changed or led != body:
            yield Reference(other, changed, None if led == body else led, read.digest)


def follow_references(site: SiteFolder, references: Iterable[Reference], undo: UndoStore) -> tuple[str, ...]:
    """Write what references say now, each put aside first; name the files that could not be written."""
    left = []
    for one in references:
        saved = save_file(site, one.file, Changes(one.digest, one.values, one.body), undo)
        if not isinstance(saved, Saved):
            left.append(one.file.path)
    return tuple(left)


def _readers(site: SiteFolder, settings: Settings, file: EditableFile) -> Iterator[EditableFile]:
    """Yield the files that may name an entry: whose it is, and of an event everybody's."""
    yield from (one for one in editable_files(site, settings, file.member).values() if one.path != file.path)
    if file.kind == "event":
        for member in members_of(site):
            yield from editable_files(site, settings, member).values()


def _renamed(value: Plain, old: str, new: str | None) -> Plain | None:
    if isinstance(value, str):
        return new if same_name(value) == same_name(old) else value
    if isinstance(value, list):
        kept = [new if isinstance(one, str) and same_name(one) == same_name(old) else one for one in value]
        return [one for one in kept if one is not None] or None
    return value


def _led(body: str, folder: str, kind: str, old: EntryName, new: EntryName) -> str:
    """Return a body whose links to an entry lead to where it is now."""
    address, moved = (f"{ADDRESSES[kind]}{name.slug}" for name in (old, new))
    for start, end in sorted(address_spans(body), reverse=True):
        raw = body[start:end]
        if "://" in raw:
            continue
        target = file_named(raw, folder)
        if target in old.places or target.startswith(f"{old.folder}/" if old.folder else "\0"):
            before, after = (posixpath.basename(one.folder or one.path.removesuffix(".md")) for one in (old, new))
        elif target == address or target.endswith(f"/{address}"):
            before, after = address.rpartition("/")[2], moved.rpartition("/")[2]
        else:
            continue
        left, found, right = raw.rpartition(before)
        body = body[:start] + (left + after + right if found else raw) + body[end:]
    return body
