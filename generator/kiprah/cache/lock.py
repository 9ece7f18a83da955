"""One build at a time: a lock that vanishes with the process that holds it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyBuilding(Exception):
    """Another build holds the folder."""


@contextmanager
def build_lock(cache: Path) -> Iterator[None]:
    """Hold the cache for one build; raises ``AlreadyBuilding`` at once where another one does."""
    cache.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(cache / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _hold(descriptor)
        yield
    finally:
        os.close(descriptor)


def _hold(descriptor: int) -> None:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            raise AlreadyBuilding from None
        return
    try:
        # A record lock belongs to this process alone: workers that outlive a killed build do not hold it.
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        raise AlreadyBuilding from None
