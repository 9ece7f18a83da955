"""Standing check: knows whether all files of a shard stand in the output folder as they were left.

A file costs one look at the file system and nothing else: its part of the manifest is not even decoded.
"""

from __future__ import annotations

import os
import stat
from array import array
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path

from msgspec import DecodeError, Struct
from msgspec.msgpack import Decoder, Encoder

from kiprah.cache.manifest import FILE_MODE, PublishedFile, folder_key, shard_names
from kiprah.cache.shard_files import files_digest
from kiprah.cache.stat_index import YOUNG, file_system_time
from kiprah.cache.state import State

_MODE = stat.S_IFREG | FILE_MODE


class StandingShard(Struct, frozen=True, array_like=True):
    """A shard as it was left in one folder."""

    wanted: bytes
    """Digest of its paths and of the blob of each."""
    stats: bytes
    """Digest of size and times of each file, in the order of the paths."""
    written: int
    """When this was noted, in nanoseconds of the file system's clock."""
    joined: str
    """The paths, with NUL between them."""

    @property
    def paths(self) -> list[str]:
        """List the paths."""
        return self.joined.split("\0")


_ENCODER, _DECODER = Encoder(order="deterministic"), Decoder(StandingShard)


def read_standing(state: State, output: Path) -> dict[str, StandingShard]:
    """Read what was noted of a folder's shards; nothing where a killed build may have left anything."""
    prefix = f"{folder_key(output)}/"
    shards: dict[str, StandingShard] = {}
    if shard_names(state, output, pending=True) != shard_names(state, output):
        return {}
    for name, row in state.rows("standing", prefix).items():
        try:
            shards[name[len(prefix) :]] = _DECODER.decode(row)
        except DecodeError:
            continue
    return shards


def stands(output: Path, shard: StandingShard) -> bool:
    """Say whether every file of a shard is the one that was left, and too old to have changed since without a trace."""
    base, latest = f"{output}/", shard.written - YOUNG
    facts_of, stats = os.lstat, array("Q")
    try:
        for path in shard.paths:
            facts = facts_of(base + path)
            if facts.st_mode != _MODE or facts.st_ctime_ns >= latest:
                return False
            stats.append(facts.st_size)
            stats.append(facts.st_mtime_ns + facts.st_ctime_ns)
    except OSError:
        return False
    return _digest(stats) == shard.stats


def standing_shards(state: State, output: Path, wanted: Mapping[str, Mapping[str, str]]) -> frozenset[str]:
    """Name the shards all of whose files stand as they are ``wanted`` (path to blob): nothing else is asked of them."""
    rows = read_standing(state, output)
    return frozenset(
        name
        for name, files in wanted.items()
        if (row := rows.get(name)) is not None and row.wanted == files_digest(files) and stands(output, row)
    )


def write_standing(
    state: State, output: Path, shards: Mapping[str, Mapping[str, PublishedFile]], kept: Iterable[str]
) -> None:
    """Note how these shards stand now; those ``kept`` are noted already, and all others go."""
    key, now = folder_key(output), file_system_time(state.folder) if state.folder is not None else 0
    rows: dict[str, bytes] = {}
    for name, files in shards.items():
        paths = sorted(files)
        stats = array("Q", (number for path in paths for number in (files[path].size, files[path].times)))
        wanted = files_digest({path: file.blob for path, file in files.items()})
        rows[f"{key}/{name}"] = _ENCODER.encode(StandingShard(wanted, _digest(stats), now, "\0".join(paths)))
    known = {f"{key}/{name}" for name in kept} | rows.keys()
    state.update("standing", rows, (name for name in state.names("standing", f"{key}/") if name not in known))


def _digest(stats: array[int]) -> bytes:
    return blake2b(stats.tobytes(), digest_size=16).digest()
