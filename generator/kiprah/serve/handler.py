"""Handler of the preview's requests: whom it refuses, and that no browser keeps its answers."""

from __future__ import annotations

from collections.abc import Awaitable
from http import HTTPStatus
from typing import Any, ClassVar

from tornado.web import RequestHandler

from kiprah.serve.origin_check import is_host_allowed, is_origin_allowed
from kiprah.serve.preview_state import Preview


def is_refused(handler: RequestHandler, preview: Preview, *, with_token: bool = True) -> bool:
    """Say whether a request does not speak to this server by its name, or speaks for another site.

    Where an editor is open to other machines, the pages too are only for who brings its token.
    """
    headers = handler.request.headers
    hosts, origins = headers.get_list("Host"), headers.get_list("Origin")
    return (
        len(hosts) != 1
        or not is_host_allowed(hosts[0], preview.host, preview.port)
        or any(not is_origin_allowed(origin, preview.host, preview.port) for origin in origins)
        or (with_token and preview.access is not None and preview.access.is_needed_by(handler))
    )


class PreviewHandler(RequestHandler):
    """Handler of requests of this machine's own pages: all others are refused."""

    preview: Preview

    def initialize(self, preview: Preview) -> None:
        self.preview = preview

    def prepare(self) -> Awaitable[None] | None:
        if is_refused(self, self.preview):
            self.send_error(HTTPStatus.FORBIDDEN)
        return None


class PlainErrors(RequestHandler):
    """Handler whose errors are a line of plain text."""

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        if status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            self.set_header("Allow", ", ".join(self.SUPPORTED_METHODS))
        self.finish(f"{status_code} {HTTPStatus(status_code).phrase}\n")


class Guarded(PreviewHandler, PlainErrors):
    """Handler of GET and HEAD, for this machine's own pages alone."""

    SUPPORTED_METHODS: ClassVar[tuple[str, ...]] = ("GET", "HEAD")  # type: ignore[misc]

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")

    def compute_etag(self) -> str | None:
        return None  # nothing is kept, so nothing is asked for again
