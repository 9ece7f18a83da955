"""Runs of a community's members on a Dask cluster: sent off, their results read, and noted for the next build."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from kiprah.build.community.member_task import MemberRun, MemberTask
from kiprah.build.community.members import MemberRunner, lost
from kiprah.build.member.member_result import MemberResult
from kiprah.build.member.result_cache import result_blob, result_of_row
from kiprah.build.member.shard import Shard
from kiprah.build.outcome import RunsStopped
from kiprah.cache.blobs import fetch, put_content, shared_store
from kiprah.cache.stat_index import file_system_time
from kiprah.cache.state import State
from kiprah.content.file_digests import digest_rows
from kiprah.distributed import cluster_problems as problems
from kiprah.distributed.bucket_content import MirroredContent
from kiprah.distributed.cluster_client import cluster_client
from kiprah.distributed.dispatch import Dispatch, row_of
from kiprah.distributed.receipt import MemberReceipt, packed_shard
from kiprah.problem import Problem

_SHOWN_SECONDS = 10.0
"""Seconds within which a shared folder shows what a worker has just written."""


class ClusterMembers(MemberRunner):
    """Runner of members on the cluster behind one address. It holds the address, and no connection between runs."""

    def __init__(self, address: str, content: MirroredContent | None = None) -> None:
        """Connect to nobody yet. With ``content`` workers read members' files from the bucket that it mirrors."""
        self._address, self._content = address, content
        self.notes: list[Problem] = []

    def run(self, tasks: Sequence[MemberTask], shared: Shard, state: State) -> Iterator[MemberRun]:
        """Run these members, what is done first first; their results are in the blob store, and in ``state``."""
        # Before anything is read: what is written from here on is looked at again by the next build.
        now = file_system_time(state.folder) if state.folder is not None else 0
        rows = {name: state.get("member", name) for name in (row_of(task, shared) for task in tasks)}
        state.close()
        content = self._content
        name, data = packed_shard(shared, content.shared_files(shared.context) if content is not None else {})
        with cluster_client(self._address) as client:
            put_content(shared.blobs, name, data)
            others = shared_store(shared.blobs)
            if others is not None:
                others.share((name,))
            dispatch = Dispatch(client, self._address, shared, name, rows, self.notes, content)
            try:
                for returned in dispatch.receipts(tasks):
                    fetch(shared.blobs, (result_blob(receipt.row) for _, receipt, _ in returned if receipt.row))
                    runs = [_run_of(task, receipt, worker, shared) for task, receipt, worker in returned]
                    noted = [(task, receipt) for task, receipt, _ in returned if receipt.row]
                    files = [digest_rows(task.files.folder, receipt.files, now) for task, receipt in noted]
                    # Two transactions a batch, not two a member.
                    state.update("file", {path: row for rows in files for path, row in rows.items()})
                    state.update("member", {row_of(task, shared): receipt.row for task, receipt in noted})
                    yield from runs
            finally:
                dispatch.release()
                state.close()
                shared.blobs.delete(name)


def _stored(row: bytes, shared: Shard) -> MemberResult | None:
    """Read a result that a worker has just put away; shared folders show new files after a moment only."""
    deadline = time.monotonic() + _SHOWN_SECONDS
    while True:
        result = result_of_row(row, shared.blobs)
        if result is not None or time.monotonic() > deadline:
            return result
        time.sleep(0.5)


def _run_of(task: MemberTask, receipt: MemberReceipt, worker: str, shared: Shard) -> MemberRun:
    """Read the result that a receipt names. Raises ``RunsStopped`` where it is not to be seen from here."""
    if receipt.ending != "done":
        return lost(task, shared, receipt.ending, receipt.seconds, receipt.megabytes, receipt.message)
    result = _stored(receipt.row, shared) if receipt.result is None and receipt.row else receipt.result
    if result is None:
        raise RunsStopped(problems.result_missing(task.slug, worker))
    return MemberRun(
        task.slug,
        replace(result, made=receipt.made),
        task.files.usage,
        receipt.cached,
        "done",
        receipt.seconds,
        receipt.megabytes,
        worker,
    )
