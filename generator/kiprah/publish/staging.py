"""Staging of what is to be published: written aside whole, then moved into place."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from kiprah.cache.atomic_write import write_whole
from kiprah.cache.manifest import FILE_MODE

EARLY = "early"
"""The folder in which files wait that were written before publishing began."""
_TOGETHER = 500
"""Maximum number of files in one folder: with tens of thousands a file system looks long for room beside others."""
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


class StagedFiles:
    """Files that wait to be moved into an output folder, by their paths there."""

    def __init__(self, staging: Path, output: Path) -> None:
        """Take a folder of ours, and the one they will be moved to; both are there. Raises ``OSError``."""
        self._names: dict[str, str] = {}
        self._folders: list[str] = []
        self._number = 0
        # A move between file systems is not whole: then files wait in the output folder itself, under names of ours.
        self._inside = staging.stat().st_dev != output.stat().st_dev
        self._staging, self._output = str(staging), str(output)

    def __len__(self) -> int:
        """Count the files that wait."""
        return len(self._names)

    def __contains__(self, path: str) -> bool:
        """Say whether a file waits."""
        return path in self._names

    def _next_name(self) -> str:
        number, self._number = self._number, self._number + 1
        if self._inside:
            return f"{self._output}/.kiprah-{os.getpid()}-{number}.new"
        if number % _TOGETHER == 0:
            folder = f"{self._staging}/{os.getpid()}-{number}"
            Path(folder).mkdir()
            self._folders.append(folder)
        return f"{self._folders[-1]}/{number}"

    def write(self, path: str, content: bytes) -> None:
        """Write a file aside, readable by everybody. Raises ``OSError``."""
        write_aside(self.reserve(path), content)

    def reserve(self, path: str) -> str:
        """Return where to write a file aside, for whoever writes it; until it is taken or dropped it counts as one."""
        name = self._names[path] = self._next_name()
        return name

    def adopt(self, path: str, name: str) -> None:
        """Let a file that was written before wait with the others."""
        self._names[path] = name

    def drop(self, path: str) -> None:
        """Forget a file that turned out not to be needed, and was not written."""
        del self._names[path]

    def name(self, path: str) -> str:
        """Return where a file waits; empty for one that does not."""
        return self._names.get(path, "")

    def forget(self, path: str) -> None:
        """Let go of a file that was moved."""
        self._names.pop(path, None)

    def take(self, path: str) -> str:
        """Return where a file waits, for whoever moves it now."""
        return self._names.pop(path)

    def discard(self) -> None:
        """Remove what was not moved, and our folders."""
        for name in self._names.values():
            Path(name).unlink(missing_ok=True)
        for folder in self._folders:
            from shutil import rmtree

            rmtree(folder, ignore_errors=True)


def write_aside(name: str, content: bytes) -> None:
    """Write a file that nobody looks at yet, readable by everybody. Raises ``OSError``."""
    descriptor = os.open(name, _FLAGS, FILE_MODE)
    try:
        write_whole(descriptor, content)
        if hasattr(os, "fchmod") and stat.S_IMODE(os.fstat(descriptor).st_mode) != FILE_MODE:
            os.fchmod(descriptor, FILE_MODE)
    finally:
        os.close(descriptor)


def sweep(staging: Path, output: Path, *, early: bool = True) -> None:
    """Remove what a killed build left half-written: only names that are ours; ``early`` files too, if they are old."""
    for path in staging.glob("*") if staging.is_dir() else ():
        if path.name == EARLY and not early:
            continue
        if path.is_dir() and not path.is_symlink():
            from shutil import rmtree

            rmtree(path)
        else:
            path.unlink(missing_ok=True)
    for path in output.glob(".kiprah-*.new") if output.is_dir() else ():
        path.unlink(missing_ok=True)
