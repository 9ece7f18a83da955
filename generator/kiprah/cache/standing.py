"""Notes of how a shard's files were left in the output folder, and the look that says whether they still stand so."""

from __future__ import annotations

import os
import stat
from array import array
from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.msgpack import Decoder, Encoder

from kiprah.blake2 import blake2b
from kiprah.cache.manifest import FILE_MODE, PublishedFile, folder_key, is_untouched, read_shard, shard_names
from kiprah.cache.row_decoding import decoded_row
from kiprah.cache.shard_files import files_digest
from kiprah.cache.stat_index import YOUNG, file_system_time
from kiprah.cache.state import State, open_state

_MODE = stat.S_IFREG | FILE_MODE
_TOLD = 200
"""Maximum number of touched files that are told one by one."""


class StandingShard(Struct, frozen=True, array_like=True):
    """A shard as it was left in one folder."""

    wanted: bytes
    """Digest of its paths and of the blob of each."""
    stats: bytes
    """Digest of size and times of each file, in the order of the paths."""
    written: int
    """Time when this was noted, in nanoseconds of the file system's clock."""
    count: int
    """Number of its files."""
    sample: str
    """The path of one of them; who rewrites a folder as a whole rewrites it too."""
    sample_stats: tuple[int, int]
    """The sample's size, and both of its times added."""


_ENCODER, _DECODER = Encoder(order="deterministic"), Decoder(StandingShard)


def paths_row(output: Path, shard: str) -> str:
    """Name the row that holds a shard's paths; most builds ask for a few of these only."""
    return f"{folder_key(output)}:{shard}"


def read_standing(state: State, output: Path) -> dict[str, StandingShard]:
    """Read what was noted of a folder's shards; nothing where a killed build may have left anything."""
    prefix = f"{folder_key(output)}/"
    shards: dict[str, StandingShard] = {}
    if shard_names(state, output, pending=True) != shard_names(state, output):
        return {}
    for name, row in state.rows("standing", prefix).items():
        shard = decoded_row(_DECODER, row)
        if shard is not None:
            shards[name[len(prefix) :]] = shard
    return shards


def read_paths(state: State, output: Path, shards: Iterable[str] | None = None) -> dict[str, list[str]]:
    """Read the paths of these shards, of all if none are named; what is not noted is missing."""
    prefix = paths_row(output, "")
    if shards is None:
        rows: dict[str, bytes] = {name[len(prefix) :]: row for name, row in state.rows("standing", prefix).items()}
    else:
        found = ((name, state.get("standing", f"{prefix}{name}")) for name in shards)
        rows = {name: row for name, row in found if row is not None}
    return {name: row.decode("utf-8", "surrogateescape").split("\0") for name, row in rows.items()}


def stands(output: Path, shard: StandingShard, paths: Iterable[str], inside: str = "") -> bool:
    """Say whether every file of a shard is the one that was left, and too old to have changed since without a trace.

    ``inside``: the folder in ``output`` that this process is in, with a slash; paths in it are looked up from there.
    """
    base, skip, latest = f"{output}/", len(inside), shard.written - YOUNG
    facts_of, stats = os.lstat, array("Q")
    try:
        for path in paths:
            facts = facts_of(path[skip:] if skip and path.startswith(inside) else base + path)
            if facts.st_mode != _MODE or facts.st_ctime_ns >= latest:
                return False
            stats.append(facts.st_size)
            stats.append(facts.st_mtime_ns + facts.st_ctime_ns)
    except OSError:
        return False
    return _digest(stats) == shard.stats


def touched_files(cache: Path, output: Path) -> frozenset[str] | None:
    """Look at all files of a folder, and name those that are not as they were left; None where that tells little.

    Asked of a process beside the build that holds the cache: it reads the state by itself.
    """
    with open_state(cache) as state:
        names = shard_names(state, output)
        if names != shard_names(state, output, pending=True):
            return None
        shards = read_standing(state, output)
        touched: set[str] = set()
        for name in names:
            manifest, shard = read_shard(state, output, name), shards.get(name)
            if manifest is None:
                return None
            files, written = manifest.files, manifest.written
            if shard is not None and shard.stats == _stats_digest(files, sorted(files)):
                # A later build found all of them as they were left, when fewer were young.
                written = max(written, shard.written)
            touched.update(path for path, file in files.items() if not is_untouched(f"{output}/{path}", file, written))
    return frozenset(touched) if len(touched) <= _TOLD else None


def sample_stands(output: Path, shard: StandingShard) -> bool:
    """Say whether the one file that every build looks at is the one that was left."""
    try:
        facts = os.lstat(f"{output}/{shard.sample}")
    except OSError:
        return False
    return facts.st_mode == _MODE and (facts.st_size, facts.st_mtime_ns + facts.st_ctime_ns) == shard.sample_stats


def write_standing(
    state: State,
    output: Path,
    shards: Mapping[str, Mapping[str, PublishedFile]],
    kept: Iterable[str],
    at: int | None = None,
) -> None:
    """Note how these shards stand now; those ``kept`` are noted already, and all others go.

    ``at`` is when their files were looked at, in nanoseconds of the file system's clock; now, if it is not said.
    """
    key, now = folder_key(output), at or (file_system_time(state.folder) if state.folder is not None else 0)
    rows: dict[str, bytes] = {}
    for name, files in shards.items():
        paths = sorted(files)
        if not paths:
            continue
        wanted = files_digest({path: file.blob for path, file in files.items()})
        sample = name + "index.html" if name + "index.html" in files else paths[0]
        facts = files[sample].size, files[sample].times
        shard = StandingShard(wanted, _stats_digest(files, paths), now, len(paths), sample, facts)
        rows[f"{key}/{name}"] = _ENCODER.encode(shard)
        rows[paths_row(output, name)] = "\0".join(paths).encode("utf-8", "surrogateescape")
    known = {f"{key}{sign}{name}" for name in kept for sign in "/:"} | rows.keys()
    old = (*state.names("standing", f"{key}/"), *state.names("standing", f"{key}:"))
    state.update("standing", rows, (name for name in old if name not in known))


def _stats_digest(files: Mapping[str, PublishedFile], paths: Iterable[str]) -> bytes:
    """Digest size and times of each file as they are noted."""
    return _digest(array("Q", (number for path in paths for number in (files[path].size, files[path].times))))


def _digest(stats: array[int]) -> bytes:
    return blake2b(stats.tobytes(), digest_size=16).digest()
