"""Manifests: what a build published where; the only thing that says which files are ours to replace or remove."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Mapping
from itertools import islice
from pathlib import Path
from zlib import crc32

from msgspec import Struct
from msgspec.msgpack import Decoder, Encoder

from kiprah.blake2 import blake2b
from kiprah.cache.digests import digest_of
from kiprah.cache.row_decoding import decoded_row
from kiprah.cache.stat_index import YOUNG, file_system_time
from kiprah.cache.state import State

FILE_MODE = 0o644
_MODE = stat.S_IFREG | FILE_MODE
SITE = "@site"
"""The shard of what the whole site has once; no member's address can look like it."""
_SITE_SHARDS, _SMALL_SITE = 64, 2_000
"""Number of shards of what the whole site has once, and of files above which it is cut so: most edits change few."""
_PENDING = "@pending"
"""Prefix of the names of what a build is about to write: a build that is killed leaves nothing unknown."""
_FILES_A_ROW, _SHARDS_AT_ONCE = 20_000, 500
"""Limits of files in a row and of shards encoded at a time: a community's first build is half a million files."""


class PublishedFile(Struct, frozen=True, array_like=True):
    """One file as it was left: the blob it came from, the digest of its bytes, and what the file system said then."""

    blob: str
    digest: str
    size: int
    times: int
    """Both times of the file, added, in nanoseconds; 0 where not known: then the bytes are compared."""


class Manifest(Struct, frozen=True):
    """Manifest of one folder: every file that an earlier build of this site left there."""

    files: Mapping[str, PublishedFile]
    written: int
    """Time when the youngest part of it was written, in nanoseconds of the file system's clock."""


class _Row(Struct, frozen=True, array_like=True):
    written: int
    files: dict[str, PublishedFile]


_ENCODER, _DECODER = Encoder(order="deterministic"), Decoder(_Row)


def site_shards(files: Mapping[str, str]) -> dict[str, Mapping[str, str]]:
    """Cut what the whole site has once (path to blob) into shards by a checksum of the path; a few files are one."""
    if len(files) <= _SMALL_SITE:
        return {SITE: files}
    shards: list[dict[str, str]] = [{} for _ in range(_SITE_SHARDS)]
    for path, blob in files.items():
        shards[crc32(path.encode()) % _SITE_SHARDS][path] = blob
    return {f"{SITE}/{number:02}": shard for number, shard in enumerate(shards) if shard}


def folder_key(output: Path) -> str:
    """Name an output folder's rows; each folder has its own."""
    return blake2b(os.fsencode(output), digest_size=8).hexdigest()


def read_manifest(state: State, output: Path, without: Collection[str] = ()) -> Manifest | None:
    """Read the manifest of a folder; None where there is none or it cannot be read, and then nothing counts as ours.

    Shards ``without`` which it is asked for are not read: they stand as they are wanted.
    """
    prefix = f"{folder_key(output)}/"
    if without:
        names = [name for name in state.names("published", prefix) if name[len(prefix) :] not in without]
        rows = {name: row for name in names if (row := state.get("published", name)) is not None}
        if len(rows) != len(names):
            return None
    else:
        rows = state.rows("published", prefix)
        if len(rows) != state.count("published", prefix):
            return None
    files: dict[str, PublishedFile] = {}
    written = 0
    for name in sorted(rows, key=lambda name: (name.startswith(f"{prefix}{_PENDING}"), name)):
        part = decoded_row(_DECODER, rows[name])
        if part is None:
            return None
        files.update(part.files)
        # A file is compared with the oldest row: one written meanwhile must not count as old.
        written = min(written or part.written, part.written)
    return Manifest(files, written) if rows or without else None


def read_shard(state: State, output: Path, name: str) -> Manifest | None:
    """Read what one shard has in a folder; None where that is not noted."""
    part = decoded_row(_DECODER, state.get("published", f"{folder_key(output)}/{name}"))
    return Manifest(part.files, part.written) if part is not None else None


def shard_names(state: State, output: Path, *, pending: bool = False) -> frozenset[str]:
    """Name the shards that have anything in a folder; ``pending`` too what a killed build may have left there."""
    prefix = f"{folder_key(output)}/"
    names = frozenset(name[len(prefix) :] for name in state.names("published", prefix))
    return names if pending else frozenset(name for name in names if not name.startswith(_PENDING))


def published_folders(state: State) -> dict[str, tuple[str, ...]]:
    """Return the names of the rows of each folder that anything was published in, by the folder's key."""
    found: dict[str, tuple[str, ...]] = {}
    for name in state.names("published"):
        key = name.partition("/")[0]
        found[key] = (*found.get(key, ()), name)
    return found


def write_manifest(
    state: State,
    output: Path,
    shards: Mapping[str, Mapping[str, PublishedFile]],
    kept: Collection[str] = frozenset(),
) -> None:
    """Write what each shard (a member's prefix, or ``SITE``) has in a folder.

    Shards that are ``kept`` stay as they are noted; those that are not named go.
    """
    key = folder_key(output)
    now = file_system_time(state.folder) if state.folder is not None else 0
    written = list(shards)
    for first in range(0, len(written), _SHARDS_AT_ONCE):
        changed: dict[str, bytes] = {}
        for shard in written[first : first + _SHARDS_AT_ONCE]:
            name = f"{key}/{shard}"
            ordered = {path: shards[shard][path] for path in sorted(shards[shard])}
            before = state.get("published", name)
            if before is None or not _is_same(before, ordered):
                changed[name] = _ENCODER.encode(_Row(now, ordered))
        state.update("published", changed)
    # Last of all what the build was about to write: until then it counts as killed.
    known = {f"{key}/{name}" for name in (*kept, *written)}
    state.update("published", {}, [name for name in state.names("published", f"{key}/") if name not in known])


def write_pending(state: State, output: Path, files: Mapping[str, PublishedFile]) -> None:
    """Note what is about to be written into a folder, beside what stands in it."""
    now = file_system_time(state.folder) if state.folder is not None else 0
    left, number = iter(files.items()), 0
    # One row at least: where nothing is written, something may be removed.
    while (some := dict(islice(left, _FILES_A_ROW))) or not number:
        state.update("published", {f"{folder_key(output)}/{_PENDING}/{number:04}": _ENCODER.encode(_Row(now, some))})
        number += 1


def _is_same(row: bytes, files: Mapping[str, PublishedFile]) -> bool:
    known = decoded_row(_DECODER, row)
    if known is None:
        return False
    # A file that was young when the row was written is looked at again, and noted again, once it is not.
    return known.files == files and all(2 * known.written > file.times + 2 * YOUNG for file in files.values())


def times_of(facts: os.stat_result) -> int:
    """Add both times of a file: setting one back to hide a change moves the other."""
    return facts.st_mtime_ns + facts.st_ctime_ns


def is_untouched(target: str, file: PublishedFile, written: int) -> bool:
    """Say whether a file is the one recorded at the time ``written`` (nanoseconds); read only where times may lie."""
    try:
        facts = os.lstat(target)
    except OSError:
        return False
    # Asked of thousands: each of these calls costs as much as the system's answer.
    if facts.st_mode != _MODE or facts.st_size != file.size:
        return False
    if file.times == facts.st_mtime_ns + facts.st_ctime_ns and facts.st_ctime_ns < written - YOUNG:
        return True
    try:
        with open(target, "rb") as opened:  # noqa: PTH123  pathlib costs what is saved here
            return digest_of(opened.read()) == file.digest
    except OSError:
        return False
