"""Edited page: the page that an edit is about."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

_TITLE = re.compile(r"<title>(.*?)</title>", re.IGNORECASE | re.DOTALL)


def edited_page(sources: Mapping[str, tuple[str, ...]], edited: Iterable[str]) -> str | None:
    """Name the page that tells most purely what was edited; None where no page is an entry's own.

    ``sources`` names for each output the files it tells; ``edited`` are files from the site's folder, photos beside
    an entry included.
    """
    files = frozenset(edited)
    folders = frozenset(str(PurePosixPath(path).parent) for path in files)

    def tells(source: str) -> bool:
        path = PurePosixPath(source)
        return source in files or (path.name.startswith("index.") and str(path.parent) in folders)

    pages = [
        (not any(source in files for source in page_sources), len(page_sources), path)
        for path, page_sources in sources.items()
        if path.endswith(".html") and any(tells(source) for source in page_sources)
    ]
    return min(pages)[2] if pages else None


def title_of(page: Path) -> str:
    """Return what a built page calls itself, or nothing."""
    found = _TITLE.search(page.read_text("utf-8", "replace"))
    return " ".join(html.unescape(found[1]).split()) if found else ""
