"""Doing many jobs: in this process or in several, behind the one seam of ``concurrent.futures.Executor``."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool

from kiprah.problem import Place, Problem
from kiprah.render.work import Job, Kit, make

_WATCH = "ends with the build"
_ALONE = 400
"""Jobs lighter than this together are done before a second process has started."""

Done = Callable[[int], None]
"""Called with the number of outputs that were just made."""


def do_jobs(jobs: Sequence[Job], kit: Kit, workers: int | None, done: Done) -> tuple[Problem, ...]:
    """Do every job; a worker that dies costs the files of its job, named, and not the build."""
    count = (
        workers
        if workers is not None
        else max(1, len(os.sched_getaffinity(0)))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count() or 1
    )
    if count <= 1 or len(jobs) <= 1 or sum(job.weight for job in jobs) < _ALONE:
        problems: list[Problem] = []
        for job in jobs:
            problems.extend(make(job, kit))
            done(len(job.outputs))
        return tuple(problems)
    with _pool(min(count, len(jobs))) as pool:
        problems, lost = _spread(pool, jobs, kit, done)
    for job in lost:
        problems.extend(_alone(job, kit, done))
    return tuple(problems)


def _work(job: Job, kit: Kit, boss: int) -> tuple[Problem, ...]:
    """Do a job in a worker, which ends with the process that began it: a killed build leaves nobody behind."""
    if os.getpid() != boss and not any(thread.name == _WATCH for thread in threading.enumerate()):
        threading.Thread(target=_end_with, args=(boss,), name=_WATCH, daemon=True).start()
    return make(job, kit)


def _end_with(boss: int) -> None:
    while os.getppid() == boss:
        time.sleep(0.5)
    os._exit(1)


def _pool(workers: int) -> ProcessPoolExecutor:
    # Forking is quickest, and safe only while nothing else runs in this process.
    forking = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
    return ProcessPoolExecutor(workers, multiprocessing.get_context("fork" if forking else "spawn"))


def _spread(pool: Executor, jobs: Sequence[Job], kit: Kit, done: Done) -> tuple[list[Problem], list[Job]]:
    problems: list[Problem] = []
    lost: list[Job] = []
    running: dict[Future[tuple[Problem, ...]], Job] = {}
    try:
        for job in jobs:
            running[pool.submit(_work, job, kit, os.getpid())] = job
        for future in as_completed(running):
            try:
                problems.extend(future.result())
                done(len(running[future].outputs))
            except BrokenProcessPool:
                lost.append(running[future])
    except BrokenProcessPool:
        lost.extend(job for job in jobs if job not in running.values() and job not in lost)
    except KeyboardInterrupt:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    return problems, lost


def _alone(job: Job, kit: Kit, done: Done) -> Sequence[Problem]:
    """Do one job in a process of its own, since one of the jobs that were running together killed theirs."""
    with _pool(1) as pool:
        try:
            problems = pool.submit(_work, job, kit, os.getpid()).result()
        except BrokenProcessPool:
            return [Problem("worker-died", Place(output.path), {"path": output.path}) for output, _ in job.outputs]
    done(len(job.outputs))
    return problems
