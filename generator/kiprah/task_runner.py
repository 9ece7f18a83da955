"""Tasks run on any executor: what is lost with its worker is tried once more, alone, and costs nothing but itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from kiprah.problem import Place, Problem

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

PATIENCE = 120.0
"""Seconds in which at least one worker must finish something; the slowest photo takes a few."""

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


def has_lost(problems: Iterable[Problem]) -> bool:
    """Say whether something was lost while it was read: a fault of the machine, which may be gone next time."""
    return any(problem.code in ("reader-died", "reader-hung") for problem in problems)


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
    run again as ``run_again`` does. ``abandon`` ends an executor some of whose workers hang or are dead. ``function``
    is a module's own, and all it is called with can be pickled. ``send`` hands over the task of a number where its
    workers know it already.
    """
    from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, wait

    running: dict[Future[R], T] = {}
    lost: list[T] = []
    try:
        for number, task in enumerate(tasks):
            future = send(executor, number) if send is not None else executor.submit(function, task, *arguments)
            running[future] = task
    except RuntimeError:
        # It is broken, or another thread, whose task was lost, has just ended it.
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
            except (BrokenExecutor, CancelledError):
                lost.append(task)
    if lost:
        abandon(executor)
    for task in lost:
        yield Finished(task, run_again(function, task, *arguments, alone=alone, abandon=abandon, patience=patience))


def run_again(
    function: Callable[..., R],
    task: T,
    *arguments: Any,
    alone: Callable[[], Executor],
    abandon: Callable[[Executor], None],
    patience: float = PATIENCE,
) -> R | LostTask:
    """Run a task that was lost once more, on an executor of its own that ``alone`` makes; lost again, it is at fault.

    The first time it may have been another's fault, whose worker it shared.
    """
    from concurrent.futures import BrokenExecutor

    single = alone()
    try:
        return single.submit(function, task, *arguments).result(patience)
    except BrokenExecutor:
        return LostTask(hung=False)
    except TimeoutError:
        return LostTask(hung=True)
    finally:
        abandon(single)
