"""Stat index: the files of a folder with what the file system says of each. Loads little: a no-op build is quick."""

from __future__ import annotations

import os
from array import array
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path

Stat = tuple[int, int, int, int]
"""Size, when the bytes were last written, when anything about the file last changed (both in nanoseconds), inode.

The second of the times is set by the file system alone, so that a file of the same size and a time set back is seen.
"""

YOUNG = 2_000_000_000
"""A file that changed within this time (nanoseconds) before it was looked at may change again without a new stamp."""

_WHOLE = (1 << 64) - 1
"""A number as eight bytes; a time before 1970 too."""

_DEPTH = 8
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

    __slots__ = ("files", "links", "unreadable")

    def __init__(self) -> None:
        self.files: dict[str, Stat] = {}
        self.links: list[str] = []
        """Links, devices and pipes."""
        self.unreadable: list[str] = []
        """Names that are not UTF-8."""


def list_files(root: Path) -> Listing:
    """List a folder's files eight folders deep, following no link. Raises ``OSError``."""
    listing = Listing()
    files = listing.files
    top = os.fspath(root)
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        with os.scandir(f"{top}/{folder}" if folder else top) as entries:
            for entry in entries:
                name = entry.name
                path = f"{folder}/{name}" if folder else name
                if not name.isascii() and not _is_text(path):
                    listing.unreadable.append(path.encode("utf-8", "replace").decode())
                elif is_never_published(name) and name != ".well-known":
                    continue
                elif entry.is_symlink():
                    listing.links.append(path)
                elif entry.is_dir(follow_symlinks=False):
                    if folder.count("/") < _DEPTH:
                        waiting.append(path)
                elif entry.is_file(follow_symlinks=False):
                    facts = entry.stat(follow_symlinks=False)
                    files[path] = (facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_ino)
                else:
                    listing.links.append(path)
    return listing


def stats_digest(files: Mapping[str, Stat]) -> bytes:
    """Digest which files there are, and what the file system says of each."""
    paths = sorted(files)
    stats = array("Q", [number & _WHOLE for path in paths for number in files[path]])
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
