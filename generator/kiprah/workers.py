"""Several processes for one build, behind the one seam of ``concurrent.futures.Executor``, or none.

A worker that dies or hangs costs the task it was doing, not the build; and none outlives the build that began it.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from kiprah.problem import Place, Problem

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

PATIENCE = 120.0
"""Seconds in which at least one worker must finish something; the slowest photo takes a few."""
_WATCH = "ends with the build"

T = TypeVar("T")
R = TypeVar("R")


class LostTask:
    """A task whose worker died or hung, twice: once among others, and once alone."""

    __slots__ = ("hung",)

    def __init__(self, *, hung: bool) -> None:
        self.hung = hung

    def problem(self, path: str) -> Problem:
        """Say of one file that it could not be made or read."""
        if self.hung:
            return Problem("worker-hung", Place(path), {"path": path})
        return Problem("worker-died", Place(path), {"path": path})


class Finished(Generic[T, R]):
    """A task with what came of it: results carry their task, since they come in any order."""

    __slots__ = ("result", "task")

    def __init__(self, task: T, result: R | LostTask) -> None:
        self.task, self.result = task, result


def processors() -> int:
    """Count the processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


class WorkerPool:
    """Workers that are called when there is enough to do for more than one."""

    def __init__(self, workers: int | None, patience: float = PATIENCE) -> None:
        """With ``workers`` of 1 everything is done in this process; None takes one worker a processor."""
        self.workers = processors() if workers is None else workers
        self._patience = patience
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> WorkerPool:
        """Workers are called when they are needed."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let every worker go; at once where something went wrong."""
        if kind is None:
            if self._pool is not None:
                self._pool.shutdown()
                self._pool = None
        else:
            self._dismiss()

    def do(
        self, function: Callable[..., R], tasks: Sequence[T], *given: Any, together: bool
    ) -> Iterator[Finished[T, R]]:
        """Call ``function(task, *given)`` for every task; in this process unless the work is enough for workers.

        That is what ``together`` says. Tasks are begun in their order; what is done first is yielded first.
        ``function`` is a module's own, and all it is given can be pickled.
        """
        if self.workers <= 1 or not together:
            for task in tasks:
                yield Finished(task, function(task, *given))
            return
        lost: list[T] = []
        yield from self._spread(function, tasks, given, lost)
        for task in lost:
            yield Finished(task, self._alone(function, task, given))

    def _spread(
        self, function: Callable[..., R], tasks: Sequence[T], given: tuple[Any, ...], lost: list[T]
    ) -> Iterator[Finished[T, R]]:
        from concurrent.futures import FIRST_COMPLETED, wait
        from concurrent.futures.process import BrokenProcessPool

        if self._pool is None:
            self._pool = _pool(self.workers)
        running: dict[Future[R], T] = {}
        try:
            for task in tasks:
                with _deaf(not running):
                    running[self._pool.submit(_work, function, os.getpid(), task, *given)] = task
        except BrokenProcessPool:
            lost.extend(tasks[len(running) :])
        while running:
            done, _ = wait(running, self._patience, FIRST_COMPLETED)
            if not done:
                # Somebody hangs, and nobody knows who: each task is tried again by itself.
                lost.extend(running.values())
                self._dismiss()
                return
            for future in done:
                task = running.pop(future)
                try:
                    yield Finished(task, future.result())
                except BrokenProcessPool:
                    lost.append(task)
        if lost:
            self._dismiss()

    def _alone(self, function: Callable[..., R], task: T, given: tuple[Any, ...]) -> R | LostTask:
        """Do one task in a process of its own, since one of those that were done together took theirs with it."""
        from concurrent.futures.process import BrokenProcessPool

        self._pool = _pool(1)
        try:
            with _deaf(True):
                future = self._pool.submit(_work, function, os.getpid(), task, *given)
            return future.result(self._patience)
        except BrokenProcessPool:
            return LostTask(hung=False)
        except TimeoutError:
            return LostTask(hung=True)
        finally:
            self._dismiss()

    def _dismiss(self) -> None:
        """End every worker at once."""
        pool, self._pool = self._pool, None
        if pool is None:
            return
        # The executor has no public way to end a worker that is busy before Python 3.14.
        workers = list((pool._processes or {}).values())
        for worker in workers:
            worker.kill()
        pool.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.join(5)


def _work(function: Callable[..., R], boss: int, task: object, *given: Any) -> R:
    """Do a task in a worker, which ends with the process that began it: a killed build leaves nobody behind."""
    if os.getpid() != boss and not any(thread.name == _WATCH for thread in threading.enumerate()):
        threading.Thread(target=_end_with, args=(boss,), name=_WATCH, daemon=True).start()
    return function(task, *given)


def _end_with(boss: int) -> None:
    while os.getppid() == boss:
        time.sleep(0.5)
    os._exit(1)


@contextmanager
def _deaf(beginning: bool) -> Iterator[None]:
    """Let the workers that begin here ignore a terminal's interrupt: the build alone answers it, and ends them."""
    if not beginning or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _pool(workers: int) -> ProcessPoolExecutor:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # Forking is quickest, and safe only while nothing else runs in this process.
    forking = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
    return ProcessPoolExecutor(workers, multiprocessing.get_context("fork" if forking else "spawn"))
