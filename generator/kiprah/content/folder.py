"""Opening files inside one folder and nowhere else: no links, no devices, nothing that can hang."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from kiprah.cache.stat_index import LISTED_APART, Listing, Stat, list_files
from kiprah.problem import Place, Problem

MEMBERS = LISTED_APART
"""The folder of a community's members."""


class ListedFile(Struct, frozen=True):
    """A regular file of a listing, with its stat."""

    path: str
    """Path relative to the site's folder, with slashes."""
    size: int
    modified: int
    """Time when its bytes were last written, in nanoseconds; anybody can set it."""
    changed: int
    """Time when anything about it last changed, in nanoseconds; only the file system sets it."""
    inode: int
    raw: str = ""
    """The path as the file system writes it, where that is not NFC."""

    @property
    def stat(self) -> Stat:
        """Stat that tells this file from a changed one."""
        return self.size, self.modified, self.changed, self.inode


class SiteFolder(Struct, frozen=True):
    """Listing of a site's folder, made once; reads go through it."""

    root: Path
    files: Mapping[str, ListedFile]
    """Every regular file by its path, in no order of the file system's."""
    links: tuple[str, ...]
    """Paths that were passed over, since each is a link, a device or a pipe."""
    names: Mapping[str, tuple[str, ...]]
    """Names of the files in each folder, sorted, by folder."""
    folders: Mapping[str, tuple[str, ...]]
    """Names of the folders in each folder that hold any file, sorted, by folder."""
    contents: dict[str, bytes] = {}
    """Contents that were read already: a file that changes meanwhile is still read as it was then."""

    def names_in(self, folder: str) -> tuple[str, ...]:
        """Return the names of the files directly in a folder, sorted."""
        return self.names.get(folder, ())

    def folders_in(self, folder: str) -> tuple[str, ...]:
        """Return the names of the folders directly in a folder that hold any file, sorted."""
        return self.folders.get(folder, ())

    def paths_below(self, folder: str) -> Iterator[str]:
        """Go through the paths of all files below a folder; others are not looked at where they were listed apart."""
        root = f"{folder}/"
        files = self.files
        if isinstance(files, GroupedFiles) and folder != LISTED_APART:
            group = files.group_of(root)
            files = files.own if group is None else group.files
        return (path for path in files if path.startswith(root))

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

    def read_or_nothing(self, path: str) -> bytes:
        """Read a file that need not be there. Raises ``OSError``."""
        return self.read(path) if path in self.files else b""


def list_folder(root: Path, listing: Listing | None = None) -> tuple[SiteFolder, tuple[Problem, ...]]:
    """List a site's folder: regular files only; links and names that are not UTF-8 are passed over and named.

    ``listing`` is what was seen there a moment ago, if anybody looked. Raises ``OSError``.
    """
    listing = listing or list_files(root, LISTED_APART)
    problems = [Problem("name-not-utf8", Place(path)) for path in listing.unreadable]
    problems.extend(Problem("link-ignored", Place(path)) for path in sorted(listing.links))
    own = folder_of(root, listed(listing.files), tuple(sorted(listing.links)))
    return (with_groups(own, listing) if listing.groups else own), tuple(problems)


def listed(stats: Mapping[str, Stat]) -> dict[str, ListedFile]:
    """Describe files by their paths in NFC, in the order of the paths; where two only look alike they stay two."""
    files: dict[str, ListedFile] = {}
    for raw in sorted(stats):
        path = raw if raw.isascii() else unicodedata.normalize("NFC", raw)
        path = raw if path in stats or path in files else path
        files[path] = ListedFile(path, *stats[raw], "" if raw == path else raw)
    return files


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


class GroupedFiles(Mapping[str, ListedFile]):
    """Files of a folder some of which were listed in groups; those of a group are described once somebody asks."""

    def __init__(self, own: Mapping[str, ListedFile], listing: Listing) -> None:
        """Take the files that are in no group, and the listing with the groups."""
        self.own, self.listing = own, listing
        self._groups: dict[str, SiteFolder] = {}

    def group(self, name: str) -> SiteFolder:
        """Return one group as a folder of its files alone; its root is of no use."""
        if name not in self._groups:
            self._groups[name] = folder_of(Path(), listed(self.listing.group(name)))
        return self._groups[name]

    def group_of(self, path: str) -> SiteFolder | None:
        """Return the group that a path is in or names; None where it is in none."""
        top, _, rest = path.partition("/")
        name = rest.partition("/")[0]
        return self.group(name) if top == LISTED_APART and name in self.listing.groups else None

    def __getitem__(self, path: str) -> ListedFile:
        """Return a file."""
        group = self.group_of(path)
        return self.own[path] if group is None else group.files[path]

    def __iter__(self) -> Iterator[str]:
        """Go through the paths: those in no group, then group by group."""
        yield from self.own
        for name in sorted(self.listing.groups):
            yield from self.group(name).files

    def __len__(self) -> int:
        """Count the files."""
        return len(self.own) + sum(len(self.listing.group(name)) for name in self.listing.groups)


class _GroupedNames(Mapping[str, tuple[str, ...]]):
    """Names in each folder, of files or (``inner``) of folders, where some files were listed in groups."""

    def __init__(self, own: Mapping[str, tuple[str, ...]], files: GroupedFiles, *, inner: bool) -> None:
        self._own, self._files, self._inner = dict(own), files, inner
        if inner:
            self._own[LISTED_APART] = tuple(sorted({*self._own.get(LISTED_APART, ()), *files.listing.groups}))
            self._own[""] = tuple(sorted({*self._own.get("", ()), LISTED_APART}))

    def __getitem__(self, folder: str) -> tuple[str, ...]:
        group = self._files.group_of(folder)
        if group is None:
            return self._own[folder]
        return (group.folders if self._inner else group.names)[folder]

    def __iter__(self) -> Iterator[str]:
        yield from self._own
        for name in sorted(self._files.listing.groups):
            group = self._files.group(name)
            yield from (f for f in (group.folders if self._inner else group.names) if f not in self._own)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def with_groups(own: SiteFolder, listing: Listing) -> SiteFolder:
    """Add the files of a listing's groups to a folder of all others."""
    files = GroupedFiles(own.files, listing)
    names, folders = _GroupedNames(own.names, files, inner=False), _GroupedNames(own.folders, files, inner=True)
    return replace(own, files=files, names=names, folders=folders)
