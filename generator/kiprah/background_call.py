"""Calls in a forked child of this process; every child of a build ends with its parent."""

from __future__ import annotations

import gc
import os
import pickle
import select
import signal
import threading
import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

_WATCH = "ends with the build"

R = TypeVar("R")


def can_fork() -> bool:
    """Say whether forking is safe: only while nothing else works in this process. It is quickest."""
    # What watches a child's parent sleeps, and holds nothing.
    others = [one for one in threading.enumerate() if one.name != _WATCH]
    return hasattr(os, "fork") and len(others) == 1


def begin_child(parent: int) -> None:
    """Begin a child: a killed build leaves nobody behind, and a terminal's interrupt is answered by the build alone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What was inherited stays: whoever looks for garbage in it makes a copy of every page of it.
    gc.freeze()
    end_with_parent(parent)


def end_with_parent(parent: int) -> None:
    """End this process soon after its parent, however that ends."""
    threading.Thread(target=_end_with, args=(parent,), name=_WATCH, daemon=True).start()


def _end_with(boss: int) -> None:
    while os.getppid() == boss:
        time.sleep(0.5)
    os._exit(1)


class BackgroundCall(Generic[R]):
    """A call in a child of this process, which goes on meanwhile; where none can be forked, made when asked for."""

    def __init__(self, function: Callable[..., R], *arguments: Any) -> None:
        """Begin; what is returned can be pickled."""
        self._function, self._arguments = function, arguments
        self._child = 0
        if not can_fork():
            return
        reading, writing = os.pipe()
        parent = os.getpid()
        self._child = os.fork()
        if self._child:
            os.close(writing)
            self._reading = reading
            return
        code = 1
        try:
            os.close(reading)
            begin_child(parent)
            data = pickle.dumps(function(*arguments))
            with os.fdopen(writing, "wb") as pipe:
                pipe.write(data)
            code = 0
        finally:
            # Nothing of the caller's is to be flushed or closed twice.
            os._exit(code)

    def result(self) -> R:
        """Wait for it; a child that did not end well is made up for by calling here. Raises as the function does."""
        if self._child:
            child, self._child = self._child, 0
            with os.fdopen(self._reading, "rb") as pipe:
                data = pipe.read()
            # One that was killed may have written half of it.
            if os.waitpid(child, 0)[1] == 0:
                result: R = pickle.loads(data)  # noqa: S301  our own child wrote it
                return result
        return self._function(*self._arguments)

    def attempt(self, patience: float) -> R | None:
        """Wait for it; None where no child was begun, or it did not end well, or says nothing for so many seconds."""
        if not self._child:
            return None
        pieces: list[bytes] = []
        while select.select([self._reading], [], [], patience)[0]:
            piece = os.read(self._reading, 1 << 20)
            if not piece:
                child, self._child = self._child, 0
                os.close(self._reading)
                is_whole = os.waitpid(child, 0)[1] == 0
                result: R | None = pickle.loads(b"".join(pieces)) if is_whole else None  # noqa: S301  our own child's
                return result
            pieces.append(piece)
        self.end()
        return None

    def end(self) -> None:
        """End the child, if it still works."""
        if self._child:
            os.close(self._reading)
            os.kill(self._child, signal.SIGKILL)
            os.waitpid(self._child, 0)
            self._child = 0
