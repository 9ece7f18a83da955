"""Relay: the one function of kiprah that a worker of Dask calls; it asks a fork server, and looks after it.

It imports nothing of kiprah that another version may have changed: what travels through it are bytes.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from kiprah.distributed.pipe_messages import read_frame, write_frame

_Answer = tuple[Any, ...]
_START_SECONDS = 120.0
"""Seconds within which a fork server has loaded everything, on a slow disk too."""
_STARTS = 3
_TRIES = 2


class _ServerGone(Exception):
    """The fork server ended, or was ended since it did not answer."""


class _Server:
    def __init__(self) -> None:
        command = [sys.executable, "-m", "kiprah.distributed.fork_server"]
        self._said = tempfile.TemporaryFile()  # noqa: SIM115  closed when the server is ended
        self._process = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._said
        )

    def ask(self, seconds: float, *question: Any) -> _Answer:
        """Ask and wait; whoever does not answer in time is ended."""
        process = self._process
        assert process.stdin is not None and process.stdout is not None
        timer = threading.Timer(seconds, process.kill)
        timer.daemon = True
        timer.start()
        try:
            write_frame(process.stdin, pickle.dumps(question))
            answer = read_frame(process.stdout)
        except OSError:
            answer = None
        finally:
            timer.cancel()
        if answer is None:
            raise _ServerGone(self.end())
        told: _Answer = pickle.loads(answer)  # noqa: S301  our own process wrote it
        return told

    def end(self) -> str:
        """End it at once; return the last line it wrote where errors go."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                # What it never read cannot be sent any more, and why it ended is what is wanted.
                with suppress(BrokenPipeError):
                    pipe.close()
        with self._said as said:
            said.seek(0)
            return said.read().decode("utf-8", "replace").strip().rpartition("\n")[2]


_idle: list[_Server] = []
_lock = threading.Lock()


def relay(expected: Mapping[str, str], setting: bytes, orders: Sequence[tuple[bytes, float]]) -> _Answer:
    """Run a batch of members beside this worker; each order comes with the seconds it may take by the clock.

    Returns ``("done", address, answers)`` with an answer for each order, or ``(why not, address, ...)``.
    """
    address, place = _worker()
    answers: list[_Answer] = []
    unbegun, crashed, reason = 0, 0, ""
    while unbegun < _STARTS:
        server, fresh = _take_server()
        begun = False
        try:
            ready = server.ask(_START_SECONDS, "begin", dict(expected), setting, place)
            if ready[0] == "differs" and not fresh:
                # What is installed here may have changed since it began.
                server.end()
                continue
            if ready[0] != "ready":
                _give_back(server)
                return (ready[0], address, *ready[1:])
            begun = True
            while len(answers) < len(orders):
                order, seconds = orders[len(answers)]
                answers.append(server.ask(seconds, "run", order))
                crashed = 0
        except _ServerGone as gone:
            if not begun:
                unbegun += 1
                reason = str(gone)
                continue
            # Whose run takes the server along is tried once more, and is then lost; the rest goes on.
            crashed += 1
            if crashed == _TRIES:
                answers.append(("crash",))
                crashed = 0
            continue
        _give_back(server)
        return ("done", address, answers)
    return ("broken", address, reason or "-")


def _worker() -> tuple[str, str]:
    """Return the address of the worker that calls, and its folder, which Dask removes when it goes."""
    from distributed import get_worker

    worker = get_worker()
    return str(worker.address), str(worker.local_directory)


def _take_server() -> tuple[_Server, bool]:
    with _lock:
        if _idle:
            return _idle.pop(), False
    return _Server(), True


def _give_back(server: _Server) -> None:
    with _lock:
        _idle.append(server)
