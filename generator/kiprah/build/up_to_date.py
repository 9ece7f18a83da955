"""Up-to-date check: knows how a build with nothing to do ends before anything of kiprah's larger libraries is loaded.

Nothing here imports more than it must: that would take longer than the whole answer.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from kiprah.authoring.sveltia.sveltia_site import has_sveltia
from kiprah.background_worker import BackgroundWorker
from kiprah.blake2 import blake2b
from kiprah.build.edit_helper import listed_code
from kiprah.cache.lock import AlreadyBuilding, Turn, build_lock
from kiprah.cache.manifest import folder_key, is_untouched, read_shard, shard_names
from kiprah.cache.parallel_listing import list_in_parallel
from kiprah.cache.probes import installed
from kiprah.cache.standing import write_standing
from kiprah.cache.standing_check import StandingCheck, is_worth_a_process
from kiprah.cache.stat_index import LISTED_APART, YOUNG, Listing, file_system_time, list_files
from kiprah.cache.state import State, open_state

_PACKAGE = Path(__file__).parents[1]

Options = tuple[str | bool | None, ...]
"""Every option of the build that its outcome depends on, in one order; ``asked`` makes it."""


class LastResult:
    """Result of the last build, where nothing has changed since."""

    __slots__ = ("held", "language", "outputs", "problems")

    def __init__(self, language: str, outputs: int, problems: list[Any], held: list[Any]) -> None:
        self.language, self.outputs, self.problems, self.held = language, outputs, problems, held


def asked(url: str | None, drafts: bool, future: bool, today: date | None, strict: bool, keep_going: bool) -> Options:
    """Put together the options that decide how a build ends."""
    return (url, drafts, future, today.isoformat() if today else None, strict, keep_going)


class Inputs:
    """Inputs of a build: all that it reads, as a digest of what the file system says of it."""

    __slots__ = ("_begun", "_listings", "_rest", "_settled", "digest")

    def __init__(
        self,
        site: Path,
        cache: Path,
        options: Options,
        helper: BackgroundWorker | None = None,
        *,
        beside: bool = False,
    ) -> None:
        """Look at content, themes, our own code and the installed libraries; ``beside`` allows a process to help.

        ``helper`` may have listed our own code already. Raises ``OSError``.
        """
        self._begun = file_system_time(cache)
        self._listings: list[tuple[Path, Listing]] = []
        for root in (site, site.parent / "themes", _PACKAGE, _PACKAGE.parents[1] / "themes"):
            if not root.is_dir():
                continue
            apart = LISTED_APART if root == site else ""
            known = listed_code(helper) if root == _PACKAGE else None
            if beside and apart:
                listing = list_in_parallel(root, apart, _load_build)
            else:
                listing = known or list_files(root, apart)
            if root != site:
                listing.files = {path: stat for path, stat in listing.files.items() if not path.endswith(".pyc")}
            self._listings.append((root, listing))
        self._settled = max(listing.youngest() for _, listing in self._listings) < self._begun - YOUNG
        self._rest = (str(site), options, installed(), has_sveltia(site))
        self.digest = self._digest()

    @property
    def settled(self) -> bool:
        """Say whether no file is so young that it could change again without a trace.

        A member's files are listed again by whoever reads them, and may have changed until then.
        """
        return self._settled and self.listing.youngest_in_groups < self._begun - YOUNG

    @property
    def listing(self) -> Listing:
        """The content's folder as it was listed."""
        return self._listings[0][1]

    @property
    def code(self) -> Listing:
        """Our own files as they were listed."""
        return next(listing for root, listing in self._listings if root == _PACKAGE)

    def _digest(self) -> str:
        digest = blake2b(digest_size=16)
        for _, listing in self._listings:
            digest.update(listing.digest() + repr((sorted(listing.links), sorted(listing.unreadable))).encode())
        digest.update(repr(self._rest).encode())
        return digest.hexdigest()

    def take(self, paths: Iterable[str]) -> None:
        """Take files of the content that the build itself has written as what it read. Raises ``OSError``."""
        root, listing = self._listings[0]
        for path in paths:
            facts = (root / path).lstat()
            listing.files[path] = (facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_ino)
        self.digest = self._digest()


def _load_build() -> None:
    """Load what builds, which takes a while: where there are thousands of members one of them has changed, mostly."""
    for name in ("build.pipeline", "build.community.community_build", "content.community"):
        import_module(f"kiprah.{name}")


class FirstLook:
    """Snapshot from before anybody knew whether there is anything to build: all inputs, and what stands published."""

    __slots__ = ("_turn", "inputs", "standing")

    def __init__(self, turn: Turn, standing: StandingCheck) -> None:
        self._turn, self.standing = turn.name, standing
        self.inputs: Inputs | None = None
        """Inputs, which may have changed since, never before; None: they are to be looked at again."""

    def confirm(self, turn: Turn) -> None:
        """Forget everything where another build had the folder meanwhile."""
        if turn.before != self._turn:
            self.inputs = None


def last_result(
    site: Path,
    output: Path,
    cache: Path,
    options: Options,
    helper: BackgroundWorker | None = None,
    *,
    beside: bool = False,
) -> tuple[LastResult | None, FirstLook | None]:
    """Return how the last build ended where this one would end the same and every file stands as it was left.

    Also what was seen, if anybody looked; ``beside`` allows a process to look at what stands published meanwhile, and
    ``helper`` may list our own code.
    """
    look = None
    try:
        with open_state(cache) as state:
            row = state.get("last", folder_key(output))
            known = json.loads(row) if row is not None else {}
            holds = bool(known) and known["from"] <= time.time() < known["until"]
            if not holds and not (beside and is_worth_a_process(state, output)):
                return None, None
            with build_lock(cache) as turn:
                # First of all, since it takes longest.
                standing = StandingCheck(state, output, beside=beside)
                look = FirstLook(turn, standing)
                inputs = look.inputs = Inputs(site, cache, options, helper, beside=beside)
                if (
                    not holds
                    or inputs.digest != known["inputs"]
                    or not _stands_whole(state, cache, output, known["outputs"], standing)
                ):
                    return None, look
                return LastResult(known["language"], known["outputs"], known["problems"], known["held"]), look
    except (OSError, ValueError, KeyError, TypeError, AttributeError, AlreadyBuilding):
        # Whatever is not as it was left is for the build itself to meet, and to report.
        return None, look


def _stands_whole(state: State, cache: Path, output: Path, outputs: int, standing: StandingCheck) -> bool:
    """Say whether so many files were published, and every one that was looked at stands as it was left."""
    names = shard_names(state, output)
    if names != shard_names(state, output, pending=True):
        return False
    found = standing.found()
    if not found.keys() <= names:
        return False
    # Files that were written a moment ago could have changed since without a trace: they are read.
    at = file_system_time(cache)
    young = {name: manifest for name in names - found.keys() if (manifest := read_shard(state, output, name))}
    count = sum(shard.files for shard in found.values()) + sum(len(manifest.files) for manifest in young.values())
    if len(found) + len(young) != len(names) or count != outputs:
        return False
    for manifest in young.values():
        if not all(is_untouched(f"{output}/{path}", file, manifest.written) for path, file in manifest.files.items()):
            return False
    if young:
        write_standing(state, output, {name: manifest.files for name, manifest in young.items()}, found, at)
    standing.save_cursor(state)
    return True


def save_last(
    state: State,
    output: Path,
    inputs: Inputs,
    span: tuple[float, float],
    language: str,
    outputs: int,
    problems: Iterable[object],
    held: Iterable[object],
) -> None:
    """Save how a build ended that has no error; ``span`` is from when to when (seconds) it would end the same."""
    if not inputs.settled:
        return
    from msgspec import to_builtins

    known = {
        "inputs": inputs.digest,
        "from": span[0],
        "until": span[1],
        "language": language,
        "outputs": outputs,
        "problems": to_builtins(tuple(problems)),
        "held": to_builtins(tuple(held)),
    }
    state.update("last", {folder_key(output): json.dumps(known).encode()})


def forget_last(state: State, output: Path) -> None:
    """Forget how the last build ended, before anything is changed."""
    state.update("last", {}, (folder_key(output),))
