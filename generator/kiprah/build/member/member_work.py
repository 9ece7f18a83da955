"""Work on one member in one run: what it works with, how outputs are rendered, and how its result is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from msgspec.structs import replace

from kiprah.build.cache_keys import codecs
from kiprah.build.member.member_outputs import KeyedOutput, Rendering, has_pictures, missing_outputs, render_outputs
from kiprah.build.member.member_result import MemberResult, packed
from kiprah.build.member.result_cache import ResultName, row_name, save_result
from kiprah.build.member.shard import Shard
from kiprah.cache.state import State
from kiprah.content.folder import SiteFolder
from kiprah.content.read_cache import ReadCache
from kiprah.model.member import Withheld
from kiprah.plan.privacy.leaks import LeakTrace
from kiprah.plan.summary import Summary
from kiprah.problem import Problem, under_strict
from kiprah.render.context import RenderContext
from kiprah.render.faults import Fault
from kiprah.render.kinds import kind_of
from kiprah.workers import WorkerPool


class LibraryExchanged(Exception):
    """A codec is not the one that keys were made for: it was exchanged without a trace in the folders of libraries."""


class MemberWork(NamedTuple):
    """Context of one member's run, from the time when the member is read."""

    shard: Shard
    folder: SiteFolder
    state: State
    workers: WorkerPool
    cache: ReadCache
    rendering: Rendering
    before: MemberResult | None
    """Result of the last run; None where none is known."""

    content: str
    """A digest of all files of the member."""

    @property
    def digests(self) -> Mapping[str, str]:
        """Return the digest of each file of the member that could be read."""
        return self.cache.digests


def keep_reading(work: MemberWork, published: frozenset[str], withheld: frozenset[str]) -> None:
    """Keep what was read of the entries that are published, and nothing of what is withheld."""
    # A profile is never held back.
    work.cache.save({*published, f"{work.shard.root}profile.md"}, withheld)


def keep_result(work: MemberWork, result: MemberResult, *, again: bool) -> MemberResult:
    """Keep a result for the next run; with ``again`` no later build finds that it still holds.

    A portfolio's is noted nevertheless, as what was made last: what an earlier run made may tell what is hidden now,
    and is to leave the store.
    """
    shard = work.shard
    if again and shard.root:
        return result
    # No files have an empty digest. Nor are problems kept then: they may say which hidden words were found.
    row = ResultName(row_name(shard.prefix, shard.viewing), shard.key, "" if again else work.content)
    head = save_result(row, replace(result, problems=()) if again else result, shard.blobs, work.state)
    before = work.before.traces if work.before is not None else ""
    # Of a community's thousands none is carried along whole.
    return replace(head if shard.root else result, made=result.made, hides_anew=result.traces not in ("", before))


def render_member(
    work: MemberWork,
    keyed: Sequence[KeyedOutput],
    traces: tuple[LeakTrace, ...],
    texts: Mapping[str, tuple[str, ...]],
    meanwhile: Callable[[frozenset[str]], None] | None = None,
) -> tuple[frozenset[str], tuple[Fault, ...]]:
    """Bring into the blob store what of these is not there yet; returns the paths of what was made, and its faults.

    ``meanwhile`` is called with those paths, while a helper makes them if there is one.
    """
    shard, rendering = work.shard, work.rendering
    missing = missing_outputs(keyed, shard.blobs, force=shard.force)
    if any(kind_of(output).uses_codecs for output, _ in missing) and shard.theme.codecs != codecs():
        raise LibraryExchanged
    context = render_context(work, traces)
    ahead: frozenset[str] = frozenset()
    if rendering.first is not None and has_pictures(keyed, work.before, shard.blobs):
        files = rendering.first.files
        ahead = frozenset(o.path for o, _ in missing if not files.isdisjoint(texts.get(o.path, ())))
    made = frozenset(o.path for o, _ in missing)
    beside = partial(meanwhile, made) if meanwhile is not None else None
    return made, render_outputs(missing, context, work.workers, rendering, ahead, beside)


def render_context(work: MemberWork, traces: tuple[LeakTrace, ...]) -> RenderContext:
    """Put together what rendering needs of the site; ``traces`` are the hidden words of the member."""
    shard, theme = work.shard, work.shard.theme
    early = work.rendering.early
    return RenderContext(shard.blobs, shard.context.folder, theme.theme, theme.asset_links, traces, early)


def has_error(problems: Iterable[Problem], strict: bool) -> bool:
    """Say whether any of these keeps the member from being published."""
    return any(problem.is_error for problem in (under_strict(problems) if strict else problems))


def incomplete(shard: Shard, problems: Sequence[Problem], held: Sequence[Withheld] = ()) -> MemberResult:
    """Describe a run after which nothing of the member may be published."""
    nothing = packed(Summary(shard.prefix, ""))
    return MemberResult(
        prefix=shard.prefix,
        complete=False,
        files=nothing.files,
        problems=tuple(problems),
        faults=(),
        held=tuple(held),
        summary_digest=nothing.summary_digest,
        packed_heads=nothing.heads,
        traces="",
        valid_from=shard.viewing.today,
        valid_until=None,
        packed_details=nothing.details,
    )
