"""Outputs of one member on their way into the blob store: which are missing, which are wanted first, what was said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from kiprah.build.cached_outputs import LastOutputs
from kiprah.build.member.member_result import BuiltOutput, MemberResult
from kiprah.build.output_keys import OutputKey
from kiprah.cache.blobs import Blobs
from kiprah.plan.outputs import Output
from kiprah.render.context import RenderContext
from kiprah.render.faults import Fault
from kiprah.render.jobs import blob_of, do_jobs, jobs_of
from kiprah.workers import WorkerPool

KeyedOutput: TypeAlias = tuple[Output, OutputKey]


class FirstPages(NamedTuple):
    """Pages that are wanted before the rest."""

    files: frozenset[str]
    """The files whose bodies they tell."""
    ready: Callable[[Mapping[str, str]], None]
    """Function called with their paths and blobs once they are in the store, and nothing of them may not be shown."""


class Rendering(NamedTuple):
    """Options of rendering: who is told of it, what is wanted first, and where it waits."""

    done: Callable[[int, int], None] = lambda made, total: None
    """Function that is told how many outputs were made, of how many."""
    first: FirstPages | None = None
    early: str = ""
    """The folder in which what is rendered waits to be published; empty where it waits in the store."""
    sound: bool = True
    """True where all that is taken over from the last run is in the store; else who publishes meets what was lost."""


def built_output(output: Output, key: OutputKey) -> BuiltOutput:
    """Note of an output where its bytes are, and what they are made of."""
    return BuiltOutput(output.path, blob_of(output, key.key), key.parts)


def missing_outputs(keyed: Sequence[KeyedOutput], blobs: Blobs, *, force: bool) -> list[tuple[Output, str]]:
    """List with their keys the outputs that the store does not hold; with ``force`` all of them."""
    names = [blob_of(output, one.key) for output, one in keyed]
    there = frozenset() if force else blobs.exists(*names)
    return [(output, one.key) for (output, one), name in zip(keyed, names, strict=True) if name not in there]


def render_outputs(
    missing: Sequence[tuple[Output, str]],
    context: RenderContext,
    workers: WorkerPool,
    rendering: Rendering,
    ahead: frozenset[str],
    meanwhile: Callable[[], None] | None = None,
) -> tuple[Fault, ...]:
    """Render outputs into the blob store, those with the paths ``ahead`` before the others.

    ``meanwhile`` is called once, while a helper renders if there is one.
    """
    total, count = len(missing), 0

    def add(number: int) -> None:
        nonlocal count
        count += number
        rendering.done(count, total)

    rendering.done(0, total)
    wanted = [both for both in missing if both[0].path in ahead]
    rest = [both for both in missing if both[0].path not in ahead]
    faults: tuple[Fault, ...] = ()
    if rendering.first is not None and wanted:
        faults = do_jobs(jobs_of(wanted), context, workers, add)
        if not faults:
            rendering.first.ready({output.path: blob_of(output, key) for output, key in wanted})
    if rest or meanwhile is not None:
        faults += do_jobs(jobs_of(rest), context, workers, add, meanwhile)
    return faults


def has_pictures(keyed: Iterable[KeyedOutput], before: MemberResult | None, blobs: Blobs) -> bool:
    """Say whether all pictures and files were published before: a page whose own are yet to come would show holes."""
    known = {output.path for output in before.details(blobs).outputs} if before is not None else frozenset()
    return all(output.path in known for output, _ in keyed if output.fills_pages)


def outputs_before(before: MemberResult | None, blobs: Blobs) -> LastOutputs:
    """Return what a member's last run made, and what it said of that. Raises ``BlobLost``."""
    if before is None:
        return LastOutputs()
    outputs = {output.path: output.blob for output in before.details(blobs).outputs}
    return LastOutputs(outputs, before.faults, before.traces)
