"""Handling of files that are published: each is written aside whole, then moved, by one process or by several."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from kiprah.cache.blobs import CheckedBytes
from kiprah.cache.digests import digest_of
from kiprah.cache.manifest import FILE_MODE, times_of
from kiprah.publish.staging import write_aside

FOLDER_MODE = 0o755


class FolderRefused(Exception):
    """The output folder is not one to write to; ``code`` names the message."""

    def __init__(self, code: str, path: str, other: str = "") -> None:
        super().__init__(code, path, other)
        self.code, self.path, self.other = code, path, other


class FileAside(NamedTuple):
    """A file that is to be written aside, where it is not in place already."""

    path: str
    blob: str
    name: str
    """Path at which it is written, and waits; empty: it stands in place already."""
    digest: str = ""
    """Digest of what it holds, once that is known."""


class StagedFacts(NamedTuple):
    """Facts of a file that is about to be published."""

    digest: str
    size: int
    is_written: bool
    """True where it waits to be moved; else the same stands there already."""


class MovedFacts(NamedTuple):
    """Stat of a file that stands published."""

    size: int
    times: int


class Handling(Protocol):
    """Protocol of handling many files: each by itself, or in several processes."""

    def stage(self, files: Sequence[FileAside], output: str) -> Iterable[StagedFacts]:
        """Write files aside, for an output folder, and say what each holds, in their order. Raises ``OSError``."""

    def move(self, files: Sequence[FileAside], output: str) -> Iterable[MovedFacts]:
        """Move files into place, and say how each stands there, in their order. Raises ``OSError``."""


class OneByOne:
    """Handling of each file by itself, in this process; a file's content is asked for by its path."""

    def __init__(self, content_of: Callable[[str], CheckedBytes]) -> None:
        self._content_of = content_of

    def stage(self, files: Sequence[FileAside], output: str) -> Iterable[StagedFacts]:
        """Write files aside, one after the other."""
        return (stage_file(file, self._content_of(file.path), output) for file in files)

    def move(self, files: Sequence[FileAside], output: str) -> Iterable[MovedFacts]:
        """Move files into place, one after the other."""
        return move_files(files, output)


def stage_file(file: FileAside, checked: CheckedBytes, output: str) -> StagedFacts:
    """Write a file aside unless the same stands in the output folder already. Raises ``OSError``."""
    content = checked.content
    stands = holds(f"{output}/{file.path}", content)
    if not stands:
        write_aside(file.name, content)
    return StagedFacts(checked.digest, len(content), not stands)


def move_files(files: Sequence[FileAside], output: str) -> list[MovedFacts]:
    """Move files into place; what has no name stands there already. Raises ``OSError`` and ``FolderRefused``."""
    ready: set[str] = set()
    moved: list[MovedFacts] = []
    for file in files:
        target = f"{output}/{file.path}"
        if file.name:
            make_folders(output, file.path.rpartition("/")[0], ready)
            try:
                _replace(file.name, target)
            except FileNotFoundError:
                # A worker that was lost may have moved it.
                if not _is_there(target, file.digest):
                    raise
        facts = os.lstat(target)
        moved.append(MovedFacts(facts.st_size, times_of(facts)))
    return moved


def holds(target: str, content: bytes) -> bool:
    """Say whether a file stands as it would be written."""
    try:
        return _is_file(target, len(content)) and Path(target).read_bytes() == content
    except OSError:
        return False


def holds_digest(target: str, digest: str, size: int) -> bool:
    """Say whether a file stands as it would be written, of which the digest and the size are known."""
    try:
        return _is_file(target, size) and digest_of(Path(target).read_bytes()) == digest
    except OSError:
        return False


def _is_file(target: str, size: int) -> bool:
    """Say whether a file of this size stands, readable by everybody as we write it. Raises ``OSError``."""
    facts = os.lstat(target)
    return stat.S_ISREG(facts.st_mode) and facts.st_size == size and stat.S_IMODE(facts.st_mode) == FILE_MODE


def _is_there(target: str, digest: str) -> bool:
    try:
        return bool(digest) and digest_of(Path(target).read_bytes()) == digest
    except OSError:
        return False


def make_folders(output: str, folder: str, ready: set[str]) -> None:
    """Make a folder below the output, never through a link: a link could lead anywhere.

    What is ``ready`` was looked at a moment ago. Raises ``OSError`` and ``FolderRefused``.
    """
    if not folder or folder in ready:
        return
    make_folders(output, folder.rpartition("/")[0], ready)
    ready.add(folder)
    path = f"{output}/{folder}"
    try:
        os.mkdir(path, FOLDER_MODE)  # noqa: PTH102  of tens of thousands a path object costs as much
    except FileExistsError:
        if not stat.S_ISDIR(os.lstat(path).st_mode):
            raise FolderRefused("output-in-the-way", path) from None
        return
    # What a user's mask took away is given back; to look costs a third of that.
    if stat.S_IMODE(os.lstat(path).st_mode) != FOLDER_MODE:
        os.chmod(path, FOLDER_MODE)  # noqa: PTH101


def _replace(source: str, target: str) -> None:
    try:
        os.replace(source, target)  # noqa: PTH105
    except (IsADirectoryError, PermissionError):
        if Path(target).is_dir() and not Path(target).is_symlink():
            raise FolderRefused("output-in-the-way", target) from None
        raise
