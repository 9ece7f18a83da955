"""Requests about pictures: one upload at a time, cleaned on arrival, and small pictures to look at."""

from __future__ import annotations

import asyncio
import json
import math
from http import HTTPStatus
from typing import Any, ClassVar

from tornado.httputil import HTTPFile, parse_body_arguments

from kiprah.authoring.editing.add_file import add_evidence, add_photo, add_video
from kiprah.authoring.editing.editable import EditableFile
from kiprah.authoring.editing.read_file import read_file
from kiprah.authoring.photos.face_boxes import proposed_boxes
from kiprah.authoring.photos.small_picture import small_picture
from kiprah.authoring.refusal import Refusal
from kiprah.imaging.decode import MAX_PHOTO_BYTES
from kiprah.model.photo import PHOTO_ENDINGS, Box
from kiprah.serve.editor.answers import file_answer
from kiprah.serve.editor.editor_site import Look
from kiprah.serve.editor.handler import EditorHandler

_LARGEST = (1600, 1600)
_SMALL = (480, 480)
_MOST_BOXES = 50
_KEYS = {
    "activity": ("photos", "evidence", "videos"),
    "event": ("photos", "evidence", "videos"),
    "reflection": ("photos",),
    "page": ("photos",),
    "selection": ("photos",),
    "profile": ("photo", "photos"),
}
"""Keys that a file can be sent for, by kind."""
_OTHERS = {"evidence": add_evidence, "videos": add_video}
"""Keys whose files are no photos of the entry, and what takes those in."""


class UploadHandler(EditorHandler):
    """Handler of uploads: one photo, or one file of evidence, in a form of several parts."""

    SUPPORTED_METHODS: ClassVar[tuple[str, ...]] = ("POST",)  # type: ignore[misc]
    content_type = "multipart/form-data"
    most = MAX_PHOTO_BYTES + 10_000
    patience = 600.0

    async def post(self) -> None:
        """Answer one request."""
        files: dict[str, list[HTTPFile]] = {}
        try:
            parse_body_arguments(self.request.headers["Content-Type"], bytes(self._body), {}, files)
        except Exception:  # noqa: BLE001  whatever the parser makes of bytes that are no form
            files = {}
        self._body = bytearray()
        sent = files.get("file", [])
        if len(sent) != 1 or len(files) != 1:
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        look = await asyncio.to_thread(self.editor.look)
        file, key = self._asked(look), self.get_query_argument("into", "photos")
        if key not in _KEYS.get(file.kind, ()):
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        result = await asyncio.to_thread(self._added, file, key, sent[0])
        if isinstance(result, Refusal):
            self.answer_refusal(result)
        else:
            self.answer(result, HTTPStatus.CREATED)

    def _asked(self, look: Look) -> EditableFile:
        # The answer that told of the entry's own folder may be the one that was lost.
        path = self.get_query_argument("file", "")
        moved = look.file(self.editor.taken.moved(path)) if path not in look.files else None
        return moved if moved is not None else self.requested_file(look)

    def _added(self, file: EditableFile, key: str, sent: HTTPFile) -> dict[str, Any] | Refusal:
        with self.editor.lock:
            look = self.editor.look()
            if (known := self._known(look, file, key, sent)) is not None:
                return known
            if key in _OTHERS:
                added = _OTHERS[key](look.site, file, sent.filename, sent.body, self.editor.undo)
            else:
                added = add_photo(look.site, file, key, sent.filename, sent.body, self.editor.undo)
            if isinstance(added, Refusal):
                return added
            look = self.editor.look()
            self.editor.taken.remember(file, key, sent.body, added, look.site)
        now = look.files[added.path]
        file_content = file_answer(self.editor, look, now, added.file, self.language)
        return {**file_content, "name": added.name, "digestBefore": added.digest_before}

    def _known(self, look: Look, file: EditableFile, key: str, sent: HTTPFile) -> dict[str, Any] | None:
        """Answer as before what was sent before, as where its answer was lost; None for what is new."""
        now = look.file(file.path)
        if now is None:
            return None
        read = read_file(now, look.site.read(now.path))
        taken = self.editor.taken.recall(now, key, sent.body, read, look.site)
        if taken is None:
            return None
        # A form goes on from what it holds only where nobody changed anything since.
        before = taken.before if read.digest == taken.after else read.digest
        answer = file_answer(self.editor, look, now, read, self.language)
        return {**answer, "name": taken.name, "digestBefore": before}


class PictureHandler(EditorHandler):
    """Handler of a photo beside an entry: small, upright and without metadata; with boxes as it is published."""

    async def get(self) -> None:
        """Answer one request."""
        look = await asyncio.to_thread(self.editor.look)
        file, name = self.requested_file(look), self.get_query_argument("name", "")
        boxes = parse_boxes(self.get_query_argument("hide", ""))
        size = _SMALL if self.get_query_argument("size", "") == "small" else _LARGEST
        content = None if boxes is None else await asyncio.to_thread(entry_picture, look, file, name, size, boxes)
        if content is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        self.set_header("Content-Type", "image/jpeg")
        self.finish(content)


class FacesHandler(EditorHandler):
    """Handler of boxes for what may be faces; nothing is written, here or anywhere, before somebody accepts one."""

    async def get(self) -> None:
        """Answer one request."""
        look = await asyncio.to_thread(self.editor.look)
        data = photo_data(look, self.requested_file(look), self.get_query_argument("name", ""))
        if data is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        boxes = await asyncio.to_thread(proposed_boxes, data)
        if isinstance(boxes, Refusal):
            self.answer_refusal(boxes)
        else:
            self.answer({"boxes": [[str(round(n, 4)) for n in (b.x, b.y, b.width, b.height)] for b in boxes]})


def photo_data(look: Look, file: EditableFile, name: str) -> bytes | None:
    """Return the bytes of a photo beside an entry; None for every name that is not one."""
    path = f"{file.beside}/{name}".lstrip("/")
    listed = look.site.files.get(path)
    if "/" in name or listed is None or not name.casefold().endswith(PHOTO_ENDINGS) or listed.size > MAX_PHOTO_BYTES:
        return None
    try:
        return look.site.read(path)
    except OSError:
        return None


def entry_picture(
    look: Look, file: EditableFile, name: str, size: tuple[int, int], boxes: tuple[Box, ...]
) -> bytes | None:
    """Make a small picture of a photo beside an entry."""
    data = photo_data(look, file, name)
    return None if data is None else small_picture(data, size, "JPEG", boxes)


def parse_boxes(text: str) -> tuple[Box, ...] | None:
    """Read boxes as a page sends them; None where they are none."""
    if not text:
        return ()
    try:
        found = json.loads(text)
        boxes = tuple(Box(*(float(number) for number in one)) for one in found)
    except (ValueError, TypeError, RecursionError):
        return None
    fine = len(boxes) <= _MOST_BOXES and all(_is_inside(box) for box in boxes)
    return boxes if fine else None


def _is_inside(box: Box) -> bool:
    numbers = (box.x, box.y, box.width, box.height)
    return all(math.isfinite(number) and 0 <= number <= 1 for number in numbers)
