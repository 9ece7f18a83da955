"""Publishing of a build: the output folder is made equal to the union of the shards."""

from __future__ import annotations

import errno
from collections.abc import Callable, Mapping

from kiprah.build.request import Progress, Report, Request
from kiprah.cache.blobs import Blobs
from kiprah.cache.manifest import PublishedFile, read_manifest, write_manifest, write_pending
from kiprah.cache.standing import standing_shards, write_standing
from kiprah.cache.state import State
from kiprah.problem import Place, Problem
from kiprah.publish.writer import foreign, is_in_place, left_over, publish, sweep


class BlobDamaged(OSError):
    """A blob is not what was put into the store; it was deleted, and so were all others like it."""


def publish_outputs(
    request: Request, state: State, shards: Mapping[str, Mapping[str, str]], site_url: str, tell: Progress
) -> Report:
    """Make the output folder equal to the union of the shards; the report says what was written, or why nothing was."""
    standing = frozenset[str]() if request.force else standing_shards(state, request.output, shards)
    wanted = {path: blob for name, files in shards.items() if name not in standing for path, blob in files.items()}
    outputs = sum(map(len, shards.values()))
    manifest = read_manifest(state, request.output, standing)
    staging = request.cache / "staging"
    sweep(staging, request.output)
    strangers = foreign(request.output, wanted, manifest, site_url)
    if strangers:
        values = {"path": strangers[0], "count": str(len(strangers)), "output": str(request.output)}
        return Report(2, (Problem("output-foreign", Place(strangers[0]), values),), (), None)
    leftovers = left_over(request.output, frozenset(wanted), manifest)
    in_place: frozenset[str] = frozenset()
    if not request.force:
        in_place = frozenset(p for p, blob in wanted.items() if is_in_place(request.output, p, blob, manifest))
    tell("publish", 0, outputs)
    request.blobs.fetch(blob for path, blob in wanted.items() if path not in in_place)
    content_of = _contents(request.blobs, wanted)

    def keep(files: Mapping[str, PublishedFile]) -> None:
        write_pending(state, request.output, files)

    outcome, published = publish(request.output, staging, wanted, content_of, manifest, in_place, keep)
    changed = {
        name: {path: published[path] for path in files} for name, files in shards.items() if name not in standing
    }
    write_manifest(state, request.output, changed, standing)
    write_standing(state, request.output, changed, standing)
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


def _contents(blobs: Blobs, wanted: Mapping[str, str]) -> Callable[[str], bytes]:
    def content_of(path: str) -> bytes:
        content = blobs.get(wanted[path])
        if content is None:
            # What is deleted is made again; what stands published stands untouched.
            for blob in wanted.values():
                if blobs.get(blob) is None:
                    blobs.delete(blob)
            raise BlobDamaged(errno.EIO, "the blob store lost a file", path)
        return content

    return content_of
