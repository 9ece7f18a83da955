"""Poll endpoint: what an open page is told when it asks what became of it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from msgspec import to_builtins

from kiprah.serve.file_lookup import Found, find
from kiprah.serve.page_digest import Shape, page_digest_of
from kiprah.serve.preview_state import COACH_ADDRESS, Preview

NOT_FOUND = "404.html"


def found_page(preview: Preview, path: str) -> Found:
    """Find what a browser is shown at an address: the file there, or the site's page for what is not there."""
    found = find(preview.output, path)
    if found.status is HTTPStatus.NOT_FOUND:
        page = preview.output / NOT_FOUND
        return Found(found.status, page if page.is_file() and not page.is_symlink() else None)
    return found


def shape_at(preview: Preview, path: str) -> Shape:
    """Tell the shape of what a browser is shown at an address."""
    found = found_page(preview, path)
    try:
        content = found.file.read_bytes() if found.file is not None else b""
    except FileNotFoundError:  # a rebuild removed it this moment
        content = b""
    return page_digest_of(content, found.file.parent if found.file else preview.output, preview.output, found.status)


def answer(preview: Preview, path: str, shape: str, since: int) -> dict[str, Any]:
    """Answer a page that stands at ``path``, has this shape and has seen the build ``since``."""
    now = shape_at(preview, path)
    was_there, is_there = shape.startswith("200-"), now.shape.startswith("200-")
    if now.shape == shape:
        action = "stay"
    else:
        action = "gone" if was_there and not is_there else "reload"
    edited = preview.edited
    link = None
    if edited is not None and edited.build > since and find(preview.output, path).file != preview.output / edited.path:
        link = {"href": "/" + quote(edited.path.removesuffix("index.html")), "text": edited.text}
    return {
        "action": action,
        "build": preview.build,
        "look": now.look,
        "styles": now.styles if action == "stay" else (),
        "edited": link,
        "notice": to_builtins(preview.notice),
        "coach": COACH_ADDRESS if preview.coach is not None else None,
        "words": dict(preview.words),
    }
