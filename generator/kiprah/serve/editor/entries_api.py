"""Requests about whole entries: another name, removal, and what was removed."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Any, ClassVar

from kiprah.authoring.editing.remove_entry import (
    bring_back,
    forget_removed,
    remove_entry,
    removed_entries,
    what_goes_with,
)
from kiprah.authoring.editing.rename_entry import rename_entry
from kiprah.authoring.refusal import Refusal
from kiprah.content.address_register import parse_register
from kiprah.content.folder import MEMBERS
from kiprah.model.addresses import register_path
from kiprah.serve.editor.editor_site import Look
from kiprah.serve.editor.handler import EditorHandler


class EntryHandler(EditorHandler):
    """Handler of one entry: says what belongs to it, renames it, and removes it."""

    SUPPORTED_METHODS: ClassVar[tuple[str, ...]] = ("GET", "POST")  # type: ignore[misc]

    async def get(self) -> None:
        """Answer one request."""
        try:
            outcome = await asyncio.to_thread(self._planned)
        except OSError:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        if isinstance(outcome, Refusal):
            self.answer_refusal(outcome)
        else:
            self.answer(outcome)

    async def post(self) -> None:
        """Answer one request."""
        asked = self.json_body()
        name, digest = asked.get("name"), asked.get("digest")
        if not (isinstance(name, str) or isinstance(digest, str)) or (name is not None and digest is not None):
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        outcome = await asyncio.to_thread(self._done, name, digest)
        if isinstance(outcome, Refusal):
            self.answer_refusal(outcome)
        else:
            self.answer(outcome)

    def _planned(self) -> dict[str, Any] | Refusal:
        look = self.editor.look()
        file = self.requested_file(look)
        plan = what_goes_with(look.site, look.settings, file)
        if isinstance(plan, Refusal):
            return plan
        titles = [self._title(look, path) for path in plan.named_by]
        path = register_path(file.member)
        register, _ = parse_register(path, look.site.read_or_nothing(path))
        was_published = any(address.entry == file.path for address in register.addresses.values())
        return {"slug": plan.slug, "files": len(plan.files), "namedBy": titles, "published": was_published}

    def _done(self, name: str | None, digest: str | None) -> dict[str, Any] | Refusal:
        with self.editor.lock:
            look = self.editor.look()
            file = self.requested_file(look)
            if name is not None:
                renamed = rename_entry(look.site, look.settings, file, name, self.editor.undo)
                return renamed if isinstance(renamed, Refusal) else {"file": renamed.path, "left": renamed.left}
            removed = remove_entry(look.site, look.settings, file, digest or "", self.editor.undo)
            return removed if isinstance(removed, Refusal) else {"number": removed.number}

    def _title(self, look: Look, path: str) -> str:
        file = look.file(path)
        read = self.editor.reader.read(look.site, file) if file is not None else None
        values = read.values if read is not None else None
        title = (values.get("title") or values.get("from")) if values is not None else ""
        return str(title or path)


class RemovedHandler(EditorHandler):
    """Handler of what was removed: lists it, brings it back, and deletes it for good."""

    SUPPORTED_METHODS: ClassVar[tuple[str, ...]] = ("GET", "POST")  # type: ignore[misc]

    async def get(self) -> None:
        """Answer one request."""
        kept = await asyncio.to_thread(removed_entries, self.editor.undo)
        self.answer({"removed": [one for one in kept if one.path.startswith(self._root)]})

    async def post(self) -> None:
        """Bring back, or delete, what was removed."""
        asked = self.json_body()
        number, forget = asked.get("number"), asked.get("forget", False)
        if not isinstance(number, str) or not isinstance(forget, bool):
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        outcome = await asyncio.to_thread(self._done, number, forget)
        if isinstance(outcome, Refusal):
            self.answer_refusal(outcome)
        else:
            self.answer({"file": outcome})

    @property
    def _root(self) -> str:
        return f"{MEMBERS}/{self.editor.member}/" if self.editor.member else ""

    def _done(self, number: str, forget: bool) -> str | Refusal:
        with self.editor.lock:
            if not forget:
                return bring_back(self.editor.look().site, number, self.editor.undo, self._root)
            try:
                forget_removed(number, self.editor.undo, self._root)
            except OSError as error:
                return Refusal("not-saved", {"reason": str(error.strerror or error)}, "editor", "machine")
            return ""
