"""Keeps a test's work in the test's own process, but where what dies apart is the point."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partialmethod
from typing import Any
from unittest import mock

from kiprah.imaging.decode_worker import DecodeWorker
from kiprah.workers import WorkerPool

_POOL, _CALL = WorkerPool.__init__, DecodeWorker.call
"""As users have them."""


def _call_here(process: DecodeWorker, function: Callable[..., Any], data: bytes, *arguments: Any) -> Any:
    return function(data, *arguments)


def stay_in_one_process() -> None:
    """Let builds and commands decode photos and draw cards in the process they run in, where users have a child for that.

    A child of a process that holds six thousand tests takes longer to begin than most of these builds take.
    """
    mock.patch.object(WorkerPool, "__init__", partialmethod(_POOL, contains=False)).start()
    mock.patch.object(DecodeWorker, "call", _call_here).start()


@contextmanager
def work_apart() -> Iterator[None]:
    """Give builds the child that users have, for as long as this lasts."""
    with mock.patch.object(WorkerPool, "__init__", _POOL), mock.patch.object(DecodeWorker, "call", _CALL):
        yield
