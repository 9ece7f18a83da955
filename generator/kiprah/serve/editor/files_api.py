"""Requests about texts: the state, one file to read, save, restore, and a new entry."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, ClassVar

from kiprah.authoring.community import members_of
from kiprah.authoring.editing.begin_file import (
    OF_COMMUNITIES,
    OF_MEMBERS,
    begin_file,
    begin_record,
    begin_translation,
)
from kiprah.authoring.editing.editable import KEYS_ALONE, EditableFile
from kiprah.authoring.editing.read_file import read_file
from kiprah.authoring.editing.save_file import Changes, Conflict, Saved, restore_file, save_file
from kiprah.authoring.refusal import Refusal
from kiprah.fields.decoding import Wrong
from kiprah.fields.types import day_of
from kiprah.fields.yaml_spans import Plain
from kiprah.serve.editor.answers import built_answer, file_answer, list_answer, state_answer
from kiprah.serve.editor.editor_site import Look
from kiprah.serve.editor.handler import EditorHandler

_DEEPEST = 12


class StateHandler(EditorHandler):
    """Handler of the state: all that a page begins with, or the list alone."""

    async def get(self) -> None:
        """Answer one request."""
        made = list_answer if self.get_query_argument("only", "") == "list" else state_answer
        self.answer(await asyncio.to_thread(lambda: made(self.editor, self.editor.look(), self.language)))


class FileHandler(EditorHandler):
    """Handler of one file: reads and saves it."""

    SUPPORTED_METHODS: ClassVar[tuple[str, ...]] = ("GET", "PUT")  # type: ignore[misc]

    async def get(self) -> None:
        """Answer one request."""
        look = await asyncio.to_thread(self.editor.look)
        file = self.requested_file(look)
        try:
            self.answer(await asyncio.to_thread(self._content, look, file))
        except OSError:
            self.send_error(HTTPStatus.NOT_FOUND)

    async def put(self) -> None:
        """Save what changed."""
        asked = self.json_body()
        values, body, text = asked.get("values", {}), asked.get("body"), asked.get("text")
        if (
            not isinstance(digest := asked.get("digest"), str)
            or not (body is None or isinstance(body, str))
            or not (text is None or isinstance(text, str))
            or not isinstance(values, dict)
            or not all(value is None or is_plain(value) for value in values.values())
        ):
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        look = await asyncio.to_thread(self.editor.look)
        file = self.requested_file(look)
        changes = Changes(digest, values, body, text)
        await self.save(look, file, lambda now: save_file(now.site, file, changes, self.editor.undo))

    async def save(self, look: Look, file: EditableFile, work: Callable[[Look], Saved | Conflict | Refusal]) -> None:
        """Do work that writes the file, and tell what came of it."""

        def alone() -> Saved | Conflict | Refusal:
            with self.editor.lock:
                return work(look)

        result = await asyncio.to_thread(alone)
        if isinstance(result, Refusal):
            self.answer_refusal(result)
        elif isinstance(result, Conflict):
            content = file_answer(self.editor, look, file, result.now, self.language)
            self.answer({"conflict": content}, HTTPStatus.CONFLICT)
        else:
            content = file_answer(self.editor, look, file, result.file, self.language)
            self.answer({**content, "changed": result.changed})

    def _content(self, look: Look, file: EditableFile) -> dict[str, Any]:
        read = read_file(file, look.site.read(file.path))
        if self.get_query_argument("only", "") == "found":
            return {"digest": read.digest, "found": built_answer(self.editor.built, file, read, self.language)}
        return file_answer(self.editor, look, file, read, self.language)


class UndoHandler(FileHandler):
    """Handler of a file's versions: lists them, shows one, and brings one back."""

    SUPPORTED_METHODS: ClassVar[tuple[str, ...]] = ("GET", "POST")  # type: ignore[misc]

    async def get(self) -> None:
        """Answer one request."""
        file = self.requested_file(await asyncio.to_thread(self.editor.look))
        undo = self.editor.undo
        number = self.get_query_argument("version", "")
        if not number:
            self.answer({"versions": undo.versions(file.path)})
            return
        data = undo.read(file.path, number)
        if data is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        read = read_file(file, data)
        values = read.document.values if read.document is not None else {}
        self.answer({"values": values, "body": read.document.shown_body if read.document else read.text})

    async def post(self) -> None:
        """Bring a version back."""
        asked = self.json_body()
        number, digest = asked.get("version"), asked.get("digest")
        if not isinstance(number, str) or not isinstance(digest, str):
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        look = await asyncio.to_thread(self.editor.look)
        file = self.requested_file(look)
        await self.save(look, file, lambda now: restore_file(now.site, file, number, digest, self.editor.undo))


class NewHandler(EditorHandler):
    """Handler of new files: an entry, as a draft; a translation of one; or the community's word on a member."""

    SUPPORTED_METHODS: ClassVar[tuple[str, ...]] = ("POST",)  # type: ignore[misc]

    async def post(self) -> None:
        """Answer one request."""
        asked = self.json_body()
        texts = [asked.get(key, "") for key in ("kind", "title", "date", "file", "language")]
        if not all(isinstance(text, str) for text in texts):
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        result = await asyncio.to_thread(self._create, *texts)
        if result is None:
            self.send_error(HTTPStatus.BAD_REQUEST)
        elif isinstance(result, Refusal):
            self.answer_refusal(result)
        else:
            self.answer({"file": result}, HTTPStatus.CREATED)

    def _create(self, kind: str, title: str, day: str, path: str, language: str) -> str | Refusal | None:
        try:
            on = day_of(day) if day else None
        except Wrong as wrong:
            return Refusal("bad-day", {"value": str(wrong.values.get("value", day))}, "new")
        with self.editor.lock:
            look, member = self.editor.look(), self.editor.member
            file, is_community = look.file(path), look.settings.kind == "community" and not member
            if kind == "translation" and file is not None and not file.language and file.kind not in KEYS_ALONE:
                known = language in look.settings.languages and language != look.settings.language
                return begin_translation(look.site, file, language) if known else None
            if kind == "record" and is_community and title in members_of(look.site):
                return begin_record(look.site, look.settings, look.today, title)
            if kind not in (OF_COMMUNITIES if is_community else OF_MEMBERS):
                return None
            return begin_file(look.site, look.settings, look.today, member, kind, title, on)


def is_plain(value: Any, depth: int = 0) -> bool:
    """Say whether a value of a form is made of texts, lists and keys, and of nothing else."""
    if isinstance(value, str):
        return True
    if depth > _DEEPEST or not isinstance(value, dict | list):
        return False
    inner: list[Plain] = [*value.values()] if isinstance(value, dict) else value
    return all(is_plain(one, depth + 1) for one in inner)
