"""Calls in a forked child of this process, one or one after another; every child of a build ends with its parent."""

from __future__ import annotations

import gc
import os
import pickle
import select
import signal
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, BinaryIO, Generic, TypeVar

_WATCH = "ends with the build"

R = TypeVar("R")


def can_fork() -> bool:
    """Say whether forking is safe: only while nothing else runs in this process. It is quickest."""
    return hasattr(os, "fork") and threading.active_count() == 1


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


class BackgroundWorker:
    """A child of this process that makes calls one after another, while this process goes on.

    Begun early, it has loaded what takes long by the time the first call comes. It ends with its owner, and at the
    first call that does not end well: whoever asked has that call made elsewhere.
    """

    def __init__(self, preparations: Sequence[Callable[[], None]] = ()) -> None:
        """Begin, where a child can be forked; between calls it prepares for those to come, step by step."""
        self._child = self._ending = 0
        if not can_fork():
            return
        asked, asking = os.pipe()
        answered, answering = os.pipe()
        parent = os.getpid()
        self._child = os.fork()
        if self._child:
            os.close(asked)
            os.close(answering)
            self._asking, self._answers = os.fdopen(asking, "wb"), os.fdopen(answered, "rb")
            return
        try:
            os.close(asking)
            os.close(answered)
            begin_child(parent)
            with os.fdopen(asked, "rb") as calls, os.fdopen(answering, "wb") as answers:
                _answer_calls(calls, answers, preparations)
        finally:
            os._exit(0)

    def ask(self, function: Callable[..., Any], *arguments: Any) -> bool:
        """Have a call made, if there is a child for it; all it is given and returns can be pickled."""
        if not self._child:
            return False
        question = pickle.dumps((function, arguments))
        try:
            self._asking.write(question)
            self._asking.flush()
        except OSError:
            self.end()
            return False
        return True

    def answer(self, patience: float) -> tuple[Any, ...]:
        """Wait for what the last call returned, in a tuple; an empty one where it did not end well or took too long."""
        if not self._child:
            return ()
        try:
            if select.select([self._answers], [], [], patience)[0]:
                return (pickle.load(self._answers),)  # noqa: S301  our own child wrote it
        except (EOFError, OSError, pickle.UnpicklingError):
            pass
        self.end()
        return ()

    def stop(self) -> None:
        """End the child, whatever it is doing; ``end`` waits until all that it held is given back."""
        child, self._child = self._child, 0
        if child:
            os.kill(child, signal.SIGKILL)
            self._ending = child
            for pipe in (self._asking, self._answers):
                with suppress(OSError):
                    pipe.close()

    def end(self) -> None:
        """End the child, whatever it is doing, and wait until it is gone."""
        self.stop()
        child, self._ending = self._ending, 0
        if child:
            os.waitpid(child, 0)


def _answer_calls(calls: BinaryIO, answers: BinaryIO, preparations: Sequence[Callable[[], None]]) -> None:
    """Make each call that comes, one at a time; while none waits, prepare for those to come."""
    steps = iter(preparations)
    while True:
        if not select.select([calls], [], [], 0)[0] and (step := next(steps, None)) is not None:
            step()
            continue
        try:
            function, arguments = pickle.load(calls)  # noqa: S301  our own parent wrote it
        except EOFError:
            return
        pickle.dump(function(*arguments), answers)
        answers.flush()
