"""Publishing of a build: the output folder is made equal to the union of the shards."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias, TypeVar

from msgspec import DecodeError, Struct, json

from kiprah.build.request import Progress, Report, Request
from kiprah.build.shared_places import busy, objects_in_the_way, unconditional
from kiprah.build.up_to_date import Inputs, Options
from kiprah.cache.blobs import BlobLost, Blobs, CheckedBytes, blob_content, fetch
from kiprah.cache.manifest import (
    Manifest,
    PublishedFile,
    folder_key,
    read_manifest,
    shard_names,
    write_manifest,
    write_pending,
)
from kiprah.cache.standing import touched_files, write_standing
from kiprah.cache.standing_check import StandingCheck
from kiprah.cache.state import State
from kiprah.problem import Place, Problem
from kiprah.publish.early_files import early_files
from kiprah.publish.file_moves import FileAside, Handling, MovedFacts, OneByOne, StagedFacts, move_files, stage_file
from kiprah.publish.site_identity import published_identity
from kiprah.publish.staging import sweep
from kiprah.publish.writer import foreign, is_in_place, left_over, publish, replace_ahead
from kiprah.task_runner import Finished, LostTask
from kiprah.workers import HelperTask, WorkerPool, processors

R = TypeVar("R")

_TOGETHER = 600
"""Minimum number of files for a second process: fewer are written before it has begun."""
_BATCH = 150


def standing_check(request: Request, state: State) -> StandingCheck:
    """Begin to look at what stands published, beside the build where there is a second processor for it."""
    beside = request.output_at is None and not request.force and (request.jobs or processors()) > 1
    return StandingCheck(state, request.output, beside=beside)


def publish_outputs(
    request: Request,
    state: State,
    shards: Mapping[str, Mapping[str, str]],
    site_url: str,
    tell: Progress,
    check: StandingCheck | None = None,
    workers: WorkerPool | None = None,
    *,
    early: bool = False,
    touched: frozenset[str] | None = None,
) -> Report:
    """Make the output folder equal to the union of the shards; the report says what was written, or why nothing was.

    ``check`` is the look at what stands there, where it was begun before. ``workers`` share the writing of many files.
    ``early``: what this build rendered may wait already. ``touched``: somebody has looked at all files that stand, a
    moment ago, and found only these to be others than they were left.
    """
    if request.output_at is not None:
        return _publish_into_bucket(request, request.output_at.url, shards, site_url, tell)
    check = check or StandingCheck(state, request.output, beside=False)
    standing = frozenset[str]() if request.force else check.standing(shards)
    wanted = {path: blob for name, files in shards.items() if name not in standing for path, blob in files.items()}
    outputs = sum(map(len, shards.values()))
    manifest = read_manifest(state, request.output, standing)
    staging = request.cache / "staging"
    sweep(staging, request.output, early=not early)
    content_of = _contents(request.blobs, wanted)

    def read(path: str) -> bytes | None:
        return content_of(path).content if path in wanted else None

    strangers = foreign(request.output, wanted, manifest, lambda: published_identity(read))
    if strangers:
        values = {"path": strangers[0], "count": str(len(strangers)), "output": str(request.output)}
        return Report(2, (Problem("output-foreign", Place(strangers[0]), values),), (), None)
    leftovers = left_over(request.output, frozenset(wanted), manifest)
    in_place: frozenset[str] = frozenset()
    if not request.force:
        in_place = _in_place(str(request.output), wanted, manifest, touched)
    tell("publish", 0, outputs)
    fetch(request.blobs, (blob for path, blob in wanted.items() if path not in in_place))

    def keep(files: Mapping[str, PublishedFile]) -> None:
        write_pending(state, request.output, files)

    handling: Handling = OneByOne(content_of)
    if workers is not None and workers.workers > 1:
        handling = _Shared(workers, request.blobs, handling)
    waiting = early_files(staging) if early else None
    outcome, published = publish(request.output, staging, wanted, handling, manifest, in_place, keep, waiting)
    changed = {
        name: {path: published[path] for path in files} for name, files in shards.items() if name not in standing
    }
    # The manifest last: a build that is killed before counts as one that was, and every file is looked at.
    write_standing(state, request.output, changed, standing)
    check.save_cursor(state)
    write_manifest(state, request.output, changed, standing)
    problems: tuple[Problem, ...] = ()
    if leftovers:
        values = {"count": str(len(leftovers)), "path": leftovers[0], "output": str(request.output)}
        problems = (Problem("output-left-over", Place(leftovers[0]), values),)
    return Report(
        0,
        problems,
        (),
        None,
        outputs=outputs,
        written=outcome.written,
        unchanged=outputs - outcome.written,
        removed=outcome.removed,
    )


def _in_place(
    base: str, wanted: Mapping[str, str], manifest: Manifest | None, touched: frozenset[str] | None
) -> frozenset[str]:
    """Name the files that stand as they are wanted."""
    if touched is None or manifest is None:
        return frozenset(path for path, blob in wanted.items() if is_in_place(base, path, blob, manifest))
    known = manifest.files
    return frozenset(path for path, blob in wanted.items() if path in known and known[path].blob == blob) - touched


FilesLook: TypeAlias = HelperTask[Path, frozenset[str] | None]
"""Task of looking at what stands published: at the files that somebody touched."""


def submitted_look(request: Request, workers: WorkerPool) -> FilesLook | None:
    """Submit the look at what stands published of a portfolio; None where publishing does not ask for it."""
    if request.output_at is not None or request.force:
        return None
    # Reading comes first: everything else waits for that.
    return workers.submit(touched_files, request.cache, request.output, after_first=True)


def touched_by_now(look: FilesLook) -> frozenset[str] | None:
    """Return the files that were touched; None where nobody looked, since everything was recalled, or can say."""
    touched = look.result() if look.is_offered else None
    return None if isinstance(touched, LostTask) else touched


def put_first(request: Request, pages: Mapping[str, str], tell: Progress) -> None:
    """Put some pages of a preview (path to blob) in place while the rest is still being made, and tell how many."""
    contents = {
        path: content for path, blob in pages.items() if (content := blob_content(request.blobs, blob)) is not None
    }
    replaced = replace_ahead(request.output, request.cache / "staging", contents)
    tell("first", replaced, replaced)


def _publish_into_bucket(
    request: Request, url: str, shards: Mapping[str, Mapping[str, str]], site_url: str, tell: Progress
) -> Report:
    """Make a bucket equal to the union of the shards. Raises ``BucketFailed``."""
    # Only now: most sites are published into a folder, and what asks a bucket takes a while to load.
    from kiprah.bucket.client import BucketClient
    from kiprah.bucket.conditions import honours_conditions
    from kiprah.publish.bucket_writer import BucketBusy, BucketTaken, plan_bucket, write_bucket

    wanted = {path: blob for files in shards.values() for path, blob in files.items()}
    objects = BucketClient(url)
    tell("publish", 0, len(wanted))
    try:
        plan = plan_bucket(objects, wanted, site_url, force=request.force)
        conditions = honours_conditions(objects, keep=False) if plan.changed or plan.removed else True
        fetch(request.blobs, (wanted[path] for path in plan.changed))
        content_of = _contents(request.blobs, wanted)
        headers = content_of("_headers").content.decode() if plan.changed and "_headers" in wanted else ""
        outcome = write_bucket(
            objects,
            plan,
            wanted,
            lambda path: content_of(path).content,
            headers,
            lambda n, of: tell("publish", n, of),
            conditions=conditions,
        )
    except BucketTaken as taken:
        return Report(2, (objects_in_the_way(url, taken.names),), (), None)
    except BucketBusy:
        return Report(3, (busy(url),), (), None)
    problems = () if conditions else (unconditional(url),)
    return Report(0, problems, (), None, len(wanted), outcome.written, outcome.unchanged, outcome.removed)


def members_before(request: Request, state: State) -> frozenset[str]:
    """Name the shards that have anything where this build publishes."""
    if request.output_at is None:
        return frozenset(shard_names(state, request.output))
    from kiprah.bucket.client import BucketClient

    return frozenset(f"{name}/" for name in BucketClient(request.output_at.url).folders("members"))


class BuiltFolder(Struct, frozen=True):
    """Record of a folder's last build: with which options, of which inputs."""

    inputs: str
    options: Options
    shown: str
    """Kind of what is in it that is not for everybody: ``preview``, ``circle``, or empty."""


def _built_row(output: Path) -> str:
    return f"{folder_key(output)}/built"


def note_built(request: Request, state: State, inputs: Inputs) -> None:
    """Note how a folder was built, for who sends it elsewhere."""
    hidden = request.drafts or request.future or request.preview
    built = BuiltFolder(inputs.digest, request.options, "circle" if request.circle else "preview" if hidden else "")
    state.update("last", {_built_row(request.output): json.encode(built)})


def built_folder(state: State, output: Path) -> BuiltFolder | None:
    """Return how a folder was built last; None where it was not, or not from here."""
    row = state.get("last", _built_row(output))
    try:
        return json.decode(row, type=BuiltFolder) if row is not None else None
    except DecodeError:
        return None


class _Shared:
    """Shares the handling of many files among the workers: of small ones it is all that publishing does."""

    def __init__(self, workers: WorkerPool, blobs: Blobs, alone: Handling) -> None:
        self._workers, self._blobs, self._alone = workers, blobs, alone

    def stage(self, files: Sequence[FileAside], output: str) -> Iterator[StagedFacts]:
        """Write files aside; what the store lost is asked for here, to be named as lost."""
        batches, together = _batches(files), len(files) >= _TOGETHER
        tasks = batches if together else []
        done = self._workers.map(stage_blobs, tasks, self._blobs, output, parallel=together)
        facts = _by_first_path(done)
        for batch in batches:
            for file, known in zip(batch, facts.get(batch[0].path) or (None,) * len(batch), strict=True):
                yield known or next(iter(self._alone.stage((file,), output)))

    def move(self, files: Sequence[FileAside], output: str) -> Iterator[MovedFacts]:
        """Move files into place; of a batch whose worker was lost, what still waits is moved here."""
        if len(files) < _TOGETHER:
            yield from self._alone.move(files, output)
            return
        batches = _batches(files)
        facts = _by_first_path(self._workers.map(move_files, batches, output, parallel=True))
        for batch in batches:
            known = facts.get(batch[0].path)
            yield from self._alone.move(batch, output) if known is None else known


def _by_first_path(done: Iterable[Finished[tuple[FileAside, ...], R]]) -> dict[str, R]:
    """Gather what workers returned by the first path of each batch; nothing of a batch whose worker was lost."""
    return {finished.task[0].path: finished.result for finished in done if not isinstance(finished.result, LostTask)}


def _batches(files: Sequence[FileAside]) -> list[tuple[FileAside, ...]]:
    return [tuple(files[start : start + _BATCH]) for start in range(0, len(files), _BATCH)]


def stage_blobs(files: tuple[FileAside, ...], blobs: Blobs, output: str) -> tuple[StagedFacts | None, ...]:
    """Write files aside, in a worker; None for one that the store has lost. Raises ``OSError``."""
    contents = ((file, blobs.get(file.blob)) for file in files)
    return tuple(stage_file(file, content, output) if content is not None else None for file, content in contents)


def _contents(blobs: Blobs, wanted: Mapping[str, str]) -> Callable[[str], CheckedBytes]:
    def content_of(path: str) -> CheckedBytes:
        content = blobs.get(wanted[path])
        if content is None:
            # What is deleted is made again; what stands published stands untouched.
            for blob in wanted.values():
                if blobs.get(blob) is None:
                    blobs.delete(blob)
            raise BlobLost(errno.EIO, "the blob store lost a file", path)
        return content

    return content_of
