"""Photos and evidence added to an entry that exists: cleaned before they are files, and named in its keys."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from kiprah.authoring.create_files import create
from kiprah.authoring.editing.editable import FOLDERS, EditableFile
from kiprah.authoring.editing.read_file import ReadFile, read_file
from kiprah.authoring.editing.save_file import Changes, Conflict, save_file
from kiprah.authoring.editing.undo import UndoStore
from kiprah.authoring.new.entry_request import EntryPhoto
from kiprah.authoring.photos.photo_consent import written_consent
from kiprah.authoring.photos.take_evidence import import_evidence
from kiprah.authoring.photos.take_photo import MOST_PHOTOS, import_photo
from kiprah.authoring.refusal import Refusal
from kiprah.authoring.sveltia.sveltia_site import stays_beside_others
from kiprah.content.folder import SiteFolder, list_folder
from kiprah.fields.yaml_spans import Plain
from kiprah.sanitize.mp4 import VideoRefused, clean_video

_NUMBERED = re.compile(r"(?:photo|evidence|video)-(\d{1,6})\.\w+")
_NAMES_FILES = frozenset({"photos", "evidence", "videos", "cover"})


class AddedFile(Struct, frozen=True):
    """A file that now lies beside an entry."""

    name: str
    path: str
    """The entry's text, which may have moved into a folder of its own."""
    digest_before: str
    file: ReadFile
    entry: EditableFile
    """The entry as it is asked for from now on."""


def add_photo(
    site: SiteFolder, file: EditableFile, key: str, named: str, data: bytes, undo: UndoStore
) -> AddedFile | Refusal:
    """Clean a photo, put it beside an entry, and list it under ``photos``, or as the one ``photo`` of a profile.

    Until somebody says who is in it, it waits.
    """
    photo = import_photo(data, _source(named))
    if isinstance(photo, Refusal):
        return photo

    def listed(values: dict[str, Plain], name: str) -> dict[str, Plain | None]:
        item: dict[str, Plain] = {"file": name, "consent": written_consent("", "")}
        if key == "photo":
            return {"photo": item}
        now = values.get("photos")
        return {"photos": [*(now if isinstance(now, list) else []), item]}

    return _added(site, file, f"photo-{{}}.{photo.ending}", photo.content, listed, undo)


def add_taken_photo(site: SiteFolder, file: EditableFile, photo: EntryPhoto, undo: UndoStore) -> AddedFile | Refusal:
    """Put a photo that was cleaned already beside an entry, and list it with what was said of it."""
    details = {"alt": photo.alt, "people": photo.people, "consent": photo.consent_to_write}

    def listed(values: dict[str, Plain], name: str) -> dict[str, Plain | None]:
        now = values.get("photos")
        item: dict[str, Plain] = {"file": name, **{key: text for key, text in details.items() if text}}
        return {"photos": [*(now if isinstance(now, list) else []), item]}

    return _added(site, file, f"photo-{{}}.{photo.photo.ending}", photo.photo.content, listed, undo)


def add_evidence(site: SiteFolder, file: EditableFile, named: str, data: bytes, undo: UndoStore) -> AddedFile | Refusal:
    """Clean a certificate or a picture of one, put it beside an entry, and list it under ``evidence``."""
    evidence = import_evidence(data, _source(named))
    if isinstance(evidence, Refusal):
        return evidence

    def listed(values: dict[str, Plain], name: str) -> dict[str, Plain | None]:
        now = values.get("evidence")
        item: dict[str, Plain] = {"kind": "certificate", "file": name}
        return {"evidence": [*(now if isinstance(now, list) else []), item]}

    return _added(site, file, f"evidence-{{}}.{evidence.ending}", evidence.content, listed, undo)


def add_video(site: SiteFolder, file: EditableFile, named: str, data: bytes, undo: UndoStore) -> AddedFile | Refusal:
    """Clean a video, put it beside an entry, and list it under ``videos``."""
    try:
        content = clean_video(data)
    except VideoRefused as refused:
        values = {"file": _source(named).name, **refused.values}
        return Refusal(refused.code, values, "problems", "content")

    def listed(values: dict[str, Plain], name: str) -> dict[str, Plain | None]:
        now = values.get("videos")
        return {"videos": [*(now if isinstance(now, list) else []), {"file": name}]}

    return _added(site, file, "video-{}.mp4", content, listed, undo)


def _added(
    site: SiteFolder,
    file: EditableFile,
    pattern: str,
    content: bytes,
    listed: Callable[[dict[str, Plain], str], dict[str, Plain | None]],
    undo: UndoStore,
) -> AddedFile | Refusal:
    try:
        before = read_file(file, site.read(file.path))
        if before.document is None:
            return Refusal("as-text-only", {}, "editor", "content")
        values = before.document.values
        # Where it names files beside it already, those would have to move with it.
        in_entries = PurePosixPath(file.path).parent.name in FOLDERS
        is_bound = bool(_NAMES_FILES.intersection(values)) or stays_beside_others(file.path, site.root)
        if not file.folder and in_entries and not is_bound:
            site, file = _in_own_folder(site, file, undo)
        names = site.names_in(file.beside)
        if len(names) > 2 * MOST_PHOTOS:
            return Refusal("photos-too-many", {"most": str(MOST_PHOTOS)})
        name = pattern.format(1 + max((int(m[1]) for n in names if (m := _NUMBERED.fullmatch(n))), default=0))
        target = site.root / file.beside / name
        create([(target, content)])
    except FileExistsError:
        return Refusal("not-saved", {"reason": pattern}, "editor", "machine")
    except OSError as error:
        return Refusal("not-saved", {"reason": str(error.strerror or error)}, "editor", "machine")
    changes = Changes(before.digest, listed(values, name))
    saved = save_file(site, file, changes, undo)
    if isinstance(saved, Refusal | Conflict):
        target.unlink(missing_ok=True)
        return saved if isinstance(saved, Refusal) else Refusal("changed-meanwhile", {}, "editor", "content")
    return AddedFile(name, file.path, before.digest, saved.file, file)


def _in_own_folder(site: SiteFolder, file: EditableFile, undo: UndoStore) -> tuple[SiteFolder, EditableFile]:
    """Move ``x.md`` and its translations to ``x/index.md``, where photos can lie beside it; raises ``OSError``."""
    outer = PurePosixPath(file.path).parent
    folder = outer / file.name
    (site.root / folder).mkdir()
    moved: list[tuple[Path, Path]] = []
    try:
        for name in site.names_in(outer.as_posix()):
            match = re.fullmatch(rf"{re.escape(file.name)}((?:\.[A-Za-z-]+)?\.md)", name)
            if match is None:
                continue
            old, new = site.absolute(f"{outer}/{name}"), site.root / folder / f"index{match[1]}"
            old.rename(new)
            moved.append((old, new))
            undo.follow(f"{outer}/{name}", f"{folder}/index{match[1]}")
    except OSError:
        for old, new in reversed(moved):
            new.rename(old)
        (site.root / folder).rmdir()
        raise
    listing, _ = list_folder(site.root)
    ending = PurePosixPath(file.path).name.removeprefix(file.name)
    return listing, replace(file, path=f"{folder}/index{ending}", folder=folder.as_posix())


def _source(named: str) -> Path:
    """Return what an upload was called, as a name alone."""
    return Path(PurePosixPath(named.replace("\\", "/")).name[-80:] or "photo")
