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


class BegunTask(Generic[T, R]):
    """A task that a helper may be at: its call, and the number the helper knows it by."""

    __slots__ = ("arguments", "call", "function", "results", "task")

    def __init__(self, function: Callable[..., R], task: T, arguments: tuple[Any, ...], call: int) -> None:
        self.function, self.task, self.arguments, self.call = function, task, arguments, call
        self.results: list[R | LostTask] = []
        """Result of the task, once that is known."""

    def do_here(self) -> R:
        """Do it in this process."""
        result = self.function(self.task, *self.arguments)
        self.results.append(result)
        return result


def processors() -> int:
    """Count the processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


class WorkerPool:
    """Processes of this machine, begun when there is enough to do for more than one, or what may end its process."""

    def __init__(
        self,
        workers: int | None,
        patience: float = PATIENCE,
        helper: BackgroundWorker | None = None,
        *,
        contains: bool = True,
    ) -> None:
        """With ``workers`` of 1 all but what may end its process is done in this one; None takes one a processor.

        ``helper`` was begun before, and has a share of what is not enough for others. Without ``contains`` one worker
        does that in this process too: for work that was tried before in a child.
        """
        self.workers = processors() if workers is None else workers
        self._contains = contains or self.workers > 1
        self._helper = helper
        self._patience = patience
        self._executor: ProcessPoolExecutor | None = None
        self._ending: threading.Thread | None = None
        self._is_forked = False
        self._begun: list[BegunTask[Any, Any]] = []
        self._left: tuple[Callable[..., Any], tuple[Any, ...]] | None = None
        self._left_task: BegunTask[Any, Any] | None = None

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

    def begin_task(self, function: Callable[..., R], task: T, *arguments: Any) -> BegunTask[T, R]:
        """Let the helper begin a task, where there is one; what it has not begun is done here by who finishes it."""
        call = self._helper.offer(function, task, *arguments) if self._helper is not None else 0
        begun = BegunTask(function, task, arguments, call)
        self._begun.append(begun)
        return begun

    def finish_task(self, begun: BegunTask[T, R]) -> R | LostTask:
        """Return what came of a task that was begun."""
        if not begun.results:
            if self._helper is None or not begun.call or self._helper.take_back(begun.call):
                return begun.do_here()
            answer = self._helper.answer(begun.call, self._patience)
            result = answer[0] if answer else self._do_alone(begun.function, begun.task, begun.arguments)
            begun.results.append(result)
        return begun.results[0]

    def _while_waiting(self, helper: BackgroundWorker, call: int) -> None:
        """Do what the helper has not begun, before anybody waits for it."""
        for begun in self._begun:
            if helper.has_answered(call):
                return
            if not begun.results and begun.call and helper.take_back(begun.call):
                begun.do_here()

    def leave_for_helper(self, function: Callable[..., Any], *arguments: Any) -> None:
        """Leave a call for when the helper, or who waits for it, has nothing else to do: after its first task."""
        self._left = (function, arguments)

    def left_answer(self) -> tuple[Any, ...]:
        """Wait for what the call that was left returned, in a tuple; an empty one where none was made."""
        # Once: who builds again, to mend what was lost, looks again.
        task, self._left_task = self._left_task, None
        if task is None:
            return ()
        result = self.finish_task(task)
        return () if isinstance(result, LostTask) else (result,)

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

    def do(
        self,
        function: Callable[..., R],
        tasks: Sequence[T],
        *arguments: Any,
        together: bool,
        apart: Callable[[T], bool] | None = None,
        patience: float | None = None,
        inherit: bool = False,
        meanwhile: Callable[[], None] | None = None,
    ) -> Iterator[Finished[T, R]]:
        """Run tasks as ``run_tasks`` does; in this process unless the work is enough for workers (``together``).

        ``apart`` says of a task that it may end its process: this one does none of those, however little there is to
        do and however few workers there are.
        ``patience`` is for tasks that may take longer than others and end by themselves. ``inherit`` is for many tasks
        that hold much: workers are begun anew where they can be forked, and have the tasks from this process.
        ``meanwhile`` is called once in any case, where a helper works while it works.
        """
        if self.workers <= 1 or not together or not tasks:
            yield from self._do_here(function, tasks, arguments, apart, meanwhile)
            return
        if meanwhile is not None:
            meanwhile()
        send = self._inheriting(function, tasks, arguments) if inherit and len(tasks) >= _MANY else None
        yield from run_tasks(
            self._executor or self._begin(),
            function,
            tasks,
            *arguments,
            alone=_alone,
            abandon=self._abandon,
            patience=self._patience if patience is None else patience,
            send=send,
        )

    def _do_here(
        self,
        function: Callable[..., R],
        tasks: Sequence[T],
        arguments: tuple[Any, ...],
        apart: Callable[[T], bool] | None,
        meanwhile: Callable[[], None] | None,
    ) -> Iterator[Finished[T, R]]:
        """Do tasks in this process, one in the helper's where there is one, and by workers what is to be done apart."""
        away: list[T] = []
        here: list[T] = []
        for task in tasks:
            is_away = apart is not None and self._contains and apart(task)
            (away if is_away else here).append(task)
        helper, asked = self._helper, away or here
        call = helper.ask(function, asked[0], *arguments) if helper is not None and asked else 0
        beside = [asked.pop(0)] if call else []
        if call and self._left is not None:
            function_left, (first, *others) = self._left
            self._left, self._left_task = None, self.begin_task(function_left, first, *others)
        if meanwhile is not None:
            meanwhile()
        if away:
            yield from self._do_apart(function, away, arguments)
        for task in here:
            yield Finished(task, function(task, *arguments))
        for task in beside:
            answer: tuple[Any, ...] = ()
            if helper is not None:
                self._while_waiting(helper, call)
                answer = helper.answer(call, self._patience)
            yield Finished(task, answer[0] if answer else self._do_alone(function, task, arguments))

    def _do_apart(
        self, function: Callable[..., R], tasks: Sequence[T], arguments: tuple[Any, ...]
    ) -> Iterator[Finished[T, R]]:
        """Do a few tasks by workers that are there, or by as many as there are tasks, who go when all is done."""
        is_begun = self._executor is not None
        try:
            yield from run_tasks(
                self._executor or self._begin(len(tasks)),
                function,
                tasks,
                *arguments,
                alone=_alone,
                abandon=self._abandon,
                patience=self._patience,
            )
        except BaseException:
            # Not everybody who asks ends this pool: nobody may go on after what was raised.
            if not is_begun and self._executor is not None:
                self._abandon(self._executor)
            raise
        if not is_begun and self._executor is not None:
            # There are too few of them for more, and beside their pool's threads nothing could be forked.
            self._executor.shutdown()
            self._executor = None

    def _do_alone(self, function: Callable[..., R], task: T, arguments: tuple[Any, ...]) -> R | LostTask:
        """Try a task once more that the helper did not answer: what ended that process must not end this one."""
        return run_again(function, task, *arguments, alone=_alone, abandon=kill_pool, patience=self._patience)

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


_inherited: tuple[Callable[..., Any], Sequence[Any], tuple[Any, ...]] | None = None
"""Function, tasks and arguments that a worker was forked with."""


def _do_inherited(number: int) -> Any:
    """Do one of the tasks that this worker was forked with."""
    assert _inherited is not None
    function, tasks, arguments = _inherited
    return function(tasks[number], *arguments)
