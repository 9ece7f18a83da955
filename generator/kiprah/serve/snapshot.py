"""Snapshot of folders, compared with itself a moment later: what changed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from kiprah.cache.stat_index import Stat

Snapshot = dict[str, Stat]
"""Each file with what the file system says of it: also an editor's save by renaming shows."""


class Watched(Struct, frozen=True):
    """Folders to watch, and folders inside them that a build writes itself."""

    folders: tuple[Path, ...]
    ignored: tuple[Path, ...] = ()


def snapshot(watched: Watched) -> Snapshot:
    """Note the state of every file; hidden folders, links and what vanishes meanwhile are left out."""
    ignored = frozenset(str(path) for path in watched.ignored)
    found: Snapshot = {}
    for folder in watched.folders:
        for entry in _files([str(folder)], ignored):
            try:
                facts = entry.stat(follow_symlinks=False)
            except FileNotFoundError:  # deleted since it was listed: that is its state
                continue
            found[entry.path] = (facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_ino)
    return found


def differing(before: Snapshot, now: Snapshot) -> frozenset[str]:
    """Name the files that came, changed or went."""
    return frozenset(path for path in before.keys() | now.keys() if before.get(path) != now.get(path))


def _files(folders: Sequence[str], ignored: frozenset[str]) -> Iterator[os.DirEntry[str]]:
    waiting = list(folders)
    while waiting:
        folder = waiting.pop()
        if folder in ignored:
            continue
        try:
            with os.scandir(folder) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except (FileNotFoundError, NotADirectoryError, PermissionError):  # the build names what it cannot read
            continue
        for entry in listed:
            if entry.is_dir(follow_symlinks=False):
                if not entry.name.startswith("."):
                    waiting.append(entry.path)
            elif entry.is_file(follow_symlinks=False):
                yield entry
