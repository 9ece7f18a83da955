"""Background worker: a child of this process that is asked for one call after another; some may be taken back."""

from __future__ import annotations

import os
import pickle
import select
import signal
from collections.abc import Callable, Sequence
from typing import Any, BinaryIO

from kiprah.background_call import begin_child, can_fork

FIRST = 1
"""Number of the call that a worker of this process begins with, where it does."""
_SIZE = 8
"""Bytes that say how long an answer is."""
_OFFERS = 4
"""Maximum number of calls offered to a child: an edit has two."""
_PIPE = 1 << 20
"""Bytes of questions that wait; one with a theme's templates has a tenth of that."""
_PATIENCE = 120.0
"""Seconds in which a child takes a question, or goes on answering those before."""


class BackgroundWorker:
    """A child of this process that makes calls one after another, while this process goes on.

    Begun early, it has loaded what takes long by the time the first call comes. It ends with its owner, and at the
    first call that does not end well: whoever asked has that call made elsewhere.
    """

    def __init__(
        self, preparations: Sequence[Callable[[], object]] = (), first: Callable[[], Any] | None = None
    ) -> None:
        """Begin, where a child can be forked; between calls it prepares for those to come, step by step.

        ``first`` is called before anything else; its answer is that of the call with the number ``FIRST``.
        """
        self._child = self._ending = 0
        self._asked = self._answered = 0
        self._waiting: dict[int, bytes] = {}
        self._offers: dict[int, int] = {}
        if not can_fork():
            return
        self._tokens = _Tokens()
        asked, asking = os.pipe()
        answered, answering = os.pipe()
        parent = os.getpid()
        self._child = os.fork()
        if self._child:
            os.close(asked)
            os.close(answering)
            os.set_blocking(asking, False)
            _widen(asking)
            self._asking, self._answers = asking, answered
            self._asked = FIRST if first is not None else 0
            return
        try:
            os.close(asking)
            os.close(answered)
            begin_child(parent)
            _take_from(self._tokens)
            with os.fdopen(asked, "rb") as calls, os.fdopen(answering, "wb") as answers:
                if first is not None:
                    _send(first(), answers)
                _answer_calls(calls, answers, preparations)
        finally:
            os._exit(0)

    def ask(self, function: Callable[..., Any], *arguments: Any) -> int:
        """Have a call made, and return its number; 0 where there is no child. All it takes and returns is pickled."""
        if not self._child:
            return 0
        if not self._write(memoryview(pickle.dumps((function, arguments)))):
            self.end()
            return 0
        self._asked += 1
        return self._asked

    def offer(self, function: Callable[..., Any], *arguments: Any) -> int:
        """Have a call made as ``ask`` does, that can be taken back for as long as the child has not begun it.

        0 too where so many were offered before.
        """
        number = self._tokens.next() if self._child else None
        if number is None:
            return 0
        call = self.ask(_made_unless_taken, number, function, arguments)
        self._offers[call] = number
        return call

    def take_back(self, call: int) -> bool:
        """Take back a call that was offered; False where the child has begun it, or there is no child any more."""
        return bool(self._child) and self._tokens.take(self._offers[call])

    def has_answered(self, call: int) -> bool:
        """Say whether nobody would wait for the answer to a call, or for the end of the child."""
        if not self._child or call in self._waiting:
            return True
        while self._answered < call and self._child and select.select([self._answers], [], [], 0)[0]:
            self._collect(self._answered + 1, _PATIENCE)
        return self._answered >= call or not self._child

    def _write(self, question: memoryview) -> bool:
        """Write a question, and read what is answered meanwhile: two who only write would wait for each other."""
        while question:
            answering, taking, _ = select.select([self._answers], [self._asking], [], _PATIENCE)
            if answering:
                if not self._collect(self._answered + 1, _PATIENCE):
                    return False
            elif not taking:
                return False
            else:
                try:
                    question = question[os.write(self._asking, question) :]
                except OSError:
                    return False
        return True

    def answer(self, call: int, patience: float) -> tuple[Any, ...]:
        """Wait for what a call returned, in a tuple; an empty one where it did not end well or took too long."""
        self._collect(call, patience)
        answer = self._waiting.pop(call, None)
        return (pickle.loads(answer),) if answer is not None else ()  # noqa: S301  our own child wrote it

    def _collect(self, call: int, patience: float) -> bool:
        """Take the answers that come before that of a call, and its own; False where the child does not give them."""
        while self._child and self._answered < call:
            answer = self._next_answer(patience) if self._answered < self._asked else None
            if answer is None:
                self.end()
                break
            self._answered += 1
            self._waiting[self._answered] = answer
        return bool(self._child)

    def _next_answer(self, patience: float) -> bytes | None:
        size = self._read(_SIZE, patience)
        return self._read(int.from_bytes(size, "big"), patience) if size is not None else None

    def _read(self, size: int, patience: float) -> bytes | None:
        """Read so many bytes of an answer; None where they do not come."""
        pieces: list[bytes] = []
        while size:
            # Nothing is read ahead: what waits in a buffer of ours nobody could wait for.
            ready = select.select([self._answers], [], [], patience)[0]
            piece = os.read(self._answers, min(size, 1 << 20)) if ready else b""
            if not piece:
                return None
            size -= len(piece)
            pieces.append(piece)
        return b"".join(pieces)

    def stop(self) -> None:
        """End the child, whatever it is doing; ``end`` waits until all that it held is given back."""
        child, self._child = self._child, 0
        if child:
            os.kill(child, signal.SIGKILL)
            self._ending = child
            os.close(self._asking)
            os.close(self._answers)
            self._tokens.close()

    def end(self) -> None:
        """End the child, whatever it is doing, and wait until it is gone."""
        self.stop()
        child, self._ending = self._ending, 0
        if child:
            os.waitpid(child, 0)


class _Tokens:
    """Tokens that two processes share, each in a pipe of its own: whoever takes that of a call makes the call."""

    def __init__(self) -> None:
        self._pipes = [os.pipe() for _ in range(_OFFERS)]
        for waiting, giving in self._pipes:
            os.set_blocking(waiting, False)
            os.write(giving, b".")
        self._free = list(range(_OFFERS))

    def next(self) -> int | None:
        """Return the number of a token that is no call's yet; None where there are no more."""
        return self._free.pop(0) if self._free else None

    def take(self, number: int) -> bool:
        """Take a token out; False where the other process has it."""
        try:
            return bool(os.read(self._pipes[number][0], 1))
        except BlockingIOError:
            return False

    def close(self) -> None:
        """Close all pipes."""
        for pipe in self._pipes:
            for end in pipe:
                os.close(end)


_tokens: _Tokens | None = None
"""Tokens that a child shares with its owner."""


def _take_from(tokens: _Tokens) -> None:
    global _tokens
    _tokens = tokens


def _made_unless_taken(number: int, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    """Make a call in the child, unless its owner has taken it back."""
    return function(*arguments) if _tokens is not None and _tokens.take(number) else None


def _widen(pipe: int) -> None:
    """Let a pipe hold some questions, so that who asks need not wait until they are taken; only Linux can."""
    try:
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE)
    except (ImportError, AttributeError, OSError):
        return


def _send(answer: Any, answers: BinaryIO) -> None:
    data = pickle.dumps(answer)
    answers.write(len(data).to_bytes(_SIZE, "big"))
    answers.write(data)
    answers.flush()


def _answer_calls(calls: BinaryIO, answers: BinaryIO, preparations: Sequence[Callable[[], object]]) -> None:
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
        _send(function(*arguments), answers)
