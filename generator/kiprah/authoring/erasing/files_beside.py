"""Files beside a site: notes, exports, private answers; they are named for a person to look at, never touched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kiprah.authoring.erasing.folder_files import MOST_BYTES, list_holdings
from kiprah.authoring.erasing.planned_edits import ErasingContext

_EXPORTS = (".zip", ".pdf", ".docx", ".xlsx", ".html", ".csv", ".json", ".txt", ".svg", ".png", ".epub")
_THEMES = "themes"
PASSING_FILES = ("clock", "pruned", "report.json")
"""Files of the cache that every erasing takes away, and that the next build writes anew."""


def texts_beside(context: ErasingContext) -> Iterator[tuple[str, str]]:
    """Yield the texts right beside the site's folder, of its own themes, and of private answers in the cache."""
    answers = (file for file in _files_in(context.cache) if file.name not in PASSING_FILES)
    for file in (*_files_in(_project(context)), *answers):
        yield from _text_of(file)
    themes = context.folder.parent / _THEMES
    if _project(context) is not None and themes.is_dir() and not themes.is_symlink():
        holdings = list_holdings(themes)
        for path in holdings.files:
            yield from _text_of(holdings.absolute(path))


def exports_beside(context: ErasingContext) -> tuple[str, ...]:
    """Name the files beside the site's folder that may be exports of it."""
    return tuple(str(one) for one in _files_in(_project(context)) if one.name.casefold().endswith(_EXPORTS))


def _project(context: ErasingContext) -> Path | None:
    """Return the folder around a site's ``content/``; what is around any other folder is not known to be its."""
    return context.folder.parent if context.folder.name == "content" else None


def _files_in(folder: Path | None) -> tuple[Path, ...]:
    if folder is None or not folder.is_dir():
        return ()
    return tuple(sorted(one for one in folder.iterdir() if one.is_file() and not one.is_symlink()))


def _text_of(file: Path) -> Iterator[tuple[str, str]]:
    """Yield a file's path and its text, where it is one."""
    if file.stat().st_size > MOST_BYTES:
        return
    data = file.read_bytes()
    if b"\0" in data:
        return
    try:
        yield str(file), data.decode()
    except UnicodeDecodeError:
        return
