"""Workers: tasks run on any executor, with a retry for those that are lost; and the local pool of processes.

A worker that dies or hangs costs the task it was doing, not the build; and none outlives the build that began it.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from kiprah.background_call import BackgroundWorker, begin_child, can_fork
from kiprah.problem import Place, Problem

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future, ProcessPoolExecutor

PATIENCE = 120.0
"""Seconds in which at least one worker must finish something; the slowest photo takes a few."""
_MANY = 24
"""Fewer tasks than this are sent to workers more quickly than others are begun that have them."""

T = TypeVar("T")
R = TypeVar("R")


class LostTask:
    """A task whose worker died or hung, twice: once among others, and once alone."""

    __slots__ = ("hung",)

    def __init__(self, *, hung: bool) -> None:
        self.hung = hung

    def problem(self, path: str, *, reading: bool = False) -> Problem:
        """Say of one file that it could not be made, or read."""
        if reading:
            return Problem("reader-hung" if self.hung else "reader-died", Place(path), {"path": path})
        return Problem("worker-hung" if self.hung else "worker-died", Place(path), {"path": path})


class Finished(Generic[T, R]):
    """A task with what came of it: results carry their task, since they come in any order."""

    __slots__ = ("result", "task")

    def __init__(self, task: T, result: R | LostTask) -> None:
        self.task, self.result = task, result


def run_tasks(
    executor: Executor,
    function: Callable[..., R],
    tasks: Sequence[T],
    *arguments: Any,
    alone: Callable[[], Executor],
    abandon: Callable[[Executor], None],
    patience: float = PATIENCE,
    send: Callable[[Executor, int], Future[R]] | None = None,
) -> Iterator[Finished[T, R]]:
    """Call ``function(task, *arguments)`` for every task on an executor; what is done first is yielded first.

    A task is lost where its worker dies, or where nobody finishes anything for ``patience`` seconds. Each lost task is
    tried once more by itself, on an executor of its own that ``alone`` makes, and is yielded as a ``LostTask`` if it is
    lost again. ``abandon`` ends an executor some of whose workers hang or are dead. ``function`` is a module's own, and
    all it is called with can be pickled. ``send`` hands over the task of a number where its workers know it already.
    """
    from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, wait

    running: dict[Future[R], T] = {}
    lost: list[T] = []
    try:
        for number, task in enumerate(tasks):
            future = send(executor, number) if send is not None else executor.submit(function, task, *arguments)
            running[future] = task
    except BrokenExecutor:
        lost.extend(tasks[len(running) :])
    while running:
        done, _ = wait(running, patience, FIRST_COMPLETED)
        if not done:
            # Somebody hangs, and nobody knows who: each task is tried again by itself.
            lost.extend(running.values())
            break
        for future in done:
            task = running.pop(future)
            try:
                yield Finished(task, future.result())
            except BrokenExecutor:
                lost.append(task)
    if lost:
        abandon(executor)
    for task in lost:
        single = alone()
        try:
            yield Finished(task, single.submit(function, task, *arguments).result(patience))
        except BrokenExecutor:
            yield Finished(task, LostTask(hung=False))
        except TimeoutError:
            yield Finished(task, LostTask(hung=True))
        finally:
            abandon(single)


def processors() -> int:
    """Count the processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


class WorkerPool:
    """Processes of this machine, begun when there is enough to do for more than one; with one, the process itself."""

    def __init__(self, workers: int | None, patience: float = PATIENCE, helper: BackgroundWorker | None = None) -> None:
        """With ``workers`` of 1 everything is done in this process; None takes one worker a processor.

        ``helper`` was begun before, and has a share of what is not enough for others.
        """
        self.workers = processors() if workers is None else workers
        self._helper = helper
        self._patience = patience
        self._executor: ProcessPoolExecutor | None = None
        self._ending: threading.Thread | None = None
        self._is_forked = False

    def __enter__(self) -> WorkerPool:
        """Begin nothing yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let every worker go; at once where something went wrong."""
        if self._helper is not None:
            self._helper.end()
        if self._ending is not None:
            self._ending.join()
        executor, self._executor = self._executor, None
        if executor is None:
            return
        if kind is None:
            executor.shutdown()
        else:
            _kill(executor)

    def dismiss(self, *, all_of_them: bool) -> None:
        """Let the helper go, and all others where nothing is left for them; they end while this process goes on."""
        if self._helper is not None:
            self._helper.stop()
        executor = self._executor
        if all_of_them and executor is not None:
            # It waits for the workers, and is waited for in the end; the executor has no public name for it.
            self._ending = getattr(executor, "_executor_manager_thread", None)
            executor.shutdown(wait=False)
            self._executor = None

    def begin(self) -> None:
        """Begin the processes now, where they can be forked: with threads, which may come next here, none can."""
        if self.workers > 1 and self._executor is None and can_fork():
            self._begin()

    def _begin(self) -> ProcessPoolExecutor:
        self._is_forked = can_fork()
        self._executor = _process_pool(self.workers)
        return self._executor

    def stop(self) -> None:
        """End every worker at once, whatever it is doing."""
        if self._helper is not None:
            self._helper.end()
        executor, self._executor = self._executor, None
        if executor is not None:
            _kill(executor)

    def rest(self) -> None:
        """Let forked workers go until there is more to do: beside their pool's threads nothing can be forked."""
        if self._executor is not None and self._is_forked:
            self._executor.shutdown()
            self._executor = None

    def do(
        self,
        function: Callable[..., R],
        tasks: Sequence[T],
        *arguments: Any,
        together: bool,
        patience: float | None = None,
        inherit: bool = False,
        meanwhile: Callable[[], None] | None = None,
    ) -> Iterator[Finished[T, R]]:
        """Run tasks as ``run_tasks`` does; in this process unless the work is enough for workers (``together``).

        ``patience`` is for tasks that may take longer than others and end by themselves. ``inherit`` is for many tasks
        that hold much: workers are begun anew where they can be forked, and have the tasks from this process.
        ``meanwhile`` is called once in any case, where a helper works while it works.
        """
        if self.workers <= 1 or not together or not tasks:
            yield from self._do_here(function, tasks, arguments, meanwhile)
            return
        if meanwhile is not None:
            meanwhile()
        send = self._inheriting(function, tasks, arguments) if inherit and len(tasks) >= _MANY else None
        yield from run_tasks(
            self._executor or self._begin(),
            function,
            tasks,
            *arguments,
            alone=lambda: _process_pool(1),
            abandon=self._abandon,
            patience=self._patience if patience is None else patience,
            send=send,
        )

    def _do_here(
        self,
        function: Callable[..., R],
        tasks: Sequence[T],
        arguments: tuple[Any, ...],
        meanwhile: Callable[[], None] | None,
    ) -> Iterator[Finished[T, R]]:
        """Do tasks in this process, and the first of them in the helper's, where there is one."""
        helper, count = self._helper, 0
        if helper is not None and tasks and helper.ask(function, tasks[0], *arguments):
            count = 1
        if meanwhile is not None:
            meanwhile()
        for task in tasks[count:]:
            yield Finished(task, function(task, *arguments))
        for task in tasks[:count]:
            answer = helper.answer(self._patience) if helper is not None else ()
            yield Finished(task, answer[0] if answer else function(task, *arguments))

    def _inheriting(
        self, function: Callable[..., R], tasks: Sequence[T], arguments: tuple[Any, ...]
    ) -> Callable[[Executor, int], Future[R]] | None:
        """Begin workers that have these tasks, and return how to tell them which to do; None where none can fork."""
        global _inherited
        self.rest()
        if not can_fork():
            return None
        _inherited = (function, tasks, arguments)
        try:
            self._begin()
        finally:
            _inherited = None
        return lambda executor, number: executor.submit(_do_inherited, number)

    def _abandon(self, executor: Executor) -> None:
        if executor is self._executor:
            self._executor = None
        _kill(executor)


_inherited: tuple[Callable[..., Any], Sequence[Any], tuple[Any, ...]] | None = None
"""In a worker: what it was forked to do."""


def _do_inherited(number: int) -> Any:
    """Do one of the tasks that this worker was forked with."""
    assert _inherited is not None
    function, tasks, arguments = _inherited
    return function(tasks[number], *arguments)


def _kill(executor: Executor) -> None:
    """End every worker at once."""
    # The executor has no public way to end a worker that is busy before Python 3.14.
    workers = list((getattr(executor, "_processes", None) or {}).values())
    for worker in workers:
        worker.kill()
    executor.shutdown(wait=False, cancel_futures=True)
    for worker in workers:
        worker.join(5)


def _process_pool(workers: int) -> ProcessPoolExecutor:
    """Make a pool whose workers end with this process and ignore a terminal's interrupt: the build alone answers it."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context("fork" if can_fork() else "spawn")
    pool = ProcessPoolExecutor(workers, context, begin_child, (os.getpid(),))
    with _ignoring_interrupts():
        # The first task begins the workers, and they inherit what this process ignores.
        pool.submit(_nothing)
    return pool


def _nothing() -> None:
    """Do nothing, in a worker."""


@contextmanager
def _ignoring_interrupts() -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
