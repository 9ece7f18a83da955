"""Writer of a circle's folder: parts first, then the page that names them, then what nothing names any more.

A part's name follows from what it holds, so a file that stands is never written over. Killed at any moment, the page
that stands still finds all its parts.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from kiprah.cache.atomic_write import write_atomically
from kiprah.cache.manifest import FILE_MODE

_PAGE = "index.html"
PARTS = "parts"
_MARK = b'<meta name="generator" content="kiprah circle">'
_SEALED = re.compile(r'<script type="application/json" id="sealed">(.*?)</script>', re.DOTALL)
_OURS = re.compile(r"circle-[0-9a-f]{10}\.(?:js|css)")
_PART = re.compile(r"[0-9a-f]{32}\.js")
_BESIDE = frozenset({"robots.txt", "_headers", ".nojekyll", "CNAME", ".git", ".DS_Store", "Thumbs.db", "desktop.ini"})
"""Names that may stand in a circle's folder besides those above: ours, a host's, or a system's."""


def is_circle(folder: Path) -> bool:
    """Say whether a folder holds a circle."""
    try:
        with (folder / _PAGE).open("rb") as file:
            return _MARK in file.read(4096)
    except OSError:
        return False


def in_the_way(folder: Path) -> str:
    """Name what stands in a folder and belongs to no circle; empty where nothing does."""
    if not folder.is_dir():
        return ""
    if (folder / _PAGE).exists() and not is_circle(folder):
        return _PAGE
    if (folder / PARTS).is_symlink():
        return PARTS
    names = sorted(path.name for path in folder.iterdir())
    strangers = [name for name in names if name not in (_PAGE, PARTS, *_BESIDE) and not _is_ours(name)]
    # In a circle that is there, a stranger's file is left alone; a new one begins in a folder without any.
    return strangers[0] if strangers and not is_circle(folder) else ""


def lies_in_public(folder: Path, public: Path) -> bool:
    """Say whether a folder is, or lies in, a published site: in a folder that holds one, or where one goes."""
    real = folder.resolve()
    return real.is_relative_to(public.resolve()) or any((p / "portfolio.json").exists() for p in (real, *real.parents))


def _is_ours(name: str) -> bool:
    return _OURS.fullmatch(name) is not None or name.startswith(".new-")


def sealed_part_of(folder: Path) -> dict[str, Any]:
    """Return what the page of a circle says openly: salt, rounds, the sealed root; empty where there is none."""
    if not is_circle(folder):
        return {}
    try:
        found = _SEALED.search((folder / _PAGE).read_text("utf-8"))
        value = json.loads(found[1]) if found else {}
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


class CircleFolder:
    """Writer of a circle's folder; counts what it wrote."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.written = 0
        self._names: set[str] = set()

    def has_part(self, name: str, size: int) -> bool:
        """Say whether a part stands already; it is kept either way."""
        self._names.add(f"{name}.js")
        path = self.folder / PARTS / f"{name}.js"
        return not path.is_symlink() and path.is_file() and path.stat().st_size == size

    def write_part(self, name: str, content: bytes) -> None:
        """Write a part."""
        self._write(self.folder / PARTS / f"{name}.js", content)

    def finish(self, files: dict[str, bytes], page: bytes) -> int:
        """Write what stands beside the page, then the page; remove the parts it does not name. Return how many went."""
        for name, content in files.items():
            self._write_changed(self.folder / name, content)
        self._write_changed(self.folder / _PAGE, page)
        gone = [
            path
            for path in (self.folder / PARTS).iterdir()
            if (_PART.fullmatch(path.name) or path.name.startswith(".new-")) and path.name not in self._names
        ]
        gone += [path for path in self.folder.iterdir() if _is_ours(path.name) and path.name not in files]
        for path in gone:
            path.unlink(missing_ok=True)
        return len(gone)

    def _write_changed(self, path: Path, content: bytes) -> None:
        try:
            if not path.is_symlink() and path.read_bytes() == content:
                return
        except FileNotFoundError:
            pass
        self._write(path, content)

    def _write(self, path: Path, content: bytes) -> None:
        write_atomically(path, content)
        path.chmod(FILE_MODE)
        self.written += 1
