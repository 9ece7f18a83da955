"""Holdings of a site's folder: every regular file in it, hidden ones and backups too, following no link."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Container, Iterable, Iterator
from pathlib import Path

from msgspec import Struct

_NOT_OURS = frozenset({".git", ".hg", ".svn", "node_modules", ".venv"})
"""Folders of other programs; what Git keeps is named apart."""
MOST_BYTES = 8_000_000
"""Maximum bytes of a text; a film or a PDF may be larger, and is never read for words."""


class Holdings(Struct, frozen=True):
    """Listing of all that lies in a site's folder; a file is read when it is asked for."""

    root: Path
    files: dict[str, int]
    """Size of every regular file by its path from the root, in NFC, with slashes."""
    folders: tuple[str, ...]
    links: tuple[str, ...]
    raw: dict[str, str] = {}
    """A path as the file system writes it, where that is not NFC."""

    def absolute(self, path: str) -> Path:
        """Return where something lies."""
        return self.root / self.raw.get(path, path)

    def read(self, path: str) -> bytes:
        """Read a file, refusing to follow a link that took its place; raises ``OSError``."""
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        descriptor = os.open(self.absolute(path), flags)
        with open(descriptor, "rb") as file:  # noqa: PTH123  a descriptor has no path
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise OSError(f"not a regular file: {path}")
            return file.read()

    def text(self, path: str) -> str | None:
        """Return a file as text; None where it is none."""
        if self.files.get(path, 0) > MOST_BYTES:
            return None
        data = self.read(path)
        if b"\0" in data[:4096]:
            return None
        try:
            return data.decode()
        except UnicodeDecodeError:
            return None

    def below(self, folder: str) -> tuple[str, ...]:
        """Name the files below a folder, links included, sorted."""
        prefix = f"{folder}/"
        return tuple(sorted(path for path in (*self.files, *self.links) if path.startswith(prefix)))

    def folders_below(self, folder: str) -> tuple[str, ...]:
        """Name a folder and those below it, the deepest first."""
        within = [one for one in self.folders if one == folder or one.startswith(f"{folder}/")]
        return tuple(sorted(within, key=lambda one: (-one.count("/"), one)))


def list_holdings(root: Path, apart: Iterable[Path] = ()) -> Holdings:
    """List all that lies in a folder, but for what builds put into folders ``apart``. Raises ``OSError``."""
    not_ours = frozenset(os.path.realpath(one) for one in apart)
    files: dict[str, int] = {}
    folders: list[str] = []
    links: list[str] = []
    raw: dict[str, str] = {}
    for entry, written in _walk(root, not_ours):
        path = unicodedata.normalize("NFC", written)
        if path != written:
            raw[path] = written
        if entry.is_symlink() or not (entry.is_dir(follow_symlinks=False) or entry.is_file(follow_symlinks=False)):
            links.append(path)
        elif entry.is_dir(follow_symlinks=False):
            folders.append(path)
        else:
            files[path] = entry.stat(follow_symlinks=False).st_size
    ordered = {path: files[path] for path in sorted(files)}
    return Holdings(root, ordered, tuple(sorted(folders)), tuple(sorted(links)), raw)


def _walk(root: Path, apart: Container[str]) -> Iterator[tuple[os.DirEntry[str], str]]:
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        with os.scandir(root / folder) as entries:
            for entry in entries:
                path = f"{folder}/{entry.name}" if folder else entry.name
                if entry.is_dir(follow_symlinks=False):
                    if entry.name in _NOT_OURS or os.path.realpath(entry.path) in apart:
                        continue
                    waiting.append(path)
                yield entry, path
