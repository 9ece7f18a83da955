"""Handler of the editor's requests: whom it refuses, how much it reads, and in which form it answers."""

from __future__ import annotations

import json
from collections.abc import Awaitable
from http import HTTPStatus
from typing import Any, ClassVar

from msgspec import to_builtins
from tornado.web import Finish, stream_request_body

from kiprah.authoring.editing.editable import EditableFile
from kiprah.authoring.refusal import Refusal, refusal_values
from kiprah.catalog import words
from kiprah.serve.editor.editor_site import EditorSite, Look
from kiprah.serve.handler import PlainErrors, is_refused
from kiprah.serve.preview_state import Preview

MAX_JSON = 1_500_000
"""Bytes of a form: more than the largest text file may have, with its escapes."""
_LANGUAGES = ("id", "en")
_STATUS = {"request": HTTPStatus.UNPROCESSABLE_ENTITY, "content": HTTPStatus.UNPROCESSABLE_ENTITY}
_POLICY = (
    "default-src 'self'; img-src 'self' blob:; base-uri 'none'; form-action 'none'; object-src 'none'; "
    "frame-ancestors 'none'"
)


@stream_request_body
class EditorHandler(PlainErrors):
    """Handler of requests of the editor's own pages, which bring the token."""

    SUPPORTED_METHODS: ClassVar[tuple[str, ...]] = ("GET",)  # type: ignore[misc]
    content_type = "application/json"
    """Content type that a body must have."""
    most = MAX_JSON
    patience = 10.0
    """Seconds a body may take to arrive."""
    preview: Preview
    editor: EditorSite

    def initialize(self, preview: Preview, editor: EditorSite) -> None:
        self.preview, self.editor = preview, editor
        self._body = bytearray()

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        for name, value in (
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Referrer-Policy", "no-referrer"),
            ("Content-Security-Policy", _POLICY),
        ):
            self.set_header(name, value)

    def prepare(self) -> Awaitable[None] | None:
        # Before a byte of the body is read.
        request = self.request
        access = self.preview.access
        if is_refused(self, self.preview) or access is None or not access.admits(self):
            self._refuse(HTTPStatus.FORBIDDEN)
        if request.method not in self.SUPPORTED_METHODS:
            self._refuse(HTTPStatus.METHOD_NOT_ALLOWED)
        length = request.headers.get("Content-Length", "")
        if request.method == "GET":
            return None
        if len(request.headers.get_list("Origin")) != 1:
            self._refuse(HTTPStatus.FORBIDDEN)
        if request.headers.get("Content-Type", "").partition(";")[0].strip().casefold() != self.content_type:
            self._refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        if not (length.isascii() and length.isdecimal()):
            self._refuse(HTTPStatus.LENGTH_REQUIRED)
        if len(length) > 12 or int(length) > self.most:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        connection: Any = request.connection
        connection.set_max_body_size(self.most)
        connection.set_body_timeout(self.patience)
        return None

    def _refuse(self, status: HTTPStatus) -> None:
        self.send_error(status)
        raise Finish

    def data_received(self, chunk: bytes) -> None:
        self._body += chunk

    def compute_etag(self) -> str | None:
        return None

    @property
    def language(self) -> str:
        """Return the language that the page is in."""
        asked = self.get_query_argument("language", "")
        return asked if asked in _LANGUAGES else self.editor.language

    def requested_file(self, look: Look) -> EditableFile:
        """Return the file that is asked for; what is not listed is not there."""
        file = look.file(self.get_query_argument("file", ""))
        if file is None:
            self._refuse(HTTPStatus.NOT_FOUND)
            raise Finish
        return file

    def json_body(self) -> dict[str, Any]:
        """Return the keys of the body; anything else is a bad request."""
        try:
            content = json.loads(bytes(self._body).decode())
        except (ValueError, RecursionError):
            content = None
        if not isinstance(content, dict):
            self._refuse(HTTPStatus.BAD_REQUEST)
            raise Finish
        return content

    def answer(self, content: object, status: HTTPStatus = HTTPStatus.OK) -> None:
        """Send a value as JSON."""
        self.set_status(status)
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps(to_builtins(content), ensure_ascii=False).encode("utf-8", "replace"))

    def answer_refusal(self, refusal: Refusal) -> None:
        """Send why something cannot be done, in words."""
        domain = words(self.language, refusal.domain)
        values = refusal_values(refusal, domain)
        hint = f"{refusal.key}.hint"
        text = domain.say(refusal.key, **values)
        more = domain.say(hint, **values) if domain.has(hint) else ""
        status = _STATUS.get(refusal.cause, HTTPStatus.INTERNAL_SERVER_ERROR)
        self.answer({"refused": text, "hint": more, "key": refusal.key}, status)
