"""Keeps a test's work in the test's own process, but where what dies apart is the point."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partialmethod
from unittest import mock

from kiprah.workers import WorkerPool

_as_users_have_it = WorkerPool.__init__


def stay_in_one_process() -> None:
    """Let builds of one process decode photos and draw cards in it too, where users have a child for that.

    A child of a process that holds six thousand tests takes longer to begin than most of these builds take.
    """
    mock.patch.object(WorkerPool, "__init__", partialmethod(_as_users_have_it, contains=False)).start()


@contextmanager
def work_apart() -> Iterator[None]:
    """Give builds the child that users have, for as long as this lasts."""
    with mock.patch.object(WorkerPool, "__init__", _as_users_have_it):
        yield
