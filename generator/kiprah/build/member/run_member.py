"""Run of one member: from its files to finished blobs, as one function of values that can travel."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from kiprah.build.address_registers import RegisterChange
from kiprah.build.cached_outputs import faults_of_cached
from kiprah.build.member.assembled_member import assembled_member
from kiprah.build.member.edited_portfolio import EditedPortfolio, write_portfolio
from kiprah.build.member.edited_result import DigestedFacts, digested_facts, edited_result
from kiprah.build.member.member_outputs import Rendering, built_output, outputs_before
from kiprah.build.member.member_result import BuiltOutput, MemberResult, member_files, packed_details
from kiprah.build.member.member_work import (
    MemberWork,
    has_error,
    incomplete,
    keep_reading,
    keep_result,
    render_context,
    render_member,
)
from kiprah.build.member.result_cache import last_member_result, row_name, without_news
from kiprah.build.member.shard import Shard, files_of, read_cache_of
from kiprah.cache.digests import digest_of
from kiprah.cache.state import State
from kiprah.content.folder import SiteFolder
from kiprah.content.read_cache import ReadCache
from kiprah.model.member import Member
from kiprah.plan.member_checks import check_member
from kiprah.plan.privacy.leaks import LeakTrace, published_paths
from kiprah.problem import Problem
from kiprah.publish.output_scan import traces_digest
from kiprah.render.faults import Fault
from kiprah.task_runner import LostTask, has_lost
from kiprah.workers import HelperTask, WorkerPool


def run_member(
    shard: Shard,
    folder: SiteFolder,
    state: State,
    workers: WorkerPool,
    cache: ReadCache | None = None,
    rendering: Rendering = Rendering(),  # noqa: B008  a frozen value
) -> MemberResult:
    """Read, plan, render and scan one member. ``cache`` is what is known of its files, where that was loaded.

    An incomplete result has problems and no outputs: nothing of the member may be published. Raises ``OSError`` for
    the machine's faults, and ``LibraryExchanged``.
    """
    cache = cache or read_cache_of(shard, folder, state)
    member, problems = assembled_member(shard, folder, state, workers, cache)
    if member is None:
        return incomplete(shard, problems)
    before = last_member_result(row_name(shard.prefix, shard.viewing), shard.blobs, state)
    workers.rest()
    # Every file's digest is known before the cache is saved: the next build opens none of them to know.
    work = MemberWork(
        shard, folder, state, workers, cache, rendering, before, cache.content_digest(files_of(folder, shard.root))
    )
    digest = b""
    if shard.context.settings.kind == "portfolio" and not check_member(member):
        facts = digested_facts(shard.key, member, shard.viewing)
        digest = facts.digest
        result = _run_edited(work, member, problems, facts)
        if result is not None:
            return result
    # Only now: most edits plan their own entries, and what plans all takes a while to load.
    from kiprah.build.member.whole_run import run_whole

    return run_whole(work, member, problems, digest)


def _finished(
    writing: Sequence[HelperTask[EditedPortfolio, tuple[Fault, ...] | None]],
) -> tuple[Fault, ...] | None:
    """Wait until ``portfolio.json`` is written, where that was begun; None where it could not be edited."""
    faults: tuple[Fault, ...] = ()
    for submitted in writing:
        path, written = submitted.task.path, submitted.result()
        if written is None:
            return None
        faults += (Fault(path, written.problem(path)),) if isinstance(written, LostTask) else written
    return faults


def _run_edited(
    work: MemberWork, member: Member, problems: tuple[Problem, ...], facts: DigestedFacts
) -> MemberResult | None:
    """Make a portfolio's edited entries anew where the last result holds for all else; None where it may not."""
    shard, before = work.shard, work.before
    addresses = digest_of(shard.register)
    if before is None or shard.force or not before.register.holds_with(addresses, on_same_day=True):
        return None
    theme, sound = shard.theme, work.rendering.sound
    writing: list[HelperTask[EditedPortfolio, tuple[Fault, ...] | None]] = []

    def begin(portfolio: EditedPortfolio, traces: tuple[LeakTrace, ...]) -> None:
        if shard.force or not shard.blobs.exists(portfolio.key.key):
            writing.append(work.workers.submit(write_portfolio, portfolio, render_context(work, traces)))

    edited = edited_result(
        facts, member, shard.context, shard.viewing, theme, before, shard.blobs, work.digests, begin, sound=sound
    )
    if edited is None or (not shard.leave_out and has_error((*problems, *edited.problems), shard.strict)):
        # Nobody may still write what is about to be planned anew.
        _finished(writing)
        return None
    # Facts are those of one day; with the file of addresses as the last run left it nothing of them is news.
    register = before.register
    if addresses == register.after:
        register = RegisterChange(b"", addresses, addresses)
        edited = edited._replace(record=replace(edited.record, problems=without_news(edited.record.problems)))
    details = before.details(shard.blobs)
    anew = {output.path: built_output(output, one) for output, one in edited.keyed}
    if (portfolio := edited.portfolio) is not None:
        anew[portfolio.path] = BuiltOutput(portfolio.path, portfolio.key.key, portfolio.key.parts)
    outputs = tuple(anew.get(output.path, output) for output in details.outputs)
    result = replace(
        before,
        problems=(*problems, *edited.problems),
        held=edited.visible.held,
        traces=traces_digest(edited.traces),
        valid_from=shard.viewing.today,
        register=register,
        blob="",
    )
    writes = frozenset(submitted.task.path for submitted in writing)

    def meanwhile(made: frozenset[str]) -> None:
        nonlocal result
        cached = ((output.path, output.blob) for output in outputs if output.path not in made | writes)
        last, planned = outputs_before(before, shard.blobs), {output.path: output for output, _ in edited.keyed}
        faults = faults_of_cached(cached, planned, last, shard.blobs, edited.traces)
        packed = packed_details(replace(details, outputs=outputs, record=edited.record))
        result = replace(result, files=member_files(outputs), faults=faults, packed_details=packed)
        keep_reading(work, published_paths(edited.visible), edited.visible.withheld)

    made, faults = render_member(work, edited.keyed, edited.traces, details.texts, meanwhile)
    more = _finished(writing)
    if more is None or any(fault.problem.is_error for fault in (*faults, *more, *result.faults)):
        return None
    result = replace(result, faults=(*faults, *more, *result.faults), made=len(made | writes))
    return keep_result(work, result, again=has_lost(problems))
