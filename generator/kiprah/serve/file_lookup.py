"""Lookup of a published file by its address, and never of anything else."""

from __future__ import annotations

import unicodedata
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

from msgspec import Struct

_FOR_THE_HOST = frozenset({"_headers", "_redirects", ".nojekyll"})
"""Files a host reads and does not serve."""

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".json": "application/json",
    ".xml": "application/xml",
    ".ics": "text/calendar; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".pdf": "application/pdf",
    ".mp4": "video/mp4",
}
"""Types by ending, here and not in the machine's own list, which differs from one to the next."""


class Found(Struct, frozen=True):
    """Result of a lookup: a file, the address to go to instead, or neither, and the status that says so."""

    status: HTTPStatus
    file: Path | None = None
    location: str = ""


def find(output: Path, path: str) -> Found:
    """Find the file of a request's path, still percent-encoded, in the output folder.

    What no browser would ask for (``..``, empty parts, backslashes, control characters) is a bad request; what
    leads out of the folder, by links too, is not there.
    """
    parts = _parts(path)
    if parts is None:
        return Found(HTTPStatus.BAD_REQUEST)
    *folders, name = parts
    if parts[0] in _FOR_THE_HOST:
        return Found(HTTPStatus.NOT_FOUND)
    target = output.joinpath(*folders, name or "index.html")
    try:
        inside = target.resolve().is_relative_to(output.resolve())
        if inside and name and target.is_dir():
            return Found(HTTPStatus.MOVED_PERMANENTLY, location=f"/{quote('/'.join(parts))}/")
        if inside and target.is_file():
            return Found(HTTPStatus.OK, target)
    except OSError:  # a name longer than the file system's: not there
        pass
    return Found(HTTPStatus.NOT_FOUND)


def type_of(path: Path) -> str:
    """Return a file's media type; what is not known is only bytes."""
    return _TYPES.get(path.suffix.lower(), "application/octet-stream")


def _parts(path: str) -> tuple[str, ...] | None:
    if not path.startswith("/"):
        return None
    try:
        text = unquote_to_bytes(path).decode("utf-8")
    except UnicodeDecodeError:
        return None
    if any(c in "\\:" or unicodedata.category(c) in ("Cc", "Cs") for c in text):
        return None
    parts = tuple(text[1:].split("/"))
    if any(part in ("", ".", "..") for part in parts[:-1]) or parts[-1] in (".", ".."):
        return None
    return parts
