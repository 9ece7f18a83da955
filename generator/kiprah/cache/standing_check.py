"""Standing check: an incremental scrub of the output folder, which knows the shards that stand as they were left.

A file costs one look at the file system. All are looked at where there are not too many; of a large community each
build looks at what is new, at one file of every member, and at a part of all others, which take turns.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct
from msgspec.msgpack import Decoder, Encoder

from kiprah.background_call import BackgroundCall
from kiprah.cache.manifest import folder_key
from kiprah.cache.row_decoding import decoded_row
from kiprah.cache.shard_files import files_digest
from kiprah.cache.standing import StandingShard, read_paths, read_standing, sample_stands, stands
from kiprah.cache.stat_index import file_system_time
from kiprah.cache.state import State, open_state

FILES_AT_ONCE, FILES_IN_TURN = 60_000, 30_000
"""Number of published files up to which every build looks at all; where there are more, number looked at each time."""
_WORTH = 100
"""Minimum number of shards that is worth a process."""


class ScrubCursor(Struct, frozen=True, array_like=True):
    """Cursor of the scrub of all shards; times are nanoseconds of the file system's clock."""

    whole: int = 0
    """Time when the last complete round began: whatever was noted before has been looked at since."""
    begun: int = 0
    """Time when this round began."""
    after: str = ""
    """The shard that was looked at last, in the order of their names."""


class FoundStanding(NamedTuple):
    """A shard that stands whole."""

    wanted: bytes
    """Digest of its paths and of the blob of each."""
    files: int


class StandingLook(NamedTuple):
    """Result of a look at what stands published."""

    shards: dict[str, FoundStanding]
    """Shards that stand, by name."""
    cursor: ScrubCursor | None
    """Cursor from which the next build goes on; None where it looks at everything anyway."""


_ENCODER, _DECODER = Encoder(), Decoder(ScrubCursor)


def is_worth_a_process(state: State, output: Path) -> bool:
    """Say whether so much was published in a folder that looking at it is worth a process."""
    return state.count("standing", f"{folder_key(output)}/") >= _WORTH


class StandingCheck:
    """The look at what stands published, of thousands of members in a process beside the build that begins with it."""

    def __init__(self, state: State, output: Path, *, beside: bool) -> None:
        """Begin where that is worth a process and ``beside`` allows it; else look when asked."""
        self._output, self._state = output, state
        self._call: BackgroundCall[StandingLook] | None = None
        self._found: StandingLook | None = None
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
        """Look; return by name the shards that stand whole."""
        if self._found is None:
            self._found = self._call.result() if self._call is not None else _found(self._state, self._output)
        return self._found.shards

    def standing(self, wanted: Mapping[str, Mapping[str, str]]) -> frozenset[str]:
        """Name the shards all of whose files stand as they are ``wanted`` (path to blob); no more is asked of them."""
        digests = {name: files_digest(files) for name, files in wanted.items()}
        if not self.is_begun:
            self._found = _found(self._state, self._output, digests)
        found = self.found()
        return frozenset(
            name for name, digest in digests.items() if (one := found.get(name)) is not None and one.wanted == digest
        )

    def save_cursor(self, state: State) -> None:
        """Note where the next build goes on looking, once what was found has been acted on."""
        if self._found is not None and self._found.cursor is not None:
            state.update("last", {_cursor_row(self._output): _ENCODER.encode(self._found.cursor)})


def _cursor_row(output: Path) -> str:
    return f"{folder_key(output)}/scrub"


def _read_cursor(state: State, output: Path) -> ScrubCursor:
    return decoded_row(_DECODER, state.get("last", _cursor_row(output))) or ScrubCursor()


def _found_beside(cache: Path, output: Path, parent: int) -> StandingLook:
    """Look in a process of its own, where that could be had."""
    is_own = os.getpid() != parent
    if is_own and hasattr(os, "nice"):
        # What it finds is needed last of all: whoever lists the content goes first.
        os.nice(10)
    with open_state(cache) as state:
        return _found(state, output, entering=is_own)


def _found(
    state: State, output: Path, wanted: Mapping[str, bytes] | None = None, *, entering: bool = False
) -> StandingLook:
    """Look at what this build is to look at; a process that nobody else works in enters its folder (``entering``).

    Where it is known what is ``wanted`` (the digest of each shard), a shard that was left otherwise is not looked at:
    who writes it does that.
    """
    shards = read_standing(state, output)
    if sum(shard.count for shard in shards.values()) <= FILES_AT_ONCE:
        seen = {name: one for name, one in shards.items() if wanted is None or one.wanted == wanted.get(name)}
        return StandingLook(_standing(state, output, shards, seen, entering=entering), None)
    now = file_system_time(state.folder) if state.folder is not None else 0
    known = _read_cursor(state, output)
    looked_at, following = in_turn(shards, known, now)
    # Where one file of a member is another, somebody may have put back or copied the whole folder.
    if any(not sample_stands(output, shard) for shard in shards.values()):
        looked_at, following = frozenset(shards), ScrubCursor(now, now)
    believed = {
        name: FoundStanding(shard.wanted, shard.count) for name, shard in shards.items() if name not in looked_at
    }
    seen = {name: shard for name, shard in shards.items() if name in looked_at}
    return StandingLook(believed | _standing(state, output, shards, seen, entering=entering), following)


def in_turn(shards: Mapping[str, StandingShard], known: ScrubCursor, now: int) -> tuple[frozenset[str], ScrubCursor]:
    """Name the shards whose turn it is, and how far the round has come then.

    A shard that was noted since the last complete round began is looked at every time: its files were young then. So is
    a portfolio, which is one shard, whose pages the preview replaces ahead of publishing.
    """
    new = {name for name, shard in shards.items() if not name or shard.written >= known.whole}
    taken, files, after = set(new), 0, known.after
    for name in _following(sorted(shards.keys() - new), known.after):
        if files >= FILES_IN_TURN:
            return frozenset(taken), ScrubCursor(known.whole, known.begun, after)
        taken.add(name)
        files += shards[name].count
        after = name
    return frozenset(taken), ScrubCursor(known.begun or now, now)


def _following(names: list[str], after: str) -> Iterator[str]:
    """Go through the names that come after this one."""
    return (name for name in names if name > after)


def _standing(
    state: State,
    output: Path,
    shards: Mapping[str, StandingShard],
    seen: Mapping[str, StandingShard],
    *,
    entering: bool,
) -> dict[str, FoundStanding]:
    """Look at every file of the shards ``seen``; who enters a member's folder has less of each path to walk."""
    found: dict[str, FoundStanding] = {}
    for name, paths in read_paths(state, output, None if len(seen) == len(shards) else seen).items():
        inside = name if entering and name.endswith("/") else ""
        try:
            if inside:
                os.chdir(f"{output}/{inside}")
        except OSError:
            continue
        if name in seen and stands(output, seen[name], paths, inside):
            found[name] = FoundStanding(seen[name].wanted, seen[name].count)
    return found
