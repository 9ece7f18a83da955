"""Batches of members for a cluster, cut by what runs were measured to take."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from kiprah.build.community.member_task import MemberTask, weight_of

TARGET_SECONDS = 2.0
"""Seconds of work that make the milliseconds of a task cost nothing; more would be more to do again."""
_LEAST_SECONDS = 0.2
_FIRST_GUESS = 0.02
"""Seconds an entry; what is measured soon outweighs it."""
_MOST = 64


class Batches:
    """Queue of members still to be run, the largest first; each batch takes about as long as it should."""

    def __init__(self, tasks: Iterable[MemberTask]) -> None:
        """Begin with a guess."""
        self._waiting = deque(tasks)
        self._weight = sum(_size(task) for task in self._waiting)
        self._seconds, self._measured = _FIRST_GUESS * 100, 100.0

    def __bool__(self) -> bool:
        """Say whether anything waits."""
        return bool(self._waiting)

    def __len__(self) -> int:
        """Count what waits."""
        return len(self._waiting)

    def note(self, task: MemberTask, seconds: float) -> None:
        """Note what a run took."""
        self._seconds += seconds
        self._measured += _size(task)

    def next(self, threads: int) -> tuple[MemberTask, ...]:
        """Take the next batch, for one of so many threads: towards the end they become smaller."""
        rate = self._seconds / self._measured
        share = self._weight * rate / (4 * max(1, threads))
        target = max(_LEAST_SECONDS, min(TARGET_SECONDS, share))
        batch: list[MemberTask] = []
        seconds = 0.0
        while self._waiting and len(batch) < _MOST and (not batch or seconds < target):
            task = self._waiting.popleft()
            self._weight -= _size(task)
            seconds += _size(task) * rate
            batch.append(task)
        return tuple(batch)


def _size(task: MemberTask) -> float:
    return weight_of(task) + 1
