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
from typing import NamedTuple

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


class FoundStanding(NamedTuple):
    """A shard that stands whole."""

    wanted: bytes
    """Digest of its paths and of the blob of each."""
    files: int


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


def stands(output: Path, shard: StandingShard, inside: str = "") -> bool:
    """Say whether every file of a shard is the one that was left, and too old to have changed since without a trace.

    ``inside``: the folder in ``output`` that this process is in, with a slash; paths in it are looked up from there.
    """
    base, skip, latest = f"{output}/", len(inside), shard.written - YOUNG
    facts_of, stats = os.lstat, array("Q")
    try:
        for path in shard.paths:
            facts = facts_of(path[skip:] if skip and path.startswith(inside) else base + path)
            if facts.st_mode != _MODE or facts.st_ctime_ns >= latest:
                return False
            stats.append(facts.st_size)
            stats.append(facts.st_mtime_ns + facts.st_ctime_ns)
    except OSError:
        return False
    return _digest(stats) == shard.stats


def is_worth_a_process(state: State, output: Path) -> bool:
    """Say whether so much was published in a folder that looking at it is worth a process."""
    return state.count("standing", f"{folder_key(output)}/") >= _WORTH


class StandingCheck:
    """The look at every published file, of thousands of members in a process beside the build that begins with it."""

    def __init__(self, state: State, output: Path, *, beside: bool) -> None:
        """Begin where that is worth a process and ``beside`` allows it; else look when asked."""
        self._output, self._state = output, state
        self._call: BackgroundCall[dict[str, FoundStanding]] | None = None
        self._found: dict[str, FoundStanding] | None = None
        if beside and state.folder is not None and is_worth_a_process(state, output):
            # No process may inherit an open database.
            state.close()
            self._call = BackgroundCall(_found_beside, state.folder, output, os.getpid())

    def __enter__(self) -> StandingCheck:
        """Go on meanwhile."""
        return self

    def __exit__(self, *error: object) -> None:
        """End it, whether anybody asked or not."""
        self.end()

    def end(self) -> None:
        """End the process beside, if it still looks."""
        if self._call is not None:
            self._call.end()

    @property
    def is_begun(self) -> bool:
        """Say whether it looks beside, or has looked: then it needs no state."""
        return self._call is not None or self._found is not None

    def found(self) -> dict[str, FoundStanding]:
        """Look at every shard; return by name those that stand whole."""
        if self._found is None:
            self._found = self._call.result() if self._call is not None else _found(self._state, self._output)
        return self._found

    def standing(self, wanted: Mapping[str, Mapping[str, str]]) -> frozenset[str]:
        """Name the shards all of whose files stand as they are ``wanted`` (path to blob); no more is asked of them."""
        if self.is_begun:
            found = self.found()
            return frozenset(
                name
                for name, files in wanted.items()
                if (one := found.get(name)) is not None and one.wanted == files_digest(files)
            )
        rows = read_standing(self._state, self._output)
        return frozenset(
            name
            for name, files in wanted.items()
            if (row := rows.get(name)) is not None and row.wanted == files_digest(files) and stands(self._output, row)
        )


def _found_beside(cache: Path, output: Path, parent: int) -> dict[str, FoundStanding]:
    """Look at every shard in a process of its own, where that could be had."""
    with open_state(cache) as state:
        return _found(state, output, entering=os.getpid() != parent)


def _found(state: State, output: Path, *, entering: bool = False) -> dict[str, FoundStanding]:
    """Look at every shard; a process that nobody else works in enters its folder, where less of each path is walked."""
    found: dict[str, FoundStanding] = {}
    for name, shard in read_standing(state, output).items():
        inside = name if entering and name.endswith("/") else ""
        try:
            if inside:
                os.chdir(f"{output}/{inside}")
        except OSError:
            continue
        if stands(output, shard, inside):
            found[name] = FoundStanding(shard.wanted, shard.joined.count("\0") + 1)
    return found


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
