"""One build at a time: a lock that vanishes with the process that holds it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

_PAUSE = 0.2
_TURN = 16
"""Bytes of a turn's name."""


class AlreadyBuilding(Exception):
    """Another build holds the folder."""


class Turn(NamedTuple):
    """Turn at the lock of a cache: who holds it next learns whether anybody else did meanwhile."""

    name: bytes
    before: bytes
    """The name of the turn before this one."""


@contextmanager
def build_lock(cache: Path, patience: float = 0, waiting: Callable[[], None] = lambda: None) -> Iterator[Turn]:
    """Hold the cache for one build; raises ``AlreadyBuilding`` where another one still does after so many seconds.

    ``waiting`` is told once, where there is a wait at all.
    """
    cache.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(cache / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _hold_in_time(descriptor, patience, waiting)
        before, name = os.read(descriptor, _TURN), os.urandom(_TURN)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, name)
        yield Turn(name, before)
    finally:
        os.close(descriptor)


def _hold_in_time(descriptor: int, patience: float, waiting: Callable[[], None]) -> None:
    end, is_announced = time.monotonic() + patience, False
    while True:
        try:
            return _hold(descriptor)
        except AlreadyBuilding:
            if time.monotonic() >= end:
                raise
        if not is_announced:
            waiting()
            is_announced = True
        # No lock can be waited for with an end on every system; a fifth of a second is soon enough for people.
        time.sleep(_PAUSE)


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
