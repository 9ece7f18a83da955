"""Early files: what a build renders is written aside at once, as it will stand when it publishes.

Else every file would be read again out of the blob store, and checked, to be written once more.
"""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path

from msgspec import DecodeError, Struct, json

from kiprah.cache.atomic_write import write_whole
from kiprah.cache.blobs import CheckedBytes
from kiprah.publish.file_moves import FOLDER_MODE, make_folders
from kiprah.publish.staging import EARLY, write_aside

_TREE = "tree"
"""Name of the folder of files as they will stand, in that of a build that publishes for the first time.

Others keep them side by side: to make folders for a few pages, and to remove them, takes longer than to write those.
"""
_NOTES = "notes-"
"""Prefix of the names of notes beside it, one for each process that renders: what it was about to write."""
_numbers = count()


class EarlyFile(Struct, frozen=True):
    """A file that waits: where it will stand, the blob that holds the same, and what it holds."""

    path: str
    blob: str
    digest: str
    size: int
    name: str
    """Path at which it waits, from the folder of its build."""


class EarlyFiles(Struct, frozen=True):
    """Files of one build that wait."""

    folder: str
    tree: str
    """The folder they lie in as they will stand; empty where they lie side by side."""
    files: dict[str, EarlyFile]
    """Files by path; none of those that were written more than once, with different bytes."""
    paths: frozenset[str]
    """Paths of all that may lie there."""
    is_whole: bool
    """True where every note could be read, so that nothing else lies there."""

    def of(self, path: str, blob: str) -> EarlyFile | None:
        """Return the file that waits for a path and holds this blob."""
        file = self.files.get(path)
        return file if file is not None and file.blob == blob else None

    def name(self, path: str) -> str:
        """Return where a file waits."""
        return f"{self.folder}/{self.files[path].name}"


class _Writer:
    """Writer of this process's early files for one build: its notes stay open, and it knows the folders it made."""

    def __init__(self) -> None:
        self._folder, self._notes = "", -1
        self._in_tree = False
        self._ready: set[str] = set()

    def write(self, folder: str, path: str, blob: str, checked: CheckedBytes) -> None:
        """Write a file where it will stand. It is noted first: what lies there unnoted would be published too."""
        if folder != self._folder:
            self._begin(folder)
        name = f"{_TREE}/{path}" if self._in_tree else f"{os.getpid()}-{next(_numbers)}"
        file = EarlyFile(path, blob, checked.digest, len(checked.content), name)
        write_whole(self._notes, json.encode(file) + b"\n")
        if self._in_tree:
            make_folders(f"{folder}/{_TREE}", path.rpartition("/")[0], self._ready)
        write_aside(f"{folder}/{name}", checked.content)

    def end(self) -> None:
        """Close the notes: where a file is open, some systems do not let it go."""
        if self._notes >= 0:
            os.close(self._notes)
        self._folder, self._notes, self._ready = "", -1, set()

    def _begin(self, folder: str) -> None:
        # What cannot be opened is not open.
        self.end()
        self._notes = os.open(f"{folder}/{_NOTES}{os.getpid()}", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._folder, self._in_tree = folder, Path(folder, _TREE).is_dir()


_writer = _Writer()


def begin_early_files(staging: Path, output: Path) -> str:
    """Make the folder in which files wait; empty where a move to the output would not be whole. Raises ``OSError``."""
    end_early_files(staging)
    near = next(folder for folder in (output, *output.parents) if folder.is_dir())
    staging.mkdir(parents=True, exist_ok=True)
    if near.stat().st_dev != staging.stat().st_dev:
        return ""
    # Another name for each build: notes of one before may still be open.
    folder = staging / EARLY / f"{os.getpid()}-{next(_numbers)}"
    folder.mkdir(parents=True)
    if not (output.is_dir() and any(output.iterdir())):
        tree = folder / _TREE
        tree.mkdir()
        tree.chmod(FOLDER_MODE)
    return str(folder)


def write_early(folder: str, path: str, blob: str, checked: CheckedBytes) -> None:
    """Write a file aside as it will stand at a path; ``blob`` holds the same. Raises ``OSError``."""
    _writer.write(folder, path, blob, checked)


def early_files(staging: Path) -> EarlyFiles | None:
    """List the files that wait; None where none do. Raises ``OSError``."""
    folder = next((staging / EARLY).iterdir(), None) if (staging / EARLY).is_dir() else None
    if folder is None:
        return None
    files: dict[str, EarlyFile] = {}
    written: set[tuple[str, str]] = set()
    is_whole = True
    for notes in folder.glob(f"{_NOTES}*"):
        for line in notes.read_bytes().splitlines():
            try:
                file = json.decode(line, type=EarlyFile)
            except DecodeError:
                # Its process was ended while it wrote.
                is_whole = False
                continue
            files[file.path] = file
            written.add((file.path, file.blob))
    again = [path for path, blob in written if files[path].blob != blob]
    paths = frozenset(files)
    for path in again:
        # Nobody knows which was written last.
        files.pop(path, None)
    tree = folder / _TREE
    return EarlyFiles(str(folder), str(tree) if tree.is_dir() else "", files, paths, is_whole)


def end_early_files(staging: Path) -> None:
    """Remove the folder, with what nobody moved. Raises ``OSError``."""
    _writer.end()
    early = f"{staging}/{EARLY}"
    if not os.path.isdir(early):  # noqa: PTH112
        return
    try:
        for build in os.listdir(early):  # noqa: PTH208
            _remove_flat(f"{early}/{build}")
        os.rmdir(early)  # noqa: PTH106
    except OSError:
        # Folders lie there, or something else: most builds have none.
        from shutil import rmtree

        rmtree(early)


def _remove_flat(folder: str) -> None:
    """Remove a folder that holds a few files side by side, as most do: to walk through it takes three times as long."""
    for name in os.listdir(folder):  # noqa: PTH208
        os.unlink(f"{folder}/{name}")  # noqa: PTH108
    os.rmdir(folder)  # noqa: PTH106
