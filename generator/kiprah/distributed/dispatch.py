"""Dispatch of batches to a cluster's workers: how many to whom, and what becomes of those that are lost."""

from __future__ import annotations

import pickle
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from kiprah.build.community.member_task import MemberTask
from kiprah.build.community.members import processor_seconds
from kiprah.build.member.result_cache import row_name
from kiprah.build.member.shard import Shard
from kiprah.build.member.warm_up import WORTH
from kiprah.build.outcome import RunsStopped
from kiprah.cache.digests import digest_of
from kiprah.distributed import cluster_problems as problems
from kiprah.distributed.batches import Batches
from kiprah.distributed.bucket_content import MirroredContent
from kiprah.distributed.cluster_client import threads_of
from kiprah.distributed.fingerprint import fingerprint
from kiprah.distributed.receipt import MemberOrder, MemberReceipt
from kiprah.distributed.relay import relay
from kiprah.problem import Problem

if TYPE_CHECKING:
    from distributed import Client, Future

NO_WORKERS_SECONDS = 60.0
"""Seconds for which a scheduler without any worker is waited for."""
_LOOK_SECONDS = 2.0
"""Seconds between two counts of the workers."""
_PATIENCE, _SLACK_SECONDS = 4, 60.0
"""Limit of a run by the clock: so many times its processor time, plus so many seconds."""
_QUEUED = 2
"""Number of batches for each thread: the one it runs and the next, so that it never waits for us."""
_TRIES = 2
"""Runs of one member that may be lost."""

Returned = tuple[MemberTask, MemberReceipt, str]
"""A task, how it ended, and the worker that ran it."""


class Batch(Struct, eq=False):
    """Batch of members on their way to one worker and back."""

    tasks: tuple[MemberTask, ...]
    allowed: frozenset[str] | None
    """The workers it may run on; None: any."""


class Dispatch:
    """Dispatcher of batches: how many are on their way, to whom, and what becomes of those that are lost."""

    def __init__(
        self,
        client: Client,
        address: str,
        shared: Shard,
        name: str,
        rows: Mapping[str, bytes | None],
        notes: list[Problem],
        content: MirroredContent | None = None,
    ) -> None:
        """Send nothing yet. With ``content`` members' files are read from a bucket."""
        self._client, self._address, self._shared, self._rows, self._notes = client, address, shared, rows, notes
        self._expected = fingerprint()
        self._content = content
        self._setting = (name, shared.blobs, content.place if content is not None else None)
        self._many = False
        self._refused: dict[str, Problem] = {}
        self._threads: Mapping[str, int] = {}
        self._running: dict[Future[Any], Batch] = {}
        self._done: SimpleQueue[Future[Any]] = SimpleQueue()
        self._again: list[tuple[MemberTask, ...]] = []
        self._suspects: deque[MemberTask] = deque()
        self._losses: dict[str, int] = {}
        self._unverified: set[str] = set()
        self._changed: dict[str, set[str]] = {}
        """Files that a bucket no longer holds as they were listed, by member."""

    def receipts(self, tasks: Sequence[MemberTask]) -> Iterator[list[Returned]]:
        """Run every task somewhere; yield them with their receipts, as many as come at once."""
        batches = Batches(tasks)
        looked = seen = 0.0
        while batches or self._again or self._running or self._suspects:
            if time.monotonic() - looked >= _LOOK_SECONDS:
                self._threads = threads_of(self._client, self._address)
                looked = time.monotonic()
                seen = looked if self._threads else seen or looked
                if looked - seen > NO_WORKERS_SECONDS:
                    raise RunsStopped(problems.no_workers(self._address, NO_WORKERS_SECONDS))
                self._recall_stranded()
            self._fill(batches)
            try:
                future = self._done.get(timeout=_LOOK_SECONDS / 2)
            except Empty:
                continue
            batch = self._running.pop(future, None)
            if batch is None:
                continue
            returned = list(self._come_back(batch, future))
            for task, receipt, _ in returned:
                batches.note(task, receipt.seconds)
            yield returned

    def release(self) -> None:
        """Let go of all that is still on its way."""
        futures, self._running = list(self._running), {}
        if futures and self._client.status == "running":
            self._client.cancel(futures, force=True)

    def _good(self) -> dict[str, int]:
        return {worker: threads for worker, threads in self._threads.items() if worker not in self._refused}

    def _fill(self, batches: Batches) -> None:
        good = self._good()
        if self._threads and not good:
            # Nobody is left who could: the last one's reason is the build's.
            raise RunsStopped(_as_last(list(self._refused.values())[-1]))
        threads = sum(good.values())
        self._many = self._many or len(batches) >= WORTH * threads > 0
        while (self._again or batches) and len(self._running) < _QUEUED * threads:
            self._send(self._again.pop() if self._again else batches.next(threads), good)
        if self._suspects and threads and not self._running:
            # With nothing else on its way, a worker that dies dies of this one.
            self._send((self._suspects.popleft(),), good)

    def _send(self, tasks: tuple[MemberTask, ...], good: Mapping[str, int]) -> None:
        allowed = frozenset(good) if self._refused else None
        orders = [self._order(task) for task in tasks]
        future = self._client.submit(
            relay,
            self._expected,
            pickle.dumps((*self._setting, self._many)),
            orders,
            pure=False,
            workers=sorted(allowed) if allowed is not None else None,
        )
        self._running[future] = Batch(tasks, allowed)
        future.add_done_callback(self._done.put)

    def _order(self, task: MemberTask) -> tuple[bytes, float]:
        row = self._rows.get(row_of(task, self._shared))
        order = MemberOrder(task, row, task.slug not in self._unverified)
        if self._content is not None:
            # The site is what it was when the build began, whatever comes into the bucket meanwhile.
            sent = {name: self._content.read(name) for name in sorted(self._changed.get(task.slug, ()))}
            files = (
                replace(file, digest=digest_of(sent[file.name])) if file.name in sent else file
                for file in self._content.files_of(task.files.folder)
            )
            order = replace(order, files=tuple(files), contents=tuple(sent.values()))
        return pickle.dumps(order), processor_seconds(task) * _PATIENCE + _SLACK_SECONDS

    def _come_back(self, batch: Batch, future: Future[Any]) -> Iterable[Returned]:
        """Say what came of a batch; what is to be tried again is put back."""
        if future.status == "cancelled":
            # The scheduler went, and with it all it knew; whether there is another shows when it is asked.
            self._again.append(batch.tasks)
            self._await_scheduler()
            return
        error = future.exception()
        if error is not None:
            yield from self._lose(batch, error)
            return
        ending, worker, *rest = future.result()
        if ending == "machine":
            for task in batch.tasks:
                yield from self._answered(task, (ending, *rest), worker)
        elif ending == "done":
            for task, answer in zip(batch.tasks, rest[0], strict=True):
                yield from self._answered(task, answer, worker)
        else:
            self._refuse(ending, worker, rest)
            self._again.append(batch.tasks)

    def _answered(self, task: MemberTask, answer: tuple[Any, ...], worker: str) -> Iterable[Returned]:
        verb, *rest = answer
        if verb == "done":
            receipt: MemberReceipt = pickle.loads(rest[0])  # noqa: S301  our own worker wrote it
            if receipt.ending == "crash" and self._may_retry(task):
                return
            yield task, receipt, worker
        elif verb == "crash":
            if not self._may_retry(task):
                yield task, MemberReceipt(task.slug, "crash", 0.0, 0), worker
        elif verb == "changed":
            self._changed.setdefault(task.slug, set()).update(rest[0])
            self._again.append((task,))
        elif verb == "blind" and MemberOrder(task, None).unseen():
            # It changed here too since it was listed: what stands there now is read, as on one machine.
            self._unverified.add(task.slug)
            self._again.append((task,))
        elif verb == "blind":
            self._refuse(verb, worker, rest)
            self._again.append((task,))
        elif not self._may_retry(task):
            raise _of_worker(pickle.loads(rest[0]), worker)  # noqa: S301  our own worker wrote it

    def _may_retry(self, task: MemberTask) -> bool:
        """Put a task back that was lost, by itself; False where it was tried often enough."""
        self._losses[task.slug] = self._losses.get(task.slug, 0) + 1
        if self._losses[task.slug] >= _TRIES:
            return False
        self._again.append((task,))
        return True

    def _lose(self, batch: Batch, error: BaseException) -> Iterable[Returned]:
        """Try each member of a lost batch by itself, last; one that takes its workers along again is lost."""
        from distributed import KilledWorker

        if not isinstance(error, KilledWorker):
            # Not even our function can be called there: who it was, the scheduler does not say.
            raise RunsStopped(problems.worker_broken(self._address, _reason(error), last=True))
        for task in batch.tasks:
            self._losses[task.slug] = self._losses.get(task.slug, 0) + 1
            if self._losses[task.slug] >= _TRIES and len(batch.tasks) == 1:
                yield task, MemberReceipt(task.slug, "crash", 0.0, 0), ""
            else:
                self._suspects.append(task)

    def _refuse(self, why: str, worker: str, details: Sequence[str]) -> None:
        if worker in self._refused:
            return
        if why == "differs":
            problem = problems.worker_differs(worker, *details)
        elif why == "blind":
            problem = problems.worker_blind(worker, *details)
        else:
            problem = problems.worker_broken(worker, " ".join(str(part) for part in details))
        self._refused[worker] = problem
        self._notes.append(problem)

    def _recall_stranded(self) -> None:
        """Take back what waits for workers that are gone."""
        for future, batch in list(self._running.items()):
            if batch.allowed is not None and not batch.allowed & self._threads.keys():
                del self._running[future]
                self._client.cancel([future], force=True)
                self._again.append(batch.tasks)

    def _await_scheduler(self) -> None:
        """Wait until the client is connected again, as it tries to be by itself."""
        deadline = time.monotonic() + NO_WORKERS_SECONDS / 4
        while self._client.status == "connecting" and time.monotonic() < deadline:
            time.sleep(0.2)
        if self._client.status != "running":
            raise RunsStopped(problems.scheduler_lost(self._address))


def row_of(task: MemberTask, shared: Shard) -> str:
    """Name the row of a member's last result."""
    return row_name(task.shard(shared).prefix, shared.viewing)


def _as_last(problem: Problem) -> Problem:
    values = dict(problem.values)
    if problem.code == "cluster-worker-differs":
        return problems.worker_differs(values["worker"], values["what"], values["here"], values["there"], last=True)
    if problem.code == "cluster-worker-blind":
        return problems.worker_blind(values["worker"], values["path"], last=True)
    return problems.worker_broken(values["worker"], values["reason"], last=True)


def _of_worker(error: OSError, worker: str) -> OSError:
    """Name the worker whose machine refused; a bucket is the same for all, and names itself."""
    if type(error).__reduce__ is not OSError.__reduce__:
        return error
    return OSError(error.errno, f"{worker}: {error.strerror}", error.filename)


def _reason(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".strip().partition("\n")[0]
