"""Removal of a member: all that goes is named first, and of other files only the lines that name them change."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from kiprah.authoring.archives.archive_names import MEMBERS_DOMAIN
from kiprah.authoring.community import CommunityContext, existing_member
from kiprah.authoring.editing.document import read_document, with_changes
from kiprah.authoring.editing.replace_file import replace_file
from kiprah.authoring.editing.yaml_edit import CannotEdit
from kiprah.authoring.erasing.erasure import Rewritten, rewritten_file
from kiprah.authoring.erasing.history import filter_line
from kiprah.authoring.erasing.keyed_text import file_in_item
from kiprah.authoring.git.git_objects import repository_of
from kiprah.authoring.members.signed_files import signed_for, signed_id
from kiprah.authoring.refusal import Refusal
from kiprah.content.folder import MEMBERS
from kiprah.content.member_record import record_path
from kiprah.fields.yaml_spans import Plain
from kiprah.model.addresses import register_path
from kiprah.model.settings import SETTINGS_FILE


class Removal(Struct, frozen=True):
    """Plan of a member's removal: all that goes."""

    slug: str
    folder: Path
    files: tuple[str, ...]
    """Paths of all their files, from the site's folder, the community's word included."""
    rewritten: tuple[Rewritten, ...]
    by_hand: tuple[str, ...]
    """Files that name them in a way that only a person can change."""
    history: str
    """The line that takes them out of Git's history; empty where there is none."""


def plan_removal(slug: str, context: CommunityContext) -> Removal | Refusal:
    """Find all that goes with a member, and change nothing."""
    known = existing_member(slug, context)
    if isinstance(known, Refusal):
        return known
    folder = context.member_folder(known)
    try:
        files = [*_files_in(folder, f"{MEMBERS}/{known}")]
        files += [path for path in (record_path(known), register_path(known)) if _is_there(context, path)]
    except OSError as error:
        return _not_done(folder, error)
    rewritten, by_hand, signed = [], [], list[str]()
    person = signed_id(known, context)
    for path in _naming(context):
        try:
            answer, gone = _without(path, known, person, context)
        except CannotEdit:
            by_hand.append(path)
        except OSError as error:
            return _not_done(context.folder / path, error)
        else:
            rewritten += [answer] if answer is not None else []
            signed += gone
    files += sorted(set(signed))
    history = _history(known, context, signed)
    return Removal(known, folder, tuple(files), tuple(rewritten), tuple(by_hand), history)


def remove_member(removal: Removal, context: CommunityContext) -> Refusal | None:
    """Take out what was planned: first who names them, then their folder, so that half of it can be done again."""
    try:
        for one in removal.rewritten:
            replace_file(context.folder / one.path, one.content)
        folder = removal.folder
        # Before the folder, where it stands whom they were signed for.
        for path in removal.files:
            if path.startswith("events/"):
                (context.folder / path).unlink(missing_ok=True)
        if folder.is_symlink() or folder.is_file():
            folder.unlink()
        elif folder.is_dir():
            shutil.rmtree(folder)
        context.record_file(removal.slug).unlink(missing_ok=True)
        (context.folder / register_path(removal.slug)).unlink(missing_ok=True)
    except OSError as error:
        return _not_done(Path(error.filename or removal.folder), error)
    return None


def _is_there(context: CommunityContext, path: str) -> bool:
    return os.path.lexists(context.folder / path)


def _files_in(folder: Path, named: str) -> Iterable[str]:
    """Name all that lies in a folder, hidden files as well; a link is named and not followed."""
    if folder.is_symlink() or folder.is_file():
        return [named]
    found = []
    for top, folders, names in os.walk(folder):
        place = Path(top).relative_to(folder).as_posix()
        prefix = named if place == "." else f"{named}/{place}"
        folders.sort()
        links = [name for name in folders if (Path(top) / name).is_symlink()]
        found += [f"{prefix}/{name}" for name in sorted([*names, *links])]
    return found


def _naming(context: CommunityContext) -> list[str]:
    """Name the community's files that may name a member: events and settings."""
    events = sorted(path for path in context.site.files if path.startswith("events/") and path.endswith(".md"))
    return [*events, SETTINGS_FILE]


def _without(path: str, slug: str, person: str, context: CommunityContext) -> tuple[Rewritten | None, list[str]]:
    """Take a member out of one file; also name the files beside it that were signed for them."""
    data = context.site.read(path)
    is_settings = path == SETTINGS_FILE
    if slug.encode() not in data and (is_settings or b"credential" not in data):
        return None, []
    before = read_document(data, settings=is_settings)
    name = "featured" if is_settings else "participants"
    items = _items(before.values.get(name))
    kept = [item for item in items if item != slug and not (is_settings and f"{item}".startswith(f"{slug}/"))]
    changes: dict[str, Plain | None] = {name: kept or None} if len(kept) < len(items) else {}
    signed = [] if is_settings else signed_for(person, path, before.values.get("evidence"), context)
    if signed:
        folder = path.rpartition("/")[0]
        others = [e for e in _items(before.values.get("evidence")) if f"{folder}/{file_in_item(e)}" not in signed]
        changes["evidence"] = others or None
    if not changes:
        return None, []
    return rewritten_file(path, data, with_changes(before, changes, ()).data), signed


def _items(value: Plain | None) -> list[Plain]:
    return value if isinstance(value, list) else [value] if value is not None else []


def _history(slug: str, context: CommunityContext, signed: Iterable[str]) -> str:
    repository = repository_of(context.folder)
    if isinstance(repository, Refusal):
        return ""
    names = [f"{MEMBERS}/{slug}/", record_path(slug)]
    names += [register_path(slug)] if _is_there(context, register_path(slug)) else []
    paths = tuple(f"{repository.prefix}{name}" for name in (*names, *sorted(set(signed))))
    return filter_line(repository, paths)


def _not_done(path: Path, error: OSError) -> Refusal:
    return Refusal(
        "member-not-removed", {"path": str(path), "reason": error.strerror or str(error)}, MEMBERS_DOMAIN, "machine"
    )
