"""Outcome of all runs of a build, before publishing; and the rendering that portfolios and communities share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from kiprah.build.address_registers import WantedRegister
from kiprah.model.member import Withheld
from kiprah.plan.output_sources import Sources
from kiprah.plan.outputs import Output
from kiprah.problem import Problem
from kiprah.render.context import RenderContext
from kiprah.render.faults import Fault
from kiprah.render.jobs import blob_of, do_jobs, jobs_of
from kiprah.workers import WorkerPool

if TYPE_CHECKING:
    from kiprah.build.community.member_task import MemberRun


class RunsStopped(Exception):
    """Failure of the machines that run members: out of reach, or unfit for this build. Nothing is published."""

    def __init__(self, problem: Problem) -> None:
        """Say why."""
        super().__init__(problem.code)
        self.problem = problem


class BuildOutcome(Struct, frozen=True):
    """Outcome of a build before it is published: files by shard, and all there is to say of them."""

    shards: Mapping[str, Mapping[str, str]]
    """Files and their blobs, by shard (a member, or the site itself)."""
    problems: tuple[Problem, ...]
    held: tuple[Withheld, ...]
    complete: bool
    """True where all of it may be published."""
    made: int
    """Outputs rendered in this run."""
    texts: Mapping[str, tuple[str, ...]]
    """Files whose bodies each page shows, by page."""
    valid_until: date | None
    """The first day on which it would differ; None: never."""
    runs: tuple[MemberRun, ...] = ()
    """Reports of the runs of a community's members."""
    kept: frozenset[str] = frozenset()
    """Blobs that the next build needs and nobody publishes."""
    sources: Mapping[str, Sources] = {}
    """Files that what is published is made from, by folder (``members/alya/``; empty: the site's own)."""
    registers: tuple[WantedRegister, ...] = ()
    """Files of addresses that are to be written once all of it is published."""
    hides_anew: bool = False
    """True where other words of a portfolio are hidden than before."""


class Rendered(NamedTuple):
    """Result of rendering what was missing."""

    made: frozenset[str]
    """Paths of what was not in the blob store."""
    faults: tuple[Fault, ...]
    """Faults of these, and of no others."""


def render_missing(
    outputs: Iterable[tuple[Output, str]],
    context: RenderContext,
    workers: WorkerPool,
    done: Callable[[int, int], None] = lambda made, total: None,
    *,
    force: bool = False,
) -> Rendered:
    """Render what is not in the blob store yet; ``done`` is told how many were made, of how many."""
    outputs = tuple(outputs)
    there = frozenset() if force else context.blobs.exists(*(blob_of(o, key) for o, key in outputs))
    missing = [(o, key) for o, key in outputs if blob_of(o, key) not in there]
    count = 0

    def add(number: int) -> None:
        nonlocal count
        count += number
        done(count, len(missing))

    faults = do_jobs(jobs_of(missing), context, workers, add) if missing else ()
    return Rendered(frozenset(output.path for output, _ in missing), faults)
