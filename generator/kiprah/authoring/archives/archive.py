"""Bounded reader of what strangers send: a zip, a folder or a tree of Git, with one set of rules for all of them.

What no honest archive holds (paths that lead out, links, two files of one name, a bomb) refuses it as a whole: nothing
of it is worth a guess. What merely does not belong here (a camera's thumbnails, a name that Windows keeps) is left out,
and is said.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from msgspec import Struct

from kiprah.authoring.archives.archive_names import (
    MEMBERS_DOMAIN,
    FoundName,
    collision,
    harmful,
    plain_path,
    reason_against,
)
from kiprah.authoring.left_out import LeftOut
from kiprah.authoring.refusal import Refusal
from kiprah.cache.stat_index import is_never_published

_MEGABYTE = 1_000_000


class ArchiveLimits(Struct, frozen=True):
    """Limits of a stranger's archive: how much of it is looked at."""

    files: int = 5_000
    megabytes: int = 1_000
    """Maximum megabytes of all files together, unpacked, and of the archive itself."""
    megabytes_each: int = 200
    """Maximum megabytes of one file; a larger one is left out."""
    ratio: int = 200
    """Maximum ratio of a file's unpacked to its packed size, beyond the first megabyte."""
    depth: int = 8
    """Maximum depth of folders within folders."""


ARCHIVE_LIMITS = ArchiveLimits()


class ArchiveDamaged(Exception):
    """A file whose bytes are not what the archive says; never leaves this room."""


class Archive:
    """The files of an archive that may be read, by paths with slashes in NFC; nothing was unpacked anywhere."""

    def __init__(
        self,
        files: Mapping[str, FoundName],
        left_out: Iterable[LeftOut],
        read: Callable[[FoundName], bytes],
        close: Callable[[], None],
    ) -> None:
        self._found = files
        self._read = read
        self._close = close
        self.files: dict[str, int] = {path: found.size for path, found in files.items()}
        """Size of each file by its path, sorted."""
        self.left_out = tuple(left_out)

    def read(self, path: str) -> bytes | Refusal:
        """Read one file; its size is what was said of it, or it is refused."""
        found = self._found[path]
        try:
            content = self._read(found)
        except (ArchiveDamaged, OSError, EOFError):
            return Refusal("archive-damaged", {"name": path}, MEMBERS_DOMAIN, "content")
        if len(content) != found.size:
            return Refusal("archive-damaged", {"name": path}, MEMBERS_DOMAIN, "content")
        return content

    def __enter__(self) -> Archive:
        """Stay open until the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close what the bytes come from."""
        self._close()


def open_archive(path: Path, limits: ArchiveLimits = ARCHIVE_LIMITS) -> Archive | Refusal:
    """Open a zip or a folder; what cannot be trusted as a whole is refused before a byte of it is unpacked."""
    try:
        kind = path.stat().st_mode
        if stat.S_ISDIR(kind):
            return _folder(path, limits)
        if not stat.S_ISREG(kind):
            return Refusal("archive-none", {"path": str(path)}, MEMBERS_DOMAIN)
    except (OSError, ValueError) as error:
        return _unreadable(path, error)
    from kiprah.authoring.archives.zip_archive import open_zip

    return open_zip(path, limits)


def checked(
    found: Iterable[FoundName],
    limits: ArchiveLimits,
    read: Callable[[FoundName], bytes],
    close: Callable[[], None] = lambda: None,
    *,
    strict: bool = True,
) -> Archive | Refusal:
    """Hold names and sizes against the rules; ``strict`` refuses links, else they are left out."""
    files: dict[str, FoundName] = {}
    left_out: list[LeftOut] = []
    names: list[str] = []
    for one in found:
        if bad := harmful(one.name):
            return Refusal(f"archive-{bad}", {"name": one.name.replace("\0", "\\0")}, MEMBERS_DOMAIN, "content")
        path = plain_path(one.name)
        if one.kind != "file":
            if strict and one.kind != "module":
                return Refusal(f"archive-{one.kind}", {"name": path}, MEMBERS_DOMAIN, "content")
            left_out.append(LeftOut(path, one.kind))
            continue
        names.append(path)
        if len(names) > limits.files:
            return Refusal("archive-too-many", {"limit": str(limits.files)}, MEMBERS_DOMAIN, "content")
        if reason := reason_against(path, limits.depth):
            left_out.append(LeftOut(path, reason))
        elif one.size > limits.megabytes_each * _MEGABYTE:
            left_out.append(LeftOut(path, "large", str(limits.megabytes_each)))
        else:
            files.setdefault(path, one)
    if clash := collision(names):
        return clash
    if sum(one.size for one in files.values()) > limits.megabytes * _MEGABYTE:
        return Refusal("archive-too-large", {"limit": str(limits.megabytes)}, MEMBERS_DOMAIN, "content")
    left_out.sort(key=lambda one: one.path)
    return Archive({path: files[path] for path in sorted(files)}, left_out, read, close)


def _folder(root: Path, limits: ArchiveLimits) -> Archive | Refusal:
    """List a folder; it lies on the moderator's own disk, so that links in it are left out and not refused."""
    found: list[FoundName] = []
    hidden: list[LeftOut] = []
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(root / folder) as entries:
                for entry in entries:
                    path = f"{folder}/{entry.name}" if folder else entry.name
                    if is_never_published(entry.name):
                        hidden.append(LeftOut(plain_path(path), "hidden"))
                    elif entry.is_symlink():
                        found.append(FoundName(path, 0, "link"))
                    elif entry.is_dir(follow_symlinks=False):
                        waiting.append(path)
                    elif entry.is_file(follow_symlinks=False):
                        found.append(FoundName(path, entry.stat(follow_symlinks=False).st_size))
                    else:
                        found.append(FoundName(path, 0, "device"))
                    if len(found) + len(waiting) + len(hidden) > 4 * limits.files:
                        return Refusal("archive-too-many", {"limit": str(limits.files)}, MEMBERS_DOMAIN, "content")
        except OSError as error:
            return _unreadable(root / folder, error)

    def read(one: FoundName) -> bytes:
        return read_regular(root / one.name, one.size)

    archive = checked(found, limits, read, strict=False)
    if isinstance(archive, Refusal):
        return archive
    archive.left_out = tuple(sorted((*archive.left_out, *hidden), key=lambda one: one.path))
    return archive


def read_regular(path: Path, size: int) -> bytes:
    """Read a file of a size that is known, refusing a link or a pipe that took its place; raises ``OSError``."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with open(descriptor, "rb") as file:  # noqa: PTH123  a descriptor has no path
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(f"not a regular file: {path}")
        # One byte more than may be: enough to see that it grew.
        return file.read(size + 1)


def _unreadable(path: Path, error: OSError | ValueError) -> Refusal:
    reason = getattr(error, "strerror", "") or str(error)
    with suppress(OSError, ValueError):
        if not path.exists():
            return Refusal("archive-none", {"path": str(path)}, MEMBERS_DOMAIN)
    return Refusal("archive-unreadable", {"path": str(path), "reason": reason}, MEMBERS_DOMAIN, "machine")
