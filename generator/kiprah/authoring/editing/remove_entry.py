"""Removal of an entry: all that is its own goes into the undo store as it lay, and can be brought back."""

from __future__ import annotations

import posixpath
import re
import shutil
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from msgspec import Struct

from kiprah.authoring.editing.editable import EditableFile, editable_files
from kiprah.authoring.editing.entry_references import EntryName, find_references, follow_references, slug_in
from kiprah.authoring.editing.read_file import read_file
from kiprah.authoring.editing.rename_entry import can_move
from kiprah.authoring.editing.undo import REMOVED, UndoStore
from kiprah.authoring.editing.yaml_edit import CannotEdit
from kiprah.authoring.erasing.body_photos import shown_photos
from kiprah.authoring.refusal import Refusal
from kiprah.content.folder import SiteFolder
from kiprah.fields.yaml_spans import Plain
from kiprah.model.settings import Settings

_MOST = 20
"""Maximum number of removed entries that are kept; the oldest goes for good when another one comes."""
_STAMP = re.compile(rf"{REMOVED}(\d{{16}})")


class RemovedEntry(Struct, frozen=True):
    """An entry that was removed and can be brought back."""

    number: str
    path: str
    """Path of its text, relative to the site's folder."""
    removed: float
    """Time of the removal, in seconds since 1970."""
    files: int


class RemovalPlan(Struct, frozen=True):
    """Plan of a removal: the files that go with an entry, and those that name it."""

    slug: str
    files: tuple[str, ...]
    named_by: tuple[str, ...]
    """Files that name it; they will not any more."""


def what_goes_with(site: SiteFolder, settings: Settings, file: EditableFile) -> RemovalPlan | Refusal:
    """Say what would go with an entry; nothing is changed. Raises ``OSError``."""
    if not can_move(file):
        return Refusal("stays", {}, "editor")
    slug = slug_in(file, _values(site, file))
    name = EntryName(slug, file.path, file.folder)
    named = tuple(one.file.path for one in find_references(site, settings, file, name, None))
    return RemovalPlan(slug, tuple(_own_files(site, settings, file)), named)


def remove_entry(
    site: SiteFolder, settings: Settings, file: EditableFile, digest: str, undo: UndoStore
) -> RemovedEntry | Refusal:
    """Move all that is an entry's own into the undo store; whoever names it does so no more."""
    if not can_move(file):
        return Refusal("stays", {}, "editor")
    try:
        if read_file(file, site.read(file.path)).digest != digest:
            return Refusal("changed-meanwhile", {}, "editor", "content")
        name = EntryName(slug_in(file, _values(site, file)), file.path, file.folder)
        references = tuple(find_references(site, settings, file, name, None))
        kept = undo.new_removed()
        moves = [(site.absolute(file.path).parent, kept / file.folder)] if file.folder else []
        if not file.folder:
            moves = [(site.absolute(one), kept / one) for one in _own_files(site, settings, file)]
        _move_all(moves)
    except OSError as error:
        return Refusal("not-saved", {"reason": str(error.strerror or error)}, "editor", "machine")
    follow_references(site, references, undo)
    for old in removed_entries(undo)[_MOST:]:
        shutil.rmtree(undo.removed_folder(old.number), ignore_errors=True)
    return next(one for one in removed_entries(undo) if one.number == kept.name)


def removed_entries(undo: UndoStore) -> tuple[RemovedEntry, ...]:
    """List what was removed and is still kept, the newest first."""
    found = []
    for folder in undo.removed_folders():
        match = _STAMP.fullmatch(folder.name)
        files = sorted(one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file())
        texts = sorted((one for one in files if one.endswith(".md")), key=_how_much_a_translation)
        if match is not None and texts:
            found.append(RemovedEntry(folder.name, texts[0], int(match[1]) / 1_000_000, len(files)))
    return tuple(sorted(found, key=lambda one: one.number, reverse=True))


def _how_much_a_translation(path: str) -> tuple[bool, int, int]:
    return PurePosixPath(path).name != "index.md", path.count("."), len(path)


def bring_back(site: SiteFolder, number: str, undo: UndoStore, root: str) -> str | Refusal:
    """Put a removed entry where it was, over nothing; ``root`` is the folder of whose entries may come back."""
    entry = next((one for one in removed_entries(undo) if one.number == number), None)
    if entry is None or not entry.path.startswith(root):
        return Refusal("no-version", {}, "editor")
    folder = undo.removed_folder(number)
    place = PurePosixPath(entry.path)
    bundle = place.parent if place.name == "index.md" else None
    try:
        if bundle is not None:
            moves = [(folder / bundle, site.root / bundle)]
        else:
            files = [one.relative_to(folder) for one in sorted(folder.rglob("*")) if one.is_file()]
            moves = [(folder / one, site.root / one) for one in files]
        _move_all(moves)
        shutil.rmtree(folder, ignore_errors=True)
    except FileExistsError:
        return Refusal("exists", {"path": entry.path}, cause="content")
    except OSError as error:
        return Refusal("not-saved", {"reason": str(error.strerror or error)}, "editor", "machine")
    return entry.path


def forget_removed(number: str, undo: UndoStore, root: str) -> None:
    """Delete a removed entry for good. Raises ``OSError``."""
    entry = next((one for one in removed_entries(undo) if one.number == number), None)
    if entry is not None and entry.path.startswith(root):
        shutil.rmtree(undo.removed_folder(number))


def _own_files(site: SiteFolder, settings: Settings, file: EditableFile) -> Iterator[str]:
    """Name what goes with an entry: its folder with all in it, or its texts and the files that it alone names."""
    if file.folder:
        yield from sorted(path for path in site.files if path.startswith(f"{file.folder}/"))
        return
    everything = editable_files(site, settings, file.member).values()
    own = [one for one in everything if file.path in (one.path, one.original)]
    yield from (one.path for one in own)
    named = {name for one in own for name in _names(site, one)}
    others = [one for one in everything if one not in own and one.beside == file.beside]
    shared = {name for one in others for name in _names(site, one)} if named else set()
    yield from sorted(name for name in named - shared if name in site.files and posixpath.dirname(name) == file.beside)


def _names(site: SiteFolder, file: EditableFile) -> Iterator[str]:
    """Name the files beside it that an entry's keys and body name."""
    listed = set(site.names_in(file.beside))
    waiting: list[Plain] = [*_values(site, file).values()]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            if value in listed and not value.endswith(".md"):
                yield f"{file.beside}/{value}"
        else:
            waiting += value.values() if isinstance(value, dict) else value
    document = read_file(file, site.read(file.path)).document
    if document is not None:
        yield from (photo.file for photo in shown_photos(document.shown_body, file.beside))


def _values(site: SiteFolder, file: EditableFile) -> dict[str, Plain]:
    document = read_file(file, site.read(file.path)).document
    try:
        return document.values if document is not None else {}
    except CannotEdit:
        return {}


def _move_all(moves: list[tuple[Path, Path]]) -> None:
    """Move all or none, over nothing. Raises ``OSError``."""
    done: list[tuple[Path, Path]] = []
    try:
        for one, other in moves:
            if other.exists() or other.is_symlink():
                raise FileExistsError(other)
            other.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(one, other)
            done.append((one, other))
    except OSError:
        for one, other in reversed(done):
            shutil.move(other, one)
        raise
