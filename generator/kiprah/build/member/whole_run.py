"""Whole run of a member: all of it is planned, and what is not in the store yet is rendered."""

from __future__ import annotations

from msgspec.structs import replace

from kiprah.build.address_registers import register_change
from kiprah.build.cached_outputs import faults_of_cached
from kiprah.build.failed_outputs import home_pages, omission_of
from kiprah.build.member.edited_result import facts_record
from kiprah.build.member.member_outputs import built_output, outputs_before
from kiprah.build.member.member_result import FactsRecord, MemberResult, packed
from kiprah.build.member.member_work import MemberWork, has_error, incomplete, keep_reading, keep_result, render_member
from kiprah.build.output_keys import output_keys
from kiprah.cache.blobs import delete_photos, put_content
from kiprah.model.member import Member
from kiprah.plan.member import plan_member
from kiprah.plan.value_digests import ValueDigests
from kiprah.problem import Problem
from kiprah.publish.output_scan import traces_digest
from kiprah.task_runner import has_lost


def run_whole(work: MemberWork, member: Member, problems: tuple[Problem, ...], facts: bytes) -> MemberResult:
    """Plan all of a member; what cannot be made is left out where that is asked, and the plan is made again."""
    shard, before = work.shard, work.before
    homes = home_pages(shard.context.settings, shard.prefix)
    last = outputs_before(before, shard.blobs)
    left_out: frozenset[str] = frozenset()
    while True:
        beside = work.workers.workers > 1
        plan = plan_member(member, shard.context, shard.viewing, shard.theme.digests, left_out, beside=beside)
        if not shard.leave_out and has_error((*problems, *plan.problems), shard.strict):
            return incomplete(shard, (*problems, *plan.problems), plan.held)
        if not shard.root:
            # Another member of a community may publish the photo that this one withholds.
            delete_photos(shard.blobs, plan.withheld)
        values = ValueDigests()
        keyed = tuple(zip(plan.outputs, output_keys(plan.outputs, shard.theme, values), strict=True))
        outputs = tuple(built_output(output, one) for output, one in keyed)
        made, faults = render_member(work, keyed, plan.traces, plan.texts)
        cached = ((output.path, output.blob) for output in outputs if output.path not in made)
        planned = {output.path: output for output in plan.outputs}
        faults += faults_of_cached(cached, planned, last, shard.blobs, plan.traces)
        failed = omission_of(faults, plan.owners, left_out, homes)
        if failed.problems and (failed.stops or not shard.leave_out):
            return incomplete(shard, (*problems, *plan.problems, *(fault.problem for fault in faults)), plan.held)
        problems = (*problems, *failed.problems)
        left_out |= failed.entries
        if not failed.entries:
            break
    summary, is_broken = plan.summary, bool(left_out or failed.outputs)
    if is_broken:
        outputs = tuple(output for output in outputs if output.path not in failed.outputs)
        faults = tuple(fault for fault in faults if fault.path not in failed.outputs)
        summary = replace(summary, pages=tuple(page for page in summary.pages if page[0] not in failed.outputs))
    record = facts_record(facts, member, plan, values, work.digests) if facts and not is_broken else FactsRecord()
    kept = packed(summary, outputs, plan.texts, plan.sources, record)
    result = MemberResult(
        prefix=shard.prefix,
        complete=True,
        files=kept.files,
        problems=(*problems, *plan.problems),
        faults=faults,
        held=plan.held,
        summary_digest=kept.summary_digest,
        packed_heads=kept.heads,
        traces=traces_digest(plan.traces),
        valid_from=shard.viewing.today,
        valid_until=plan.valid_until,
        made=len(made),
        register=register_change(member.register, plan.register),
        packed_details=kept.details,
    )
    for name, content in plan.search.items():
        put_content(shard.blobs, name, content)
    keep_reading(work, plan.published, plan.withheld)
    # A fault of the machine may be gone next time: it is tried again.
    return keep_result(work, result, again=is_broken or has_lost(problems))
