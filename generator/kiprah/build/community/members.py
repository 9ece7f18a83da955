"""Runs of a community's members: each is recalled, or contained in a child of a worker."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Protocol

from msgspec.structs import replace

from kiprah.build.community.member_task import MemberListing, MemberRun, MemberTask, weight_of
from kiprah.build.community.unchanged_members import recall
from kiprah.build.member.contained import Ending, run_contained
from kiprah.build.member.member_result import MemberResult
from kiprah.build.member.member_work import LibraryExchanged, incomplete
from kiprah.build.member.run_member import run_member
from kiprah.build.member.shard import Shard
from kiprah.build.member.warm_up import WORTH, warm_up
from kiprah.cache.state import State, open_state
from kiprah.content.folder import MEMBERS
from kiprah.problem import Place, Problem
from kiprah.task_runner import LostTask
from kiprah.workers import WorkerPool

SECONDS, SECONDS_A_PHOTO = 120.0, 3.0
"""Processor time a member's run may take, far above what counted limits allow: a photo takes about half a second."""
MEGABYTES = 2600
"""Memory a member's run may take besides what its worker has loaded; the largest photo takes about one gigabyte."""
_BATCHES = 8
_BATCH_MEMBERS = 16
"""Maximum number of small members in a batch: progress is seen, and no worker has much left when others end."""
_BATCH_PATIENCE = 6 * 3600.0
"""Seconds a worker is waited for; none can hang: each member's run in it has its own limits, and ends by them."""


class MemberRunner(Protocol):
    """Runner of members, on this machine or on others."""

    notes: list[Problem]
    """Problems to report about those machines."""

    def run(self, tasks: Sequence[MemberTask], shared: Shard, state: State) -> Iterable[MemberRun]:
        """Run these members, what is done first first, and keep in ``state`` what a later build recalls.

        Raises ``RunsStopped`` and ``OSError``.
        """


def run_members(
    members: Sequence[MemberListing],
    shared: Shard,
    state: State,
    workers: WorkerPool,
    cache: Path,
    done: Callable[[int, int], None],
    *,
    sound: bool = False,
    runner: MemberRunner | None = None,
) -> tuple[MemberRun, ...]:
    """Run every member, in the order given; what has not changed is recalled. Raises as ``run_member`` does.

    With ``sound`` what is recalled has all its blobs. What is not recalled is run by ``runner`` where one is given.
    """
    runs, missing = recall(members, shared, state, sound=sound)
    done(len(runs), len(members))
    # No worker may inherit an open database.
    state.close()
    if missing:
        # The largest first, so that all workers end at about the same time.
        ordered = sorted(missing, key=lambda task: (-weight_of(task), task.slug))
        by_slug = {task.slug: task for task in missing}
        if runner is not None and len(missing) > 1:
            # What speaks with other machines has threads; what is gathered then is made by processes of this one.
            workers.begin()
        runner = runner or _Here(workers, cache)
        for run in runner.run(ordered, shared, state):
            task = by_slug[run.slug]
            runs[run.slug] = replace(run, passed_over=task.files.problems, register=task.register)
            done(len(runs), len(members))
    if any(run.ending == "fault" and run.result.problems == () for run in runs.values()):
        raise LibraryExchanged
    return tuple(runs[member.slug] for member in members)


class _Here(MemberRunner):
    """Runs members in children of this machine's workers."""

    def __init__(self, workers: WorkerPool, cache: Path) -> None:
        self._workers, self._cache = workers, cache
        self.notes = []

    def run(self, tasks: Sequence[MemberTask], shared: Shard, state: State) -> Iterable[MemberRun]:
        if len(tasks) >= WORTH * self._workers.workers:
            warm_up(shared)
        by_slug = {task.slug: task for task in tasks}
        batches = _batches(tasks, self._workers.workers)
        for finished in self._workers.map(
            run_batch, batches, shared, self._cache, parallel=len(tasks) > 1, patience=_BATCH_PATIENCE
        ):
            if isinstance(finished.result, LostTask):
                for task in finished.task:
                    yield lost(by_slug[task.slug], shared, "crash", 0.0, 0)
            else:
                yield from finished.result


def _batches(tasks: Sequence[MemberTask], workers: int) -> list[tuple[MemberTask, ...]]:
    """Cut the work into batches: large members alone, small ones together."""
    share = sum(weight_of(task) + 1 for task in tasks) / (workers * _BATCHES)
    batches: list[tuple[MemberTask, ...]] = []
    batch: list[MemberTask] = []
    weight = 0.0
    for task in tasks:
        batch.append(task)
        weight += weight_of(task) + 1
        if weight >= share or len(batch) >= _BATCH_MEMBERS:
            batches.append(tuple(batch))
            batch, weight = [], 0.0
    return [*batches, tuple(batch)] if batch else batches


def run_batch(batch: Sequence[MemberTask], shared: Shard, cache: Path) -> list[MemberRun]:
    """Run some members, each in a child of its own; anywhere that sees the cache and the site's folder."""
    from kiprah.render.page import warm

    warm(shared.theme.theme)
    return [_contained(task, shared, cache) for task in batch]


def _contained(task: MemberTask, shared: Shard, cache: Path) -> MemberRun:
    run = run_contained(_member, task, shared, cache, seconds=processor_seconds(task), megabytes=MEGABYTES)
    if run.value is None:
        return lost(task, shared, run.ending, run.seconds, run.megabytes, run.message)
    return MemberRun(task.slug, run.value, task.files.usage, False, "done", run.seconds, run.megabytes)


def processor_seconds(task: MemberTask) -> float:
    """Return how much processor time a member's run may take."""
    return SECONDS + SECONDS_A_PHOTO * task.files.usage.photos


def _member(task: MemberTask, shared: Shard, cache: Path) -> MemberResult:
    with open_state(cache) as state, WorkerPool(1) as alone:
        return run_member(task.shard(shared), task.files.folder, state, alone)


def lost(
    task: MemberTask, shared: Shard, ending: Ending, seconds: float, megabytes: int, message: str = ""
) -> MemberRun:
    """Describe a run that was ended: the member is left out as a broken one is, and tried again by the next build."""
    if ending == "fault" and LibraryExchanged.__name__ in message:
        result = incomplete(task.shard(shared), ())
        return MemberRun(task.slug, result, task.files.usage, False, "fault", seconds, megabytes)
    problem = lost_problem(task.slug, ending, message)
    result = incomplete(task.shard(shared), (problem,))
    return MemberRun(task.slug, result, task.files.usage, False, ending, seconds, megabytes)


def lost_problem(slug: str, ending: Ending, message: str) -> Problem:
    """Say why a member's run was ended; ``message`` is what a fault of ours said, its last line last."""
    place, values = Place(f"{MEMBERS}/{slug}/"), {"member": slug}
    if ending == "time":
        return Problem("member-too-slow", place, values)
    if ending == "memory":
        return Problem("member-too-large", place, values)
    reason = message.strip().rpartition("\n")[2] or ending
    return Problem("member-lost", place, values | {"reason": reason})
