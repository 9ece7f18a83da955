"""Keeps a test's work in the test's own process, but where what dies apart is the point."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partialmethod
from typing import Any
from unittest import mock

from kiprah.build.community import members
from kiprah.build.member import contained, warm_up
from kiprah.imaging.decode_worker import DecodeWorker
from kiprah.workers import WorkerPool


def stay_in_one_process() -> None:
    """Let builds and commands do in the process they run in what users have a child for.

    That is a photo that is decoded, a card that is drawn, and a member's run. A child of a process that holds six
    thousand tests takes longer to begin than most of these builds take.
    """
    for target, name, here in _HERE:
        mock.patch.object(target, name, here).start()


@contextmanager
def work_apart() -> Iterator[None]:
    """Give builds and commands the children that users have, for as long as this lasts."""
    with ExitStack() as stack:
        for (target, name, _), apart in zip(_HERE, _APART, strict=True):
            stack.enter_context(mock.patch.object(target, name, apart))
        yield


def _call_here(process: DecodeWorker, function: Callable[..., Any], data: bytes, *arguments: Any) -> Any:
    return function(data, *arguments)


def _run_here(function: Callable[..., Any], *arguments: Any, **limits: Any) -> contained.Contained[Any]:
    # As where a system cannot fork.
    return contained._uncontained(function, arguments)


_HERE = (
    (WorkerPool, "__init__", partialmethod(WorkerPool.__init__, contains=False)),
    (DecodeWorker, "call", _call_here),
    (members, "run_contained", _run_here),
    (warm_up, "run_contained", _run_here),
)
_APART = [getattr(target, name) for target, name, _ in _HERE]
"""Originals of the same, as users have them."""
