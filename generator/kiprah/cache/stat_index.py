"""Stat index: the files of a folder with what the file system says of each. Loads little: a no-op build is quick."""

from __future__ import annotations

import os
from array import array
from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from kiprah.blake2 import blake2b

Stat = tuple[int, int, int, int]
"""Size, when the bytes were last written, when anything about the file last changed (both in nanoseconds), inode.

The second of the times is set by the file system alone, so that a file of the same size and a time set back is seen.
"""

YOUNG = 2_000_000_000
"""Nanoseconds before a look within which a file that changed may change again without a new stamp."""

LISTED_APART = "members"
"""The folder of content whose folders are listed apart: of a community's members hardly one has changed."""

_WHOLE = (1 << 64) - 1
"""A number as eight bytes."""

_DEPTH = 8
_COMPILED = "__pycache__"
"""Name of the folder where Python keeps modules as it compiled them: nothing of anybody's is in it."""
_NEVER = ("~", ".bak", ".swp", ".tmp", ".orig", ".rej", ".key", ".pem", ".p12", ".pfx")
_NEVER_NAMES = frozenset({"thumbs.db", "desktop.ini", "id_rsa", "id_ed25519", "id_ecdsa", "id_dsa"})


def is_never_published(name: str) -> bool:
    """Say whether a name belongs to what lies about: hidden files, backups, keys."""
    if name.endswith(".md"):  # as most names do
        return name.startswith(".")
    folded = name.casefold()
    return folded.startswith(".") or folded.endswith(_NEVER) or folded in _NEVER_NAMES


class Listing:
    """Every regular file of a folder by its path with slashes, and what was passed over."""

    __slots__ = ("_digests", "_groups", "files", "links", "top", "unreadable", "youngest_in_groups")

    def __init__(self, top: str) -> None:
        """Begin with nothing; ``top`` is the folder."""
        self.top = top
        self.files: dict[str, Stat] = {}
        """Stats by path of all files but those of groups."""
        self.links: list[str] = []
        """Paths of links, devices and pipes."""
        self.unreadable: list[str] = []
        """Names that are not UTF-8."""
        self.youngest_in_groups = 0
        """Time when anything about any file of the groups last changed, in nanoseconds."""
        self._groups: dict[str, dict[str, Stat]] = {}
        self._digests: dict[str, bytes] = {}

    @property
    def groups(self) -> Mapping[str, bytes]:
        """Digest each folder that was listed apart and holds any file: its files, and what the file system says."""
        return self._digests

    def group(self, name: str) -> dict[str, Stat]:
        """Return the files of a folder that was listed apart; its digest is then that of what is found now.

        Of most nothing but the digest is asked, so nothing else is kept. Raises ``OSError``.
        """
        if name not in self._groups:
            files: dict[str, Stat] = {}
            Listing(self.top)._walk(f"{LISTED_APART}/{name}", files)
            self._groups[name], self._digests[name] = files, stats_digest(files)
            self._see(files)
        return self._groups[name]

    def digest(self) -> bytes:
        """Digest which files there are, and what the file system says of each."""
        digest = blake2b(stats_digest(self.files), digest_size=16)
        for name in sorted(self._digests):
            digest.update(name.encode() + b"/" + self._digests[name])
        return digest.digest()

    def youngest(self) -> int:
        """Return when anything about any of the files last changed, in nanoseconds; 0 where there are none."""
        return max(self.youngest_in_groups, max((stat[2] for stat in self.files.values()), default=0))

    def walk_apart(self, apart: str) -> list[tuple[str, str]]:
        """List the files directly in a folder; return path and name of each folder in it. Raises ``OSError``."""
        left: list[tuple[str, str]] = []
        if Path(self.top, apart).is_dir() and not Path(self.top, apart).is_symlink():
            self._walk(apart, self.files, apart, left)
        return left

    def walk(self, apart: str = "") -> None:
        """List the folder itself, without what is in ``apart``. Raises ``OSError``."""
        self._walk("", self.files, apart)

    def walk_group(self, path: str, name: str) -> None:
        """List a folder as a group. Raises ``OSError``."""
        files: dict[str, Stat] = {}
        self._walk(path, files)
        if files:
            self._digests[name] = stats_digest(files)
            self._see(files)

    def _see(self, files: Mapping[str, Stat]) -> None:
        self.youngest_in_groups = max(self.youngest_in_groups, max([stat[2] for stat in files.values()], default=0))

    def without_files(self) -> SeenGroups:
        """Say what a process tells another of the groups that it has listed."""
        return SeenGroups(self._digests, self.links, self.unreadable, self.youngest_in_groups)

    def take(self, other: SeenGroups) -> None:
        """Take groups that another process has listed."""
        self._digests |= other.digests
        self.links += other.links
        self.unreadable += other.unreadable
        self.youngest_in_groups = max(self.youngest_in_groups, other.youngest)

    def _walk(
        self, begin: str, files: dict[str, Stat], apart: str = "", left: list[tuple[str, str]] | None = None
    ) -> None:
        """List a folder and those in it, but for ``apart``; where it is that itself, ``left`` takes those in it."""
        waiting = [begin]
        while waiting:
            folder = waiting.pop()
            above = f"{folder}/" if folder else ""
            try:
                entries = os.scandir(f"{self.top}/{folder}" if folder else self.top)
            except FileNotFoundError:
                # Gone since its name was read: it was never here.
                if folder == begin:
                    raise
                continue
            with entries:
                for entry in entries:
                    name = entry.name
                    path = above + name
                    # Most names look so, and need not be asked about.
                    plain = name.isalnum() or (name.endswith((".md", ".yml")) and name[0] != ".")
                    if not name.isascii() and not _is_text(path):
                        self.unreadable.append(path.encode("utf-8", "replace").decode())
                    elif not plain and is_never_published(name) and name != ".well-known":
                        continue
                    elif entry.is_file(follow_symlinks=False):
                        try:
                            facts = entry.stat(follow_symlinks=False)
                        except FileNotFoundError:
                            # What editors and compilers write aside may be gone in the same moment.
                            continue
                        files[path] = (facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_ino)
                    elif entry.is_dir(follow_symlinks=False) and not entry.is_symlink():
                        if left is not None and folder == apart and name.isascii():
                            left.append((path, name))
                        elif path != apart and name != _COMPILED and folder.count("/") < _DEPTH:
                            waiting.append(path)
                    else:
                        self.links.append(path)


class SeenGroups(NamedTuple):
    """Groups as a process tells another of them: without their files, since hardly any is asked for."""

    digests: dict[str, bytes]
    links: list[str]
    unreadable: list[str]
    youngest: int


def list_files(root: Path, apart: str = "") -> Listing:
    """List a folder's files eight folders deep, following no link; those of each folder in ``apart`` as a group.

    Raises ``OSError``.
    """
    listing = Listing(os.fspath(root))
    for path, name in listing.walk_apart(apart) if apart else ():
        listing.walk_group(path, name)
    listing.walk(apart)
    return listing


def stats_digest(files: Mapping[str, Stat]) -> bytes:
    """Digest which files there are, and what the file system says of each."""
    paths = sorted(files)
    numbers = chain.from_iterable(map(files.__getitem__, paths))
    try:
        stats = array("q", numbers)
    except OverflowError:  # some file systems number files with all 64 bits, or more
        stats = array("Q", (number & _WHOLE for path in paths for number in files[path]))
    return blake2b("\0".join(paths).encode() + b"\0\0" + stats.tobytes(), digest_size=16).digest()


def _is_text(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def file_system_time(folder: Path) -> int:
    """Return the file system's own time (nanoseconds) from a file written now: its clock stamps files, not ours."""
    probe = folder / "clock"
    folder.mkdir(parents=True, exist_ok=True)
    probe.write_bytes(b"")
    return probe.stat().st_mtime_ns
