"""A host over a built folder, as Netlify is one: ``_headers`` obeyed, texts compressed, ``404.html`` for what is not there.

It shares no code with kiprah's own preview, so that the two cannot be wrong together.
"""

from __future__ import annotations

import gzip
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import unquote, urlsplit

TYPES = {".webmanifest": "application/manifest+json", ".woff2": "font/woff2", ".webp": "image/webp"}
"""Types that not every machine knows."""


def rules_of(folder: Path) -> list[tuple[str, list[tuple[str, str]]]]:
    """Read ``_headers``: a path, or a path's beginning and a star, and below it indented headers."""
    rules: list[tuple[str, list[tuple[str, str]]]] = []
    for line in (folder / "_headers").read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("/"):
            rules.append((line, []))
            continue
        name, colon, value = line.partition(":")
        assert colon and line.startswith("  ") and rules, line
        rules[-1][1].append((name.strip(), value.strip()))
    return rules


def headers_for(rules: list[tuple[str, list[tuple[str, str]]]], path: str) -> dict[str, str]:
    """Return the headers of a path; hosts differ in what two rules for one header mean, so there may be none."""
    found: dict[str, str] = {}
    for pattern, headers in rules:
        if path.startswith(pattern[:-1]) if pattern.endswith("*") else path == pattern:
            for name, value in headers:
                assert name not in found, f"two rules give {path} a {name}"
                found[name] = value
    return found


class _Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    folder: ClassVar[Path]
    rules: ClassVar[list[tuple[str, list[tuple[str, str]]]]]

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        file = self.folder / unquote(path).lstrip("/")
        if file.is_dir() and not path.endswith("/"):
            self._send(HTTPStatus.MOVED_PERMANENTLY, b"", {"Location": f"{path}/"})
            return
        file = file / "index.html" if file.is_dir() else file
        status = HTTPStatus.OK
        if not file.is_file() or file.name in ("_headers", "_redirects"):
            file, status = self.folder / "404.html", HTTPStatus.NOT_FOUND
        kind = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        headers = {"Content-Type": f"{kind}; charset=utf-8" if kind.startswith("text/") else kind}
        content = file.read_bytes()
        if kind.startswith("text/") or kind.endswith(("json", "xml", "javascript")):
            headers["Vary"] = "Accept-Encoding"
            if "gzip" in self.headers.get("Accept-Encoding", ""):
                headers["Content-Encoding"] = "gzip"
                content = gzip.compress(content, 6, mtime=0)
        self._send(status, content, headers | headers_for(self.rules, unquote(path)))

    do_HEAD = do_GET  # noqa: N815  the library's own name

    def _send(self, status: HTTPStatus, content: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the library's own name
        """Say nothing: the browser reports what went wrong."""


class _Host(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that closes a connection early is no error; everything else reaches the browser as a failure."""


@contextmanager
def hosted(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port of this machine; gives the address, with a slash at the end."""
    answer = type("_AnswerHere", (_Answer,), {"folder": folder, "rules": rules_of(folder)})
    with _Host(("127.0.0.1", 0), answer) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()
            thread.join()
