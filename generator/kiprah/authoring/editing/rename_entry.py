"""Renaming of an entry: its folder or files, what was kept of it, and everything that names it follow."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

from msgspec import Struct

from kiprah.authoring.address_register import follow_entry
from kiprah.authoring.editing.editable import FOLDERS, EditableFile
from kiprah.authoring.editing.entry_references import EntryName, find_references, follow_references, slug_in
from kiprah.authoring.editing.read_file import read_file
from kiprah.authoring.editing.save_file import Changes, save_file
from kiprah.authoring.editing.undo import UndoStore
from kiprah.authoring.existing_entries import existing_of, taken_by
from kiprah.authoring.new.parse_answers import one_line
from kiprah.authoring.refusal import Refusal
from kiprah.content.folder import MEMBERS, SiteFolder, list_folder
from kiprah.content.json_schema import FILE_DECLARATIONS
from kiprah.model.addresses import register_path
from kiprah.model.settings import Settings
from kiprah.model.slug import dated_name, is_reserved, same_name, slug_of


class Renamed(Struct, frozen=True):
    """An entry under its new name."""

    path: str
    left: tuple[str, ...] = ()
    """Files that name it and could not be written; they still say the old name."""


def can_move(file: EditableFile) -> bool:
    """Say whether a file is an entry of its own, which can be renamed and removed."""
    return not file.language and PurePosixPath(file.folder or file.path).parent.name in FOLDERS


def rename_entry(
    site: SiteFolder, settings: Settings, file: EditableFile, wanted: str, undo: UndoStore
) -> Renamed | Refusal:
    """Give an entry another name, and with it another address; nothing is changed where that cannot be."""
    slug = slug_of(one_line(wanted) or "")
    taken = _refusal(site, settings, file, slug, wanted)
    if taken is not None:
        return taken
    day = dated_name(file.name)[0]
    name = f"{day}-{slug}" if day else slug
    outer = PurePosixPath(file.folder or file.path).parent.as_posix()
    try:
        before = read_file(file, site.read(file.path))
        if before.document is None:
            return Refusal("as-text-only", {}, "editor", "content")
        values = before.document.values
        path = f"{outer}/{name}/index.md" if file.folder else f"{outer}/{name}.md"
        old = EntryName(slug_in(file, values), file.path, file.folder)
        new = EntryName(slug, path, f"{outer}/{name}" if file.folder else "")
        references = tuple(find_references(site, settings, file, old, new))
        moved = _moves(site, file, outer, name)
        _move(moved)
        for one, other in moved:
            undo.follow_below(one.relative_to(site.root).as_posix(), other.relative_to(site.root).as_posix())
        listing, _ = list_folder(site.root)
        register = register_path(file.member) if file.member else register_path("")
        follow_entry(site.root / register, file.path, path)
        entry = EditableFile(path, file.kind, "", "", new.folder, name, file.member)
        left = follow_references(listing, references, undo)
        if "slug" in values:
            digest = read_file(entry, listing.read(path)).digest
            save_file(listing, entry, Changes(digest, {"slug": None}), undo)
    except FileExistsError:
        return Refusal("exists", {"path": f"{outer}/{name}"}, cause="content")
    except OSError as error:
        return Refusal("not-saved", {"reason": str(error.strerror or error)}, "editor", "machine")
    return Renamed(path, left)


def _refusal(site: SiteFolder, settings: Settings, file: EditableFile, slug: str, wanted: str) -> Refusal | None:
    if not can_move(file):
        return Refusal("stays", {}, "editor")
    if not slug or is_reserved(slug) or slug == "profile" or (len(slug) == 4 and slug.isdigit()):
        return Refusal("no-address", {"title": wanted})
    root = f"{MEMBERS}/{file.member}/" if file.member else ""
    folders = [folder for folder, kind in FOLDERS.items() if kind in _SHARED.get(file.kind, (file.kind,))]
    others = [
        one
        for folder in folders
        for one in existing_of(site, settings, folder, FILE_DECLARATIONS[FOLDERS[folder]].fields, root)
        if f"{root}{one.path}" != file.path
    ]
    kind = next(folder for folder, name in FOLDERS.items() if name == file.kind)
    other = taken_by(slug, kind, others)
    if other is None:
        return None
    tried = (f"{wanted[:100]} {number}" for number in range(2, len(others) + 3))
    free = next(like for like in tried if taken_by(slug_of(like), kind, others) is None)
    return Refusal("taken", {"title": wanted, "path": f"{root}{other}", "like": free}, cause="content")


_SHARED = {"activity": ("activity", "reflection"), "reflection": ("activity", "reflection")}
"""Kinds whose entries share one space of slugs."""


def _moves(site: SiteFolder, file: EditableFile, outer: str, name: str) -> list[tuple[Path, Path]]:
    if file.folder:
        return [(site.absolute(file.path).parent, site.root / outer / name)]
    pattern = re.compile(rf"{re.escape(file.name)}((?:\.[A-Za-z-]+)?\.md)")
    named = [(one, match[1]) for one in site.names_in(outer) if (match := pattern.fullmatch(one))]
    return [(site.absolute(f"{outer}/{one}"), site.root / outer / f"{name}{ending}") for one, ending in named]


def _move(moves: list[tuple[Path, Path]]) -> None:
    """Move all or none. Raises ``OSError``."""
    done: list[tuple[Path, Path]] = []
    try:
        for one, other in moves:
            if one == other:
                continue
            # A name in other letters is the same file where case does not count.
            if same_name(one.name) != same_name(other.name) and other.exists():
                raise FileExistsError(other)
            one.rename(other)
            done.append((one, other))
    except OSError:
        for one, other in reversed(done):
            other.rename(one)
        raise
