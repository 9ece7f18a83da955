"""Run of one member: from its files to finished blobs, as one function of values that can travel."""

from __future__ import annotations

from msgspec.structs import replace

from kiprah.build.edited_result import DigestedFacts, digested_facts, edited_result
from kiprah.build.member_outputs import Rendering, built_output, faults_of_others
from kiprah.build.member_result import MemberResult, member_files, packed_details
from kiprah.build.member_work import MemberWork, has_error, incomplete, keep_result, render_member
from kiprah.build.register_cache import cached_register
from kiprah.build.registers import RegisterChange
from kiprah.build.result_cache import last_member_result, row_name, without_news
from kiprah.build.shard import Shard, files_of, read_cache_of
from kiprah.cache.digests import digest_of
from kiprah.cache.state import State
from kiprah.content.folder import SiteFolder
from kiprah.content.read_cache import ReadCache
from kiprah.content.site import read_member
from kiprah.model.addresses import AddressRegister, register_path
from kiprah.model.member import Member
from kiprah.plan.checks import check_member
from kiprah.plan.cool_off import with_register
from kiprah.plan.leaks import published_paths
from kiprah.problem import Problem
from kiprah.publish.output_scan import traces_digest
from kiprah.workers import WorkerPool, has_lost


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
    member, problems = read_member(folder, shard.root, shard.prefix, shard.context.settings, cache, workers)
    if member is None:
        return incomplete(shard, problems)
    if shard.context.settings.kind == "community":
        from kiprah.content.event_facts import with_events

        member, more = with_events(replace(member, record=shard.record), shard.events, shard.slug)
        problems += more
        if not member.profile.original.name:
            # Nobody stands in a directory without a name.
            return incomplete(shard, problems)
    register, more = _register(shard, state)
    problems += more
    member = with_register(member, register, shard.context.settings, shard.viewing)
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
    from kiprah.build.whole_run import run_whole

    return run_whole(work, member, problems, digest)


def _register(shard: Shard, state: State) -> tuple[AddressRegister, tuple[Problem, ...]]:
    """Read a member's file of addresses; a portfolio's has a line for every page of the site."""
    if shard.root:
        from kiprah.content.address_register import parse_register

        return parse_register(register_path(shard.slug), shard.register)
    return cached_register(shard.register, shard.reading, state)


def _run_edited(
    work: MemberWork, member: Member, problems: tuple[Problem, ...], facts: DigestedFacts
) -> MemberResult | None:
    """Make a portfolio's edited entries anew where the last result holds for all else; None where it may not."""
    shard, before = work.shard, work.before
    addresses = digest_of(shard.register)
    if before is None or shard.force or not before.register.holds_with(addresses, on_same_day=True):
        return None
    theme, sound = shard.theme, work.rendering.sound
    edited = edited_result(
        facts, member, shard.context, shard.viewing, theme, before, shard.blobs, work.digests, sound=sound
    )
    if edited is None or (not shard.leave_out and has_error((*problems, *edited.problems), shard.strict)):
        return None
    # Facts are those of one day; with the file of addresses as the last run left it nothing of them is news.
    register = before.register
    if addresses == register.after:
        register = RegisterChange(b"", addresses, addresses)
        edited = edited._replace(record=replace(edited.record, problems=without_news(edited.record.problems)))
    details = before.details(shard.blobs)
    made, faults = render_member(work, edited.keyed, edited.traces, details.texts)
    anew = {output.path: built_output(output, one) for output, one in edited.keyed}
    outputs = tuple(anew.get(output.path, output) for output in details.outputs)
    faults += faults_of_others(shard.blobs, outputs, made, before, edited.traces)
    if any(fault.problem.is_error for fault in faults):
        return None
    result = replace(
        before,
        files=member_files(outputs),
        problems=(*problems, *edited.problems),
        faults=faults,
        held=edited.visible.held,
        traces=traces_digest(edited.traces),
        valid_from=shard.viewing.today,
        made=len(made),
        register=register,
        packed_details=packed_details(replace(details, outputs=outputs, record=edited.record)),
        blob="",
    )
    published = published_paths(edited.visible)
    return keep_result(work, result, published, edited.visible.withheld, again=has_lost(problems))
