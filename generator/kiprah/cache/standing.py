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
from kiprah.cache.state import State, open_state
from kiprah.workers import BackgroundCall

_WORTH = 100
"""So many shards at least are worth a process."""
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


class StandingCheck:
    """The look at every published file, of thousands of members in a process beside the build that begins with it."""

    def __init__(self, state: State, output: Path, *, beside: bool) -> None:
        """Begin where that is worth a process and ``beside`` allows it; else look when asked."""
        self._output, self._state = output, state
        self._call: BackgroundCall[dict[str, bytes]] | None = None
        if beside and state.folder is not None and state.count("standing", f"{folder_key(output)}/") >= _WORTH:
            # No process may inherit an open database.
            state.close()
            self._call = BackgroundCall(_standing_of, state.folder, output)

    def __enter__(self) -> StandingCheck:
        """Go on meanwhile."""
        return self

    def __exit__(self, *error: object) -> None:
        """End it, whether anybody asked or not."""
        if self._call is not None:
            self._call.end()

    def standing(self, wanted: Mapping[str, Mapping[str, str]]) -> frozenset[str]:
        """Name the shards all of whose files stand as they are ``wanted`` (path to blob); no more is asked of them."""
        if self._call is not None:
            found = self._call.result()
            return frozenset(name for name, files in wanted.items() if found.get(name) == files_digest(files))
        rows = read_standing(self._state, self._output)
        return frozenset(
            name
            for name, files in wanted.items()
            if (row := rows.get(name)) is not None and row.wanted == files_digest(files) and stands(self._output, row)
        )


def _standing_of(cache: Path, output: Path) -> dict[str, bytes]:
    """Return by name, of each shard that stands whole, what was wanted of it."""
    with open_state(cache) as state:
        return {name: shard.wanted for name, shard in read_standing(state, output).items() if stands(output, shard)}


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
