"""Pages and files of the preview as they are sent: with our script, in parts, or what stands in for them."""

from __future__ import annotations

import os
from functools import lru_cache
from html import escape
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from tornado.iostream import StreamClosedError

from kiprah.publish.headers import Rule, headers_of, read_rules
from kiprah.serve.file_lookup import find, type_of
from kiprah.serve.handler import Guarded
from kiprah.serve.page_digest import Shape, page_digest_of
from kiprah.serve.poll import found_page
from kiprah.serve.preview_state import Preview
from kiprah.serve.ranges import byte_range

SCRIPT = "/livereload.js"
_PIECE = 256 * 1024
_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'"
_NO_PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>kiprah</title></head>
<body><p>{text}</p></body></html>
"""
_NOT_FRAMED = "frame-ancestors 'none'"
_NOT_HERE = frozenset({"access-control-allow-origin", "cache-control", "content-length", "content-type"})
"""Headers of the public site that a preview must not have: it may hold drafts, and nobody else may read it."""


class PageHandler(Guarded):
    """Handler of pages and files: sends what stands at an address."""

    async def get(self) -> None:
        found = find(self.preview.output, self.request.path)
        if found.status is HTTPStatus.BAD_REQUEST:
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        if found.location:
            self.redirect(found.location, permanent=False)
            return
        found = found_page(self.preview, self.request.path)
        if found.file is None:
            self._nothing_yet(found.status)
            return
        for name, value in self._public_headers().items():
            if name.casefold() not in _NOT_HERE:
                # The editor shows the page beside its form.
                own = "frame-ancestors 'self'" if self.preview.access else _NOT_FRAMED
                self.set_header(name, value.replace(_NOT_FRAMED, own))
        self.set_status(found.status)
        self.set_header("Content-Type", type_of(found.file))
        try:
            if found.file.suffix == ".html":
                self._send_page(found.file, found.status)
            else:
                await self._send_file(found.file)
        except FileNotFoundError:  # a rebuild removed it this moment
            self.send_error(HTTPStatus.NOT_FOUND)

    head = get

    def _nothing_yet(self, status: HTTPStatus) -> None:
        self.set_status(status)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Content-Security-Policy", _POLICY)
        text = escape(self.preview.words.get("no-pages", ""))
        language = escape(self.preview.words.get("language", "en"))
        page = _NO_PAGE.format(language=language, text=text).encode()
        self.finish(
            _with_script(page, page_digest_of(b"", self.preview.output, self.preview.output, status), self.preview)
        )

    def _send_page(self, file: Path, status: HTTPStatus) -> None:
        content = file.read_bytes()
        shape = page_digest_of(content, file.parent, self.preview.output, status)
        if status is HTTPStatus.NOT_FOUND:
            content = _from_here(content, self.preview.site_url)
        self.finish(_with_script(content, shape, self.preview))

    async def _send_file(self, file: Path) -> None:
        with file.open("rb") as content:
            size = os.fstat(content.fileno()).st_size
            # If-Range names a version, and here no version has a name: then the whole is what was asked for.
            header = None if "If-Range" in self.request.headers else self.request.headers.get("Range")
            part = byte_range(header, size)
            first, end = part or (0, size)
            self.set_header("Accept-Ranges", "bytes")
            if part is not None and first == end:
                self.set_status(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
                self.set_header("Content-Range", f"bytes */{size}")
                return
            if part is not None:
                self.set_status(HTTPStatus.PARTIAL_CONTENT)
                self.set_header("Content-Range", f"bytes {first}-{end - 1}/{size}")
            self.set_header("Content-Length", str(end - first))
            if self.request.method == "HEAD":
                return
            content.seek(first)
            try:
                while first < end and (piece := content.read(min(_PIECE, end - first))):
                    first += len(piece)
                    self.write(piece)
                    await self.flush()
            except StreamClosedError:  # a player that leaps ahead leaves the part it asked for before
                return

    def _public_headers(self) -> dict[str, str]:
        rules = self.preview.output / "_headers"
        text = rules.read_text("utf-8") if rules.is_file() else ""
        return headers_of(_rules(text), self.request.path)


@lru_cache(maxsize=1)
def _rules(text: str) -> tuple[Rule, ...]:
    return read_rules(text)


def _from_here(page: bytes, site_url: str) -> bytes:
    """Lead the links of ``404.html``, the one page whose links cannot be relative, to this server's own pages."""
    for start in filter(None, (site_url, urlsplit(site_url).path.removesuffix("/"))):
        page = page.replace(f'="{start.removesuffix("/")}/'.encode(), b'="/')
    return page


def _with_script(page: bytes, shape: Shape, preview: Preview) -> bytes:
    """Add our script to a page as it is sent; the file itself never carries it."""
    attributes = f'data-shape="{shape.shape}" data-look="{shape.look}" data-build="{preview.build}"'
    tag = f'<script src="{SCRIPT}" defer {attributes}></script>'.encode()
    head, end, rest = page.partition(b"</head>")
    return head + tag + end + rest if end else page + tag
