"""Disk cache of probes: answers that libraries and themes gave once, so that they need not be loaded to be known."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, TypeVar

from msgspec import json

from kiprah.blake2 import blake2b
from kiprah.cache.state import State

if TYPE_CHECKING:
    from kiprah.problem import Problem

T = TypeVar("T")


class Probes:
    """Cache of probes: answers by the digest of what they were made from."""

    def __init__(self, state: State | None) -> None:
        """Load what is known; without a state nothing is kept."""
        self._state = state if state is not None else State(None)
        self._rows = self._state.rows("probe")
        self._used: dict[str, bytes] = {}

    def answer(self, question: str, subject: str, probe: Callable[[], str]) -> str:
        """Return what ``probe`` says to this question about this subject, from the cache where it was asked before."""
        key = f"{question} {blake2b(subject.encode(), digest_size=12).hexdigest()}"
        if key not in self._used:
            self._used[key] = self._rows[key] if key in self._rows else probe().encode()
        return self._used[key].decode("utf-8", "replace")

    def sound_value(
        self, question: str, subject: str, kind: type[T], read: Callable[[], tuple[T | None, Sequence[Problem]]]
    ) -> tuple[T | None, tuple[Problem, ...]]:
        """Return what ``read`` finds of this subject, from the cache where nothing was wrong with it before.

        What is wrong is read and told each time, with its lines.
        """
        found: list[tuple[T | None, tuple[Problem, ...]]] = []

        def ask() -> str:
            value, problems = read()
            found.append((value, tuple(problems)))
            return "" if problems or value is None else json.encode(value).decode()

        answer = self.answer(question, subject, ask)
        if not found and not answer:
            ask()
        return found[0] if found else (json.decode(answer, type=kind), ())

    def save(self) -> None:
        """Write what was used, and drop what was not."""
        changed = {key: answer for key, answer in self._used.items() if self._rows.get(key) != answer}
        self._state.update("probe", changed, self._rows.keys() - self._used.keys())

    def forget(self) -> None:
        """Drop every answer: a library was exchanged without a trace where libraries are installed."""
        self._state.update("probe", {}, self._rows)


def installed(*packages: str) -> str:
    """Name what the file system says of these packages and of all folders into which packages are installed.

    Whatever installs or removes a package writes into such a folder.
    """
    folders = [path for path in sys.path if path.endswith(("site-packages", "dist-packages")) and os.path.isdir(path)]  # noqa: PTH112
    for package in packages:
        spec = find_spec(package)
        folders.extend(spec.submodule_search_locations or [] if spec is not None else [])
    return repr((sys.version, [(folder, os.stat(folder).st_mtime_ns) for folder in folders]))  # noqa: PTH116
