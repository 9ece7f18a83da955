"""Opening files inside one folder and nowhere else: no links, no devices, nothing that can hang."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from kiprah.cache.stat_index import Listing, Stat, list_files
from kiprah.problem import Place, Problem


class ListedFile(Struct, frozen=True):
    """A regular file of a listing, with its stat."""

    path: str
    """From the site's folder, with slashes."""
    size: int
    modified: int
    """When its bytes were last written, in nanoseconds; anybody can set it."""
    changed: int
    """When anything about it last changed, in nanoseconds; only the file system sets it."""
    inode: int
    raw: str = ""
    """The path as the file system writes it, where that is not NFC."""

    @property
    def stat(self) -> Stat:
        """What tells this file from a changed one."""
        return self.size, self.modified, self.changed, self.inode


class SiteFolder(Struct, frozen=True):
    """A site's folder as it was listed once; reads go through it."""

    root: Path
    files: dict[str, ListedFile]
    """Every regular file by its path, in no order of the file system's."""
    links: tuple[str, ...]
    """What was passed over since it is a link, a device or a pipe."""
    names: dict[str, tuple[str, ...]]
    """By folder, the names of its files, sorted."""
    folders: dict[str, tuple[str, ...]]
    """By folder, the names of the folders in it that hold any file, sorted."""
    contents: dict[str, bytes] = {}
    """Contents that were read already: a file that changes meanwhile is still read as it was then."""

    def names_in(self, folder: str) -> tuple[str, ...]:
        """Return the names of the files directly in a folder, sorted."""
        return self.names.get(folder, ())

    def folders_in(self, folder: str) -> tuple[str, ...]:
        """Return the names of the folders directly in a folder that hold any file, sorted."""
        return self.folders.get(folder, ())

    def absolute(self, path: str) -> Path:
        """Return where a listed file lies."""
        file = self.files.get(path)
        return self.root / (file.raw if file is not None and file.raw else path)

    def read(self, path: str) -> bytes:
        """Read a listed file, refusing to follow a link that took its place; raises ``OSError``."""
        if path in self.contents:
            return self.contents[path]
        descriptor = os.open(
            self.absolute(path), os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        )
        with open(descriptor, "rb") as file:  # noqa: PTH123  a descriptor has no path
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise OSError(f"not a regular file: {path}")
            return file.read()


def list_folder(root: Path, listing: Listing | None = None) -> tuple[SiteFolder, tuple[Problem, ...]]:
    """List a site's folder: regular files only; links and names that are not UTF-8 are passed over and named.

    ``listing`` is what was seen there a moment ago, if anybody looked. Raises ``OSError``.
    """
    listing = listing or list_files(root)
    problems = [Problem("name-not-utf8", Place(path)) for path in listing.unreadable]
    problems.extend(Problem("link-ignored", Place(path)) for path in sorted(listing.links))
    files: dict[str, ListedFile] = {}
    for raw in sorted(listing.files):
        path = unicodedata.normalize("NFC", raw)
        # Two files whose names only look alike stay two.
        path = raw if path in listing.files or path in files else path
        files[path] = ListedFile(path, *listing.files[raw], "" if raw == path else raw)
    return folder_of(root, files, tuple(sorted(listing.links))), tuple(problems)


def folder_of(root: Path, files: Mapping[str, ListedFile], links: tuple[str, ...] = ()) -> SiteFolder:
    """Put together a folder of these files."""
    names: dict[str, list[str]] = {}
    folders: dict[str, dict[str, None]] = {}
    for path in files:
        folder, _, name = path.rpartition("/")
        if folder not in names:
            names[folder] = []
            inner = folder
            while inner:
                outer, _, last = inner.rpartition("/")
                folders.setdefault(outer, {})[last] = None
                inner = outer
        names[folder].append(name)
    return SiteFolder(
        root,
        dict(files),
        links,
        {folder: tuple(sorted(found)) for folder, found in names.items()},
        {folder: tuple(sorted(found)) for folder, found in folders.items()},
    )
