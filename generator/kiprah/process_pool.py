"""Pools of processes: how one is begun, so that none outlives the build, and how it is ended at once."""

from __future__ import annotations

import os
import signal
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kiprah.background_call import begin_child, can_fork

if TYPE_CHECKING:
    from concurrent.futures import Executor, ProcessPoolExecutor


def process_pool(workers: int) -> ProcessPoolExecutor:
    """Make a pool whose workers end with this process and ignore a terminal's interrupt: the build alone answers it."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context("fork" if can_fork() else "spawn")
    pool = ProcessPoolExecutor(workers, context, begin_child, (os.getpid(),))
    with _ignoring_interrupts(), warnings.catch_warnings():
        # The only other thread of a child of ours sleeps, and holds nothing.
        warnings.simplefilter("ignore", DeprecationWarning)
        # The first task begins the workers, and they inherit what this process ignores.
        pool.submit(_nothing)
    return pool


def kill_pool(executor: Executor) -> None:
    """End every worker at once."""
    # The executor has no public way to end a worker that is busy before Python 3.14.
    workers = list((getattr(executor, "_processes", None) or {}).values())
    for worker in workers:
        worker.kill()
    # It learns of their end a moment later, and beside it nothing could be forked.
    manager = getattr(executor, "_executor_manager_thread", None)
    executor.shutdown(wait=False, cancel_futures=True)
    for worker in workers:
        worker.join(5)
    if manager is not None:
        manager.join(5)


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
