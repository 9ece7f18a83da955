"""Makes ``hide:`` permanent: in the photo's file itself; its original goes to ``private/``."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace
from PIL import Image

from kiprah.authoring.create_files import create
from kiprah.authoring.editing.editable import EditableFile, editable_files
from kiprah.authoring.editing.read_file import read_file
from kiprah.authoring.editing.replace_file import replace_file
from kiprah.authoring.editing.save_file import Changes, Conflict, save_file
from kiprah.authoring.editing.undo import UndoStore
from kiprah.authoring.photos.originals import keep_private, place_of_original
from kiprah.authoring.refusal import Refusal
from kiprah.build.load import silent
from kiprah.build.planned_site import PlannedSite, read_and_plan
from kiprah.build.request import Request
from kiprah.content.folder import SiteFolder
from kiprah.fields.yaml_spans import Plain
from kiprah.imaging.decode import decode_photo
from kiprah.imaging.decode_worker import DECODE_WORKER
from kiprah.imaging.photo_fault import PhotoFault, lost_photo
from kiprah.imaging.photo_reader import PhotoReader
from kiprah.model.member import Member
from kiprah.model.photo import Box, Photo, PhotoSource
from kiprah.plan.privacy.consent import all_photos
from kiprah.task_runner import LostTask

_QUALITY = 95
_SAVED_AS = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}


class HiddenPhoto(Struct, frozen=True):
    """A photo whose file now shows what pages show."""

    path: str
    """Path relative to the site's folder."""
    original: Path
    """Path at which the photo as it was lies now."""


def hide_photos(request: Request, wanted: str) -> tuple[HiddenPhoto, ...] | Refusal:
    """Hide for good what an entry hides in a photo, and in every copy of it that an entry names.

    ``wanted`` is the photo's path, as seen from the current folder, from the site's, or from the project's.
    """
    planned = read_and_plan(request, silent)
    if planned.site is None or planned.loaded is None:
        return Refusal("hide-unread")
    site = planned.loaded.folder
    path = _path_in(site, wanted)
    photos = {place: photo for member in planned.site.members for place, photo in _placed(site, member)}
    if path not in photos:
        return Refusal("hide-no-photo", {"photo": wanted}, cause="content")
    digest = photos[path].source.digest
    copies = {place: photo for place, photo in photos.items() if photo.source.digest == digest}
    boxes = tuple(dict.fromkeys(box for photo in _everywhere(planned, digest) for box in photo.source.hide))
    if not boxes:
        return Refusal("hide-nothing", {"photo": wanted}, cause="content")
    try:
        content = _hidden(photos[path], boxes)
        if isinstance(content, Refusal):
            return content
        return _replaced(planned, request, copies, content)
    except OSError as error:
        return Refusal("not-written", {"path": wanted, "reason": error.strerror or str(error)}, cause="machine")


def _path_in(site: SiteFolder, wanted: str) -> str:
    """Read a photo's path, as seen from the current folder, or from the site."""
    plain = unicodedata.normalize("NFC", wanted.replace("\\", "/"))
    if plain in site.files:
        return plain
    try:
        return unicodedata.normalize("NFC", Path(wanted).absolute().relative_to(site.root).as_posix())
    except ValueError:
        return plain.removeprefix(f"{site.root.name}/")


def _placed(site: SiteFolder, member: Member) -> Iterable[tuple[str, Photo]]:
    paths = {site.absolute(path): path for path in site.files}
    return ((paths[photo.source.path], photo) for photo in all_photos(member) if photo.source.path in paths)


def _everywhere(planned: PlannedSite, digest: str) -> Iterable[Photo]:
    members = planned.site.members if planned.site is not None else ()
    return (photo for member in members for photo in all_photos(member) if photo.source.digest == digest)


def _hidden(photo: Photo, boxes: tuple[Box, ...]) -> bytes | Refusal:
    """Return the file as it shows nothing of what is in the boxes, at its full size and without metadata."""
    source = replace(photo.source, hide=boxes)
    content = DECODE_WORKER.call(_redacted, source.path.read_bytes(), source)
    if isinstance(content, LostTask):
        return Refusal(lost_photo(content).code, {"file": photo.file}, "problems", "content")
    return Refusal("hide-kind", {"photo": photo.file}, cause="content") if content is None else content


def _redacted(data: bytes, source: PhotoSource) -> bytes | None:
    """Make the boxes of a photo unrecognizable at its full size; None where it is of a kind that is not saved."""
    kind = decode_photo(data, (1, 1))
    if isinstance(kind, PhotoFault) or kind.format not in _SAVED_AS:
        return None
    image: Image.Image = PhotoReader(source).decoded((source.width, source.height)).upright()
    target = BytesIO()
    image.save(target, _SAVED_AS[kind.format], quality=_QUALITY)
    return target.getvalue()


def _replaced(
    planned: PlannedSite, request: Request, copies: Mapping[str, Photo], content: bytes
) -> tuple[HiddenPhoto, ...] | Refusal:
    """Keep the originals, put the new file in the place of each copy, and take the boxes out of the texts.

    In this order: where it is interrupted, something is hidden twice and never shown.
    """
    loaded = planned.loaded
    assert loaded is not None
    site, done = loaded.folder, []
    keep_private(request.site.parent)
    for path in copies:
        original = place_of_original(request.site, path)
        create([(original, site.absolute(path).read_bytes())])
        shutil.copystat(site.absolute(path), original)
        done.append(HiddenPhoto(path, original))
    for path in copies:
        replace_file(site.absolute(path), content)
    undo = UndoStore(request.cache)
    members = {path.split("/")[1] if path.startswith("members/") else "" for path in copies}
    for slug in members if loaded.community is not None else {""}:
        for file in editable_files(site, loaded.settings, slug).values():
            if refusal := _without_boxes(site, file, copies, undo):
                return refusal
    return tuple(done)


def _without_boxes(
    site: SiteFolder, file: EditableFile, copies: Mapping[str, Photo], undo: UndoStore
) -> Refusal | None:
    now = read_file(file, site.read(file.path))
    if now.document is None or file.kind == "site":
        return None
    values = now.document.values
    key = "photo" if file.kind == "profile" else "photos"
    listed = values.get(key)
    items: list[Plain] = listed if isinstance(listed, list) else [] if listed is None else [listed]
    kept: list[Plain] = []
    for item in items:
        is_copy = isinstance(item, dict) and f"{file.beside}/{item.get('file')}".lstrip("/") in copies
        kept.append({k: v for k, v in item.items() if k != "hide"} if is_copy and isinstance(item, dict) else item)
    if kept == items:
        return None
    changes = Changes(now.digest, {key: kept if isinstance(listed, list) else kept[0]})
    saved = save_file(site, file, changes, undo)
    if isinstance(saved, Conflict):
        return Refusal("changed-meanwhile", {}, "editor", "content")
    return saved if isinstance(saved, Refusal) else None
