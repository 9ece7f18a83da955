"""Receipts: what travels to a worker of a cluster for one member's run, and what comes back of it."""

from __future__ import annotations

import pickle
from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from kiprah.blake2 import blake2b
from kiprah.build.community.member_task import MemberTask
from kiprah.build.community.members import MEGABYTES, processor_seconds
from kiprah.build.member.contained import Ending, run_contained
from kiprah.build.member.member_result import MemberResult
from kiprah.build.member.result_cache import ResultName, note_results, recalled, row_name
from kiprah.build.member.run_member import run_member
from kiprah.build.member.shard import Shard, files_of
from kiprah.cache.blobs import Blobs, blob_content
from kiprah.cache.memory_state import MemoryState
from kiprah.content.file_digests import noted_digests
from kiprah.content.read_cache import ReadCache
from kiprah.distributed.bucket_content import ContentFile, NearContent
from kiprah.model.photo import PHOTO_ENDINGS
from kiprah.workers import WorkerPool


class MemberOrder(Struct, frozen=True):
    """Order of one member's run, as a worker is asked for it."""

    task: MemberTask
    row: bytes | None
    """The row of the member's last result."""
    verified: bool = True
    """True where the worker must see the files as the coordinator listed them."""
    files: tuple[ContentFile, ...] = ()
    """The files as a bucket holds them, where content lies in one; the worker reads them there."""
    contents: tuple[bytes, ...] = ()
    """Contents of those files that the bucket holds no more, as they were when the build began."""

    def laid_out(self, near: NearContent) -> MemberOrder | tuple[str, ...]:
        """Bring the files to this machine; else name those that the bucket does not hold as they must be."""
        for content in self.contents:
            near.put(content)
        missing = near.lay_out(self.files)
        if missing:
            return missing
        return replace(self, task=replace(self.task, files=replace(self.task.files, root=near.site)), contents=())

    def unseen(self) -> str:
        """Return the first file that is not here what the coordinator listed, or nothing."""
        folder = self.task.files.folder
        for path, file in sorted(folder.files.items()) if self.verified else ():
            try:
                here = folder.absolute(path).lstat()
            except OSError:
                return str(folder.absolute(path))
            # Not every file system that is shared keeps parts of a second.
            if (here.st_size, here.st_mtime_ns // 10**9) != (file.size, file.modified // 10**9):
                return str(folder.absolute(path))
        return ""


class MemberReceipt(Struct, frozen=True):
    """Receipt of one member's run on a worker."""

    slug: str
    ending: Ending
    seconds: float
    megabytes: int
    message: str = ""
    row: bytes = b""
    """The member's row, where its result is in the blob store."""
    result: MemberResult | None = None
    """The result itself, where it is not kept for another build, or was made by an earlier one."""
    made: int = 0
    cached: bool = False
    """True where an earlier run, of which this build knew nothing, had left the result in the blob store."""
    files: tuple[tuple[str, str], ...] = ()
    """Path and digest of each file that a later build need not open to know."""


class _Ran(Struct, frozen=True):
    row: bytes
    result: MemberResult | None
    made: int
    cached: bool
    files: tuple[tuple[str, str], ...]


def packed_shard(shard: Shard, files: Mapping[str, bytes] = {}) -> tuple[str, bytes]:
    """Pack what all members share; the name of its blob is its digest, which travels in its place.

    ``files`` are those that a worker does not see otherwise.
    """
    data = pickle.dumps((shard, dict(files)))
    return blake2b(data, digest_size=20).hexdigest(), data


def unpacked_shard(name: str, blobs: Blobs) -> tuple[Shard, Mapping[str, bytes]] | None:
    """Read the shard from the blob store; None where it is not there, or is not what this digest was made of."""
    data = blob_content(blobs, name)
    if data is None or blake2b(data, digest_size=20).hexdigest() != name:
        return None
    both: tuple[Shard, Mapping[str, bytes]] = pickle.loads(data)  # noqa: S301  its digest came with the task, which is as trusted
    return both


def run_order(order: MemberOrder, shared: Shard) -> MemberReceipt:
    """Run one member in a forked child with limits; called in a process with one thread. Raises ``OSError``."""
    seconds = processor_seconds(order.task)
    run = run_contained(_ran, order, shared, seconds=seconds, megabytes=MEGABYTES)
    ran, slug = run.value, order.task.slug
    if ran is None:
        return MemberReceipt(slug, run.ending, run.seconds, run.megabytes, run.message)
    return MemberReceipt(
        slug, "done", run.seconds, run.megabytes, "", ran.row, ran.result, ran.made, ran.cached, ran.files
    )


def _ran(order: MemberOrder, shared: Shard) -> _Ran:
    task = order.task
    shard = task.shard(shared)
    name, folder = row_name(shard.prefix, shard.viewing), task.files.folder
    if not shard.force:
        listed = ReadCache(folder, shard.reading, None, shard.root)
        wanted = ResultName(name, shard.key, listed.content_digest(files_of(folder, shard.root)))
        known = recalled(wanted, wanted.as_row, shard.viewing.today, shard.blobs, shard.register, sound=True)
        if known is not None:
            found = MemoryState({})
            note_results(((wanted, known),), found)
            return _Ran(found.get("member", name) or b"", known, 0, True, _settled(listed, known))
    state = MemoryState({("member", name): order.row} if order.row is not None else {})
    with WorkerPool(1) as alone:
        result = run_member(shard, folder, state, alone)
    if ("member", name) not in state.written:
        return _Ran(b"", result, result.made, False, ())
    return _Ran(state.get("member", name) or b"", None, result.made, False, noted_digests(state))


def _settled(listed: ReadCache, result: MemberResult) -> tuple[tuple[str, str], ...]:
    """Keep the digests that a run keeps: of texts, and of the photos that are published."""
    return tuple(
        (path, digest)
        for path, digest in listed.digests.items()
        if not path.lower().endswith(PHOTO_ENDINGS) or digest in result.files.photos
    )
