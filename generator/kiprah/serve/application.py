"""The web server of the preview: read-only, guarded, and nothing it says is kept by a browser."""

from __future__ import annotations

import json
from asyncio import Future
from contextlib import suppress
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from pathlib import Path
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.web import Application
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from kiprah.serve.coach_page import CoachAssetHandler, CoachHandler
from kiprah.serve.editor.editor_site import EditorSite
from kiprah.serve.editor.routes import editor_routes
from kiprah.serve.file_lookup import type_of
from kiprah.serve.handler import Guarded, PreviewHandler
from kiprah.serve.origin_check import is_origin_allowed
from kiprah.serve.page import SCRIPT, PageHandler
from kiprah.serve.poll import answer
from kiprah.serve.preview_state import COACH_ADDRESS, Preview
from kiprah.serve.waiting_photos import WaitingHandler

SOCKET = "/livereload"
STYLE = "/livereload.css"
ANSWER = "/livereload.json"


def application(preview: Preview, editor: EditorSite | None = None) -> HTTPServer:
    """Make the server, not yet listening; its limits keep a slow or greedy client from holding it."""
    given = {"preview": preview}
    editing = editor_routes(preview, editor) if editor is not None else []
    routes = [
        *editing,
        (SOCKET, _Live, given),
        (SCRIPT, _Script, given),
        (STYLE, _Style, given),
        (ANSWER, _Answer, given),
        (COACH_ADDRESS, CoachHandler, given),
        (COACH_ADDRESS + r"([a-z0-9-]+\.(?:css|woff2))", CoachAssetHandler, given),
        (r"/\.waiting/([0-9]{0,4})", WaitingHandler, given),
        (r".*", PageHandler, given),
    ]
    app = Application(routes, log_function=lambda handler: None)
    return HTTPServer(
        app,
        max_header_size=16_384,
        max_body_size=1_024,
        idle_connection_timeout=60,
        body_timeout=5,
    )


class _Script(Guarded):
    """Our part of a page, as a plugin of the library's script, which keeps the connection."""

    def get(self) -> None:
        self.set_header("Content-Type", type_of(Path(SCRIPT)))
        self.finish(_ours("preview.js") + b"\n" + files("livereload").joinpath("vendors/livereload.js").read_bytes())

    head = get


class _Style(Guarded):
    def get(self) -> None:
        self.set_header("Content-Type", type_of(Path(STYLE)))
        self.finish(_ours("preview.css"))

    head = get


class _Answer(Guarded):
    """Tells an open page what became of it since it was sent."""

    def get(self) -> None:
        path, shape = self.get_query_argument("page", "/"), self.get_query_argument("shape", "")
        since = self.get_query_argument("since", "")
        self.set_header("Content-Type", type_of(Path(ANSWER)))
        known = int(since) if since.isascii() and since.isdecimal() and len(since) < 10 else 0
        self.finish(json.dumps(answer(self.preview, path, shape, known)))

    head = get


@cache
def _ours(name: str) -> bytes:
    return (Path(__file__).parent / "browser" / name).read_bytes()


def _heard(sent: Future[None]) -> None:
    """Take note of how a message arrived: who had left is nobody's fault, and said nowhere."""
    error = None if sent.cancelled() else sent.exception()
    if error is not None and not isinstance(error, WebSocketClosedError):
        raise error


class _Live(PreviewHandler, WebSocketHandler):
    """Speaks the protocol of livereload.js with one open page."""

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        self.finish(f"{status_code} {HTTPStatus(status_code).phrase}\n")

    def check_origin(self, origin: str) -> bool:
        return is_origin_allowed(origin, self.preview.host, self.preview.port)

    def on_close(self) -> None:
        self.preview.calls.discard(self.call)

    def on_message(self, message: str | bytes) -> None:
        if b'"hello"' in (message.encode() if isinstance(message, str) else message):
            protocols = ["http://livereload.com/protocols/official-7"]
            self.tell(json.dumps({"command": "hello", "protocols": protocols, "serverName": "kiprah"}))
            # Not before: what a page has not greeted yet it does not understand.
            self.preview.calls.add(self.call)

    def call(self, what: str) -> None:
        """Have the page ask what became of it."""
        self.tell(json.dumps({"command": "reload", "path": what, "liveCSS": False}))

    def tell(self, message: str) -> None:
        """Send a message; a page that left meanwhile is forgotten by ``on_close``."""
        if self.ws_connection is not None and not self.ws_connection.is_closing():
            with suppress(WebSocketClosedError):
                self.write_message(message).add_done_callback(_heard)
