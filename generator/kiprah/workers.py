"""Workers: the local pool of processes, and the helper that has a share of what is not enough for them.

A worker that dies or hangs costs the task it was doing, not the build; and none outlives the build that began it.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from kiprah.background_call import can_fork
from kiprah.background_worker import BackgroundWorker
from kiprah.process_pool import kill_pool, process_pool
from kiprah.task_runner import PATIENCE, Finished, LostTask, run_again, run_tasks

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future, ProcessPoolExecutor

_MANY = 24
"""Minimum number of tasks to inherit: fewer are sent to workers more quickly than others are begun that have them."""

T = TypeVar("T")
R = TypeVar("R")


class HelperTask(Generic[T, R]):
    """A task that was submitted to a helper; what that has not begun is done in this process by who waits for it."""

    def __init__(
        self, helper: BackgroundWorker | None, function: Callable[..., R], task: T, arguments: tuple[Any, ...]
    ) -> None:
        """Ask nobody yet."""
        self.task = task
        self._helper, self._function, self._arguments = helper, function, arguments
        self._call = 0
        self._results: list[R | LostTask] = []
        """Result of the task, once that is known."""

    @property
    def is_offered(self) -> bool:
        """Say whether a helper was asked for it."""
        return self._call > 0

    def offer(self) -> None:
        """Ask the helper for it, where there is one that takes it."""
        if self._helper is not None:
            self._call = self._helper.offer(self._function, self.task, *self._arguments)

    def do_unless_begun(self) -> None:
        """Do it in this process, where a helper was asked and has not begun it."""
        helper = self._helper
        if helper is not None and self._call and not self._results and helper.take_back(self._call):
            self._do_here()

    def result(self) -> R | LostTask:
        """Wait for it, or do it in this process where no helper does."""
        self.do_unless_begun()
        if not self._results and (self._helper is None or not self._call):
            self._do_here()
        elif not self._results and self._helper is not None:
            answer = self._helper.answer(self._call, PATIENCE)
            self._results.append(answer[0] if answer else _run_again(self._function, self.task, self._arguments))
        return self._results[0]

    def _do_here(self) -> None:
        self._results.append(self._function(self.task, *self._arguments))


def processors() -> int:
    """Count the processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


class WorkerPool:
    """Processes of this machine, begun when there is enough to do for more than one, or what may end its process."""

    def __init__(self, workers: int | None, helper: BackgroundWorker | None = None, *, contains: bool = True) -> None:
        """With ``workers`` of 1 all but what may end its process is done in this one; None takes one a processor.

        ``helper`` was begun before, and has a share of what is not enough for others. Without ``contains`` one worker
        does that in this process too: for work that was tried before in a child.
        """
        self.workers = processors() if workers is None else workers
        self._contains = contains or self.workers > 1
        self._helper = helper
        self._executor: ProcessPoolExecutor | None = None
        self._ending: threading.Thread | None = None
        self._is_forked = False
        self._submitted: list[HelperTask[Any, Any]] = []
        self._waiting: list[HelperTask[Any, Any]] = []
        """Submitted tasks that no helper was asked for yet."""

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
            kill_pool(executor)

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

    def submit(
        self, function: Callable[..., R], task: T, *arguments: Any, after_first: bool = False
    ) -> HelperTask[T, R]:
        """Submit a task to the helper, where there is one; with ``after_first`` once it has its first of ``map``."""
        submitted = HelperTask(self._helper, function, task, arguments)
        self._submitted.append(submitted)
        if after_first:
            self._waiting.append(submitted)
        else:
            submitted.offer()
        return submitted

    def begin(self) -> None:
        """Begin the processes now, where they can be forked: with threads, which may come next here, none can."""
        if self.workers > 1 and self._executor is None and can_fork():
            self._begin()

    def _begin(self, most: int | None = None) -> ProcessPoolExecutor:
        self._is_forked = can_fork()
        self._executor = process_pool(self.workers if most is None else min(self.workers, most))
        return self._executor

    def stop(self) -> None:
        """End every worker at once, whatever it is doing."""
        if self._helper is not None:
            self._helper.end()
        executor, self._executor = self._executor, None
        if executor is not None:
            kill_pool(executor)

    def rest(self) -> None:
        """Let forked workers go until there is more to do: beside their pool's threads nothing can be forked."""
        if self._executor is not None and self._is_forked:
            self._executor.shutdown()
            self._executor = None

    def map(
        self,
        function: Callable[..., R],
        tasks: Sequence[T],
        *arguments: Any,
        parallel: bool,
        isolate: Callable[[T], bool] | None = None,
        inherit: bool = False,
        patience: float = PATIENCE,
    ) -> Iterator[Finished[T, R]]:
        """Run tasks as ``run_tasks`` does; in this process unless the work is enough for workers (``parallel``).

        Who asks for the first result begins it, but for the one task that a helper begins at once.
        ``isolate`` says of a task that it may end its process: this one does none of those, however little there is to
        do and however few workers there are. ``inherit`` is for many tasks that hold much: workers are begun anew where
        they can be forked, and have the tasks from this process. ``patience`` is for tasks that may take longer than
        others and end by themselves.
        """
        if self.workers > 1 and parallel and tasks:
            return self._run(function, tasks, arguments, patience, inherit=inherit)
        isolated: list[T] = []
        others: list[T] = []
        for task in tasks:
            is_isolated = isolate is not None and self._contains and isolate(task)
            (isolated if is_isolated else others).append(task)
        helper, first = self._helper, isolated or others
        call = helper.ask(function, first[0], *arguments) if helper is not None and first else 0
        helped = [(first.pop(0), call)] if call else []
        while call and self._waiting:
            self._waiting.pop(0).offer()
        return self._run_here(function, others, isolated, helped, arguments, patience)

    def _run(
        self,
        function: Callable[..., R],
        tasks: Sequence[T],
        arguments: tuple[Any, ...],
        patience: float,
        *,
        inherit: bool = False,
        most: int | None = None,
    ) -> Iterator[Finished[T, R]]:
        """Run tasks by workers that are there, or are begun now: not more of them than ``most``."""
        send = self._inheriting(function, tasks, arguments) if inherit and len(tasks) >= _MANY else None
        yield from run_tasks(
            self._executor or self._begin(most),
            function,
            tasks,
            *arguments,
            alone=_alone,
            abandon=self._abandon,
            patience=patience,
            send=send,
        )

    def _run_here(
        self,
        function: Callable[..., R],
        others: Sequence[T],
        isolated: Sequence[T],
        helped: Sequence[tuple[T, int]],
        arguments: tuple[Any, ...],
        patience: float,
    ) -> Iterator[Finished[T, R]]:
        """Run tasks in this process, isolated ones by workers, and wait for what the helper was asked for."""
        if isolated:
            yield from self._run_isolated(function, isolated, arguments, patience)
        for task in others:
            yield Finished(task, function(task, *arguments))
        for task, call in helped:
            answer = self._answer(call, patience)
            yield Finished(task, answer[0] if answer else _run_again(function, task, arguments, patience))

    def _answer(self, call: int, patience: float) -> tuple[Any, ...]:
        """Wait for the helper's answer to a call; what it has not begun of other tasks is done here first."""
        helper = self._helper
        if helper is None:
            return ()
        for submitted in self._submitted:
            if helper.has_answered(call):
                break
            submitted.do_unless_begun()
        return helper.answer(call, patience)

    def _run_isolated(
        self, function: Callable[..., R], tasks: Sequence[T], arguments: tuple[Any, ...], patience: float
    ) -> Iterator[Finished[T, R]]:
        """Run a few tasks by workers that are there, or by as many as there are tasks, who go when all is done."""
        is_begun = self._executor is not None
        try:
            yield from self._run(function, tasks, arguments, patience, most=len(tasks))
        except BaseException:
            # Not everybody who asks ends this pool: nobody may go on after what was raised.
            if not is_begun and self._executor is not None:
                self._abandon(self._executor)
            raise
        if not is_begun and self._executor is not None:
            # There are too few of them for more, and beside their pool's threads nothing could be forked.
            self._executor.shutdown()
            self._executor = None

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
        kill_pool(executor)


def _alone() -> Executor:
    return process_pool(1)


def _run_again(
    function: Callable[..., R], task: T, arguments: tuple[Any, ...], patience: float = PATIENCE
) -> R | LostTask:
    """Run a task again that the helper did not answer: what ended that process must not end this one."""
    return run_again(function, task, *arguments, alone=_alone, abandon=kill_pool, patience=patience)


_inherited: tuple[Callable[..., Any], Sequence[Any], tuple[Any, ...]] | None = None
"""Function, tasks and arguments that a worker was forked with."""


def _do_inherited(number: int) -> Any:
    """Do one of the tasks that this worker was forked with."""
    assert _inherited is not None
    function, tasks, arguments = _inherited
    return function(tasks[number], *arguments)
