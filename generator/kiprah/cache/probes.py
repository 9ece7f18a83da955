"""What was found out once about libraries and themes, so that they need not be loaded to be known again."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

FILE = "known.json"


class Probes:
    """Answers by the digest of what they were found from; a missing or damaged file is an empty one."""

    def __init__(self, cache: Path | None) -> None:
        """Read what is known; with None nothing is remembered."""
        self._path = cache / FILE if cache is not None else None
        self._answers: dict[str, str] = {}
        self._used: dict[str, str] = {}
        if self._path is not None and self._path.is_file():
            try:
                content = json.loads(self._path.read_text("utf-8"))
            except ValueError:
                content = {}
            self._answers = (
                {k: v for k, v in content.items() if isinstance(v, str)} if isinstance(content, dict) else {}
            )

    def answer(self, question: str, given: str, find: Callable[[], str]) -> str:
        """Return what ``find`` says for this question and what is given, from memory where it was asked before."""
        key = f"{question} {blake2b(given.encode(), digest_size=12).hexdigest()}"
        if key not in self._used:
            self._used[key] = self._answers[key] if key in self._answers else find()
        return self._used[key]

    def keep(self) -> None:
        """Write what was used, if it is not what was read."""
        if self._path is None or self._used == self._answers:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        new = self._path.with_suffix(".new")
        new.write_text(json.dumps(self._used, indent=0, sort_keys=True), "utf-8")
        new.replace(self._path)


def installed(*packages: str) -> str:
    """Name what the file system says of these packages and of all folders into which packages are installed.

    Whatever installs or removes a package writes into such a folder.
    """
    folders = [path for path in sys.path if path.endswith(("site-packages", "dist-packages")) and os.path.isdir(path)]  # noqa: PTH112
    for package in packages:
        spec = find_spec(package)
        folders.extend(spec.submodule_search_locations or [] if spec is not None else [])
    return repr((sys.version, [(folder, os.stat(folder).st_mtime_ns) for folder in folders]))  # noqa: PTH116
