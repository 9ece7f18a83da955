"""Undo store: the last versions of each edited file, in the cache folder and nowhere else."""

from __future__ import annotations

import hashlib
import re
import time
from pathlib import Path

from msgspec import Struct

from kiprah.cache.atomic_write import write_atomically

MOST_VERSIONS = 20
"""Maximum number of versions kept of each file."""
_ONE_SITTING = 60.0
"""Seconds within which saves that follow each other are one change: what stood before the first is kept."""
_LOST = 200
"""Number of characters that, gone at once, are kept all the same: those may be wanted back."""
NOTE = "path.txt"
"""The file that says whose versions lie beside it."""
REMOVED = "removed-"
"""Beginning of the names of folders that hold what was removed, each as it lay in the site."""
_NAME = re.compile(r"(\d{16})-([0-9a-f]{12})")


class Version(Struct, frozen=True):
    """A version of a file as it was before a change."""

    number: str
    saved: float
    """Time when it was put aside, in seconds since 1970."""
    size: int


class UndoStore:
    """The versions of one site's files, below ``.kiprah/undo``."""

    def __init__(self, cache: Path) -> None:
        """Nothing is made before there is something to keep."""
        self._folder = cache / "undo"
        self._last: dict[str, tuple[float, str]] = {}

    def keep(self, path: str, before: bytes, after: bytes, *, always: bool = False) -> None:
        """Put aside what a file was; raises ``OSError`` where it cannot, and then nothing may be changed."""
        now = time.time()
        began, written = self._last.get(path, (0.0, ""))
        same_sitting = written == _digest(before) and now - began < _ONE_SITTING
        self._last[path] = (began if same_sitting else now, _digest(after))
        if same_sitting and not always and len(before) - len(after) < _LOST:
            return
        folder = self._folder_of(path)
        if not (folder / NOTE).is_file():
            write_atomically(folder / NOTE, path.encode())
        versions = self.versions(path)
        if versions and versions[0].number.endswith(_digest(before)):
            return
        write_atomically(folder / f"{int(now * 1_000_000):016}-{_digest(before)}", before)
        for version in self.versions(path)[MOST_VERSIONS:]:
            (folder / version.number).unlink(missing_ok=True)

    def versions(self, path: str) -> tuple[Version, ...]:
        """List the versions of a file, the newest first."""
        folder = self._folder_of(path)
        if not folder.is_dir():
            return ()
        found = [
            Version(file.name, int(match[1]) / 1_000_000, file.stat().st_size)
            for file in folder.iterdir()
            if (match := _NAME.fullmatch(file.name))
        ]
        return tuple(sorted(found, key=lambda version: version.number, reverse=True))

    def read(self, path: str, number: str) -> bytes | None:
        """Return a version; None where there is none of that number."""
        listed = {version.number for version in self.versions(path)}
        return (self._folder_of(path) / number).read_bytes() if number in listed else None

    def follow(self, path: str, moved: str) -> None:
        """Let the versions of a file that was moved be those of its new place."""
        old, new = self._folder_of(path), self._folder_of(moved)
        if old.is_dir() and not new.exists():
            old.rename(new)
            write_atomically(new / NOTE, moved.encode())

    def follow_below(self, path: str, moved: str) -> None:
        """Let the versions of a file, or of all files below a folder, follow where it was moved."""
        for known in {kept for kept, _ in self.kept_files() if kept == path or kept.startswith(f"{path}/")}:
            self.follow(known, moved + known.removeprefix(path))

    def new_removed(self) -> Path:
        """Return where what is removed now is to lie; nothing is made."""
        return self._folder / f"{REMOVED}{int(time.time() * 1_000_000):016}"

    def removed_folder(self, number: str) -> Path:
        """Return where something lies that was removed; ``number`` is of the list, and never from outside."""
        return self._folder / number

    def removed_folders(self) -> tuple[Path, ...]:
        """List the folders of what was removed."""
        below = sorted(self._folder.iterdir()) if self._folder.is_dir() else []
        return tuple(one for one in below if one.name.startswith(REMOVED) and one.is_dir() and not one.is_symlink())

    def kept_files(self) -> tuple[tuple[str, Path], ...]:
        """Return every file of the store with the path of what it is a version of; empty where that is not known."""
        found: list[tuple[str, Path]] = []
        for folder in sorted(self._folder.iterdir()) if self._folder.is_dir() else ():
            if folder.is_symlink() or not folder.is_dir():
                continue
            if folder.name.startswith(REMOVED):
                # What was removed keeps its place in the site as its place in here.
                below = (one for one in sorted(folder.rglob("*")) if one.is_file() or one.is_symlink())
                found += [(one.relative_to(folder).as_posix(), one) for one in below]
                continue
            note = folder / NOTE
            path = note.read_text("utf-8", "replace") if note.is_file() else ""
            found += [(path, file) for file in sorted(folder.iterdir()) if not file.is_dir()]
        return tuple(found)

    def _folder_of(self, path: str) -> Path:
        return self._folder / hashlib.blake2b(path.encode(), digest_size=10).hexdigest()


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=6).hexdigest()
