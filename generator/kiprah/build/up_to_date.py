"""What the last build found and left, so that a build with nothing to do knows it before anything is loaded.

Nothing here imports a library: that would take longer than the whole answer.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any

from kiprah.cache.lock import AlreadyBuilding, build_lock
from kiprah.cache.manifest_check import is_untouched, manifest_files, manifest_path
from kiprah.cache.probes import installed
from kiprah.cache.stat_index import YOUNG, list_files

VERSION = 1
_PACKAGE = Path(__file__).parents[1]

Options = tuple[str | bool | None, ...]
"""Every option of the build that its outcome depends on, in one order; ``asked`` makes it."""


class LastResult:
    """How the last build ended, when nothing has changed since."""

    __slots__ = ("held", "language", "outputs", "problems")

    def __init__(self, language: str, outputs: int, problems: list[Any], held: list[Any]) -> None:
        self.language, self.outputs, self.problems, self.held = language, outputs, problems, held


def asked(url: str | None, drafts: bool, future: bool, today: date | None, strict: bool, keep_going: bool) -> Options:
    """Put together the options that decide how a build ends."""
    return (url, drafts, future, today.isoformat() if today else None, strict, keep_going)


class Inputs:
    """All that a build reads, as a digest of what the file system says of it."""

    __slots__ = ("digest", "settled")

    def __init__(self, site: Path, cache: Path, options: Options) -> None:
        """Look at content, themes, our own code and the installed libraries. Raises ``OSError``."""
        now = _clock(cache)
        digest = blake2b(digest_size=16)
        youngest = 0
        for root in (site, site.parent / "themes", _PACKAGE, _PACKAGE.parents[1] / "themes"):
            if not root.is_dir():
                continue
            listing = list_files(root)
            files = sorted((path, stamp) for path, stamp in listing.files.items() if not path.endswith(".pyc"))
            digest.update(repr((files, sorted(listing.links), sorted(listing.unreadable))).encode())
            youngest = max([youngest, *(stamp[2] for _, stamp in files)])
        digest.update(repr((str(site), options, installed())).encode())
        self.digest = digest.hexdigest()
        self.settled = youngest < now - YOUNG
        """No file is so young that it could change again without a trace."""


def still_stands(site: Path, output: Path, cache: Path, options: Options) -> tuple[LastResult | None, Inputs | None]:
    """Return how the last build ended where this one would end the same and every file stands as it was left.

    Also what was seen of the inputs, if anybody looked.
    """
    inputs = None
    try:
        known = json.loads(standing_path(cache, output).read_bytes())
        if known["version"] != VERSION or not known["from"] <= time.time() < known["until"]:
            return None, None
        with build_lock(cache):
            inputs = Inputs(site, cache, options)
            if inputs.digest != known["inputs"]:
                return None, inputs
            files, written = manifest_files(manifest_path(cache, output))
            target = f"{output}/"
            for path, (_, digest, size, stamp) in files.items():
                if not is_untouched(target + path, digest, size, stamp, written):
                    return None, inputs
            return LastResult(known["language"], len(files), known["problems"], known["held"]), inputs
    except (OSError, ValueError, KeyError, TypeError, AttributeError, AlreadyBuilding):
        # Whatever is not as it was left is for the build itself to meet, and to report.
        return None, inputs


def stand(
    path: Path,
    inputs: Inputs,
    day: tuple[float, float],
    language: str,
    problems: Iterable[object],
    held: Iterable[object],
) -> None:
    """Remember a build that ended well; ``day`` is when (in seconds) its today begins and ends."""
    if not inputs.settled:
        return
    known = {
        "version": VERSION,
        "inputs": inputs.digest,
        "from": day[0],
        "until": day[1],
        "language": language,
        "problems": list(problems),
        "held": list(held),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_text(json.dumps(known), "utf-8")
    new.replace(path)


def standing_path(cache: Path, output: Path) -> Path:
    """Name the file that remembers the last build into one folder."""
    return manifest_path(cache, output).with_suffix(".standing")


def _clock(cache: Path) -> int:
    """Ask the file system what time it is, in nanoseconds; its clock stamps the files, not ours."""
    probe = cache / "clock"
    probe.write_bytes(b"")
    return probe.stat().st_mtime_ns
