"""Photos that somebody was asked about, added to an entry that is there."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from kiprah.authoring.editing.add_file import AddedFile, add_taken_photo
from kiprah.authoring.editing.editable import EditableFile, editable_files
from kiprah.authoring.editing.undo import UndoStore
from kiprah.authoring.new.entry_request import EntryPhoto
from kiprah.authoring.refusal import Refusal
from kiprah.content.folder import SiteFolder, list_folder
from kiprah.model.settings import Settings
from kiprah.model.slug import dated_name, same_name, slug_of

_KINDS = ("activity", "reflection", "event", "page", "selection")
"""Kinds of file that may list photos; a profile has one portrait."""


class AddedPhotos(Struct, frozen=True):
    """Photos that now lie beside an entry, and what stopped the rest."""

    path: str
    """The entry's text, from the site's folder."""
    names: tuple[tuple[str, EntryPhoto], ...]
    refusal: Refusal | None = None


def photo_entries(site: SiteFolder, settings: Settings, member: str = "") -> dict[str, EditableFile]:
    """Return every entry that may list photos by its slug, as far as its name tells it."""
    files = editable_files(site, settings, member).values()
    return {
        slug_of(dated_name(file.name)[1] or file.name): file
        for file in files
        if file.kind in _KINDS and not file.language
    }


def named_entry(wanted: str, entries: Mapping[str, EditableFile]) -> EditableFile | Refusal:
    """Find an entry by its slug, its folder's name or its path; else refuse, naming those most like it."""
    name = same_name(wanted.strip().rstrip("/").removesuffix("/index.md").removesuffix(".md"))
    for slug, file in entries.items():
        place = file.path.removesuffix("/index.md").removesuffix(".md")
        if name in (same_name(slug), same_name(file.name), same_name(place)) or name.endswith(f"/{same_name(place)}"):
            return file
    near = difflib.get_close_matches(slug_of(wanted), entries, 3, 0.5) or [*entries][-3:]
    return Refusal("photo-no-entry" if near else "photo-no-entries", {"slug": wanted, "near": ", ".join(near)})


def add_photos(site: Path, file: EditableFile, photos: Sequence[EntryPhoto], cache: Path) -> AddedPhotos:
    """Add photos one by one: each is there and listed, or neither."""
    undo = UndoStore(cache)
    names: list[tuple[str, EntryPhoto]] = []
    for photo in photos:
        try:
            listed, _ = list_folder(site)
        except OSError as error:
            values = {"path": str(site), "reason": str(error.strerror)}
            return AddedPhotos(file.path, tuple(names), Refusal("not-read", values, cause="machine"))
        added = add_taken_photo(listed, file, photo, undo)
        if not isinstance(added, AddedFile):
            return AddedPhotos(file.path, tuple(names), added)
        names.append((added.name, photo))
        file = added.entry
    return AddedPhotos(file.path, tuple(names))
