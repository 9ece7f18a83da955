"""The web server of the preview: read-only, guarded, and nothing it says is kept by a browser."""

from __future__ import annotations

import json
from collections.abc import Awaitable
from dataclasses import dataclass, field
from http import HTTPStatus
from importlib.resources import files
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler
from tornado.websocket import WebSocketHandler

from kiprah.serve.files import Found, find, type_of
from kiprah.serve.guard import is_host_allowed, is_origin_allowed
from kiprah.serve.headers import headers_of, read_rules

SCRIPT = "/livereload.js"
SOCKET = "/livereload"
_TAG = f'<script src="{SCRIPT}" defer></script>'.encode()
_NOT_HERE = frozenset({"access-control-allow-origin", "cache-control", "content-length", "content-type"})
"""Headers of the public site that a preview must not have: it may hold drafts, and nobody else may read it."""


@dataclass(slots=True)
class Preview:
    """What is shown, on which address, and who is looking."""

    output: Path
    host: str
    port: int
    site_url: str = ""
    """The public address; the links of ``404.html`` begin with it or its path."""
    no_pages_yet: str = ""
    """What to say where nothing was built so far."""
    looking: set[_Live] = field(default_factory=set)

    @property
    def address(self) -> str:
        """The address to open in a browser."""
        name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)  # noqa: S104
        return f"http://[{name}]:{self.port}/" if ":" in name and name[0] != "[" else f"http://{name}:{self.port}/"

    def reload(self) -> None:
        """Ask every open page to load itself again."""
        message = json.dumps({"command": "reload", "path": "*", "liveCSS": False})
        for live in tuple(self.looking):
            live.tell(message)


def application(preview: Preview) -> HTTPServer:
    """Make the server, not yet listening; its limits keep a slow or greedy client from holding it."""
    given = {"preview": preview}
    routes = [(SOCKET, _Live, given), (SCRIPT, _Script, given), (r".*", _Page, given)]
    app = Application(routes, log_function=lambda handler: None)
    return HTTPServer(
        app,
        max_header_size=16_384,
        max_body_size=1_024,
        idle_connection_timeout=60,
        body_timeout=5,
    )


def _refused(handler: RequestHandler, preview: Preview) -> bool:
    """Refuse whoever does not speak to this server by its name, or speaks for another site."""
    headers = handler.request.headers
    hosts, origins = headers.get_list("Host"), headers.get_list("Origin")
    return (
        len(hosts) != 1
        or not is_host_allowed(hosts[0], preview.host, preview.port)
        or any(not is_origin_allowed(origin, preview.host, preview.port) for origin in origins)
    )


class _Guarded(RequestHandler):
    SUPPORTED_METHODS: ClassVar[tuple[str, ...]] = ("GET", "HEAD")  # type: ignore[misc]
    preview: Preview

    def initialize(self, preview: Preview) -> None:
        self.preview = preview

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")

    def prepare(self) -> Awaitable[None] | None:
        if _refused(self, self.preview):
            self.send_error(HTTPStatus.FORBIDDEN)
        return None

    def compute_etag(self) -> str | None:
        return None  # nothing is kept, so nothing is asked for again

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        if status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            self.set_header("Allow", ", ".join(self.SUPPORTED_METHODS))
        self.finish(f"{status_code} {HTTPStatus(status_code).phrase}\n")


class _Script(_Guarded):
    def get(self) -> None:
        self.set_header("Content-Type", type_of(Path(SCRIPT)))
        self.finish(files("livereload").joinpath("vendors/livereload.js").read_bytes())

    head = get


class _Page(_Guarded):
    def get(self) -> None:
        found = find(self.preview.output, self.request.path)
        if found.status is HTTPStatus.BAD_REQUEST:
            self.send_error(HTTPStatus.BAD_REQUEST)
        elif found.location:
            self.redirect(found.location, permanent=False)
        elif found.file is None:
            self._not_found(found)
        else:
            self._send(found.file, found.status)

    head = get

    def _not_found(self, found: Found) -> None:
        page = self.preview.output / "404.html"
        if page.is_file() and not page.is_symlink():
            self._send(page, found.status)
            return
        self.set_status(found.status)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(b"<!doctype html><meta charset=utf-8><p>" + self.preview.no_pages_yet.encode() + _TAG)

    def _send(self, file: Path, status: HTTPStatus) -> None:
        try:
            content = file.read_bytes()
        except FileNotFoundError:  # a rebuild removed it this moment
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        for name, value in self._public_headers().items():
            if name.casefold() not in _NOT_HERE:
                self.set_header(name, value)
        self.set_status(status)
        self.set_header("Content-Type", type_of(file))
        if file.suffix == ".html":
            if status is HTTPStatus.NOT_FOUND:
                content = _from_here(content, self.preview.site_url)
            content = _with_script(content)
        self.finish(content)

    def _public_headers(self) -> dict[str, str]:
        rules = self.preview.output / "_headers"
        text = rules.read_text("utf-8") if rules.is_file() else ""
        return headers_of(read_rules(text), self.request.path)


def _from_here(page: bytes, site_url: str) -> bytes:
    """Lead the links of ``404.html``, the one page whose links cannot be relative, to this server's own pages."""
    for start in filter(None, (site_url, urlsplit(site_url).path.removesuffix("/"))):
        page = page.replace(f'="{start.removesuffix("/")}/'.encode(), b'="/')
    return page


def _with_script(page: bytes) -> bytes:
    """Add the reloading script to a page as it is sent; the file itself never carries it."""
    head, end, rest = page.partition(b"</head>")
    return head + _TAG + end + rest if end else page + _TAG


class _Live(WebSocketHandler):
    """Speaks the protocol of livereload.js with one open page."""

    preview: Preview

    def initialize(self, preview: Preview) -> None:
        self.preview = preview

    def prepare(self) -> Awaitable[None] | None:
        if _refused(self, self.preview):
            self.send_error(HTTPStatus.FORBIDDEN)
        return None

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        self.finish(f"{status_code} {HTTPStatus(status_code).phrase}\n")

    def check_origin(self, origin: str) -> bool:
        return is_origin_allowed(origin, self.preview.host, self.preview.port)

    def open(self, *args: str, **kwargs: str) -> None:
        self.preview.looking.add(self)

    def on_close(self) -> None:
        self.preview.looking.discard(self)

    def on_message(self, message: str | bytes) -> None:
        if b'"hello"' in (message.encode() if isinstance(message, str) else message):
            protocols = ["http://livereload.com/protocols/official-7"]
            self.tell(json.dumps({"command": "hello", "protocols": protocols, "serverName": "kiprah"}))

    def tell(self, message: str) -> None:
        """Send a message; a page that left meanwhile is forgotten by ``on_close``."""
        if self.ws_connection is not None and not self.ws_connection.is_closing():
            self.write_message(message)
