"""Build of a community: its members' runs, what is gathered from their summaries, and who may not vanish at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from kiprah.build.load import LoadedSite, member_tasks
from kiprah.build.members import MemberRun, run_members
from kiprah.build.outcome import BuildOutcome, render_missing
from kiprah.build.request import Progress, Request
from kiprah.build.search_index import PartLost, built_index
from kiprah.build.shard import has_error
from kiprah.cache.blobs import FolderBlobs
from kiprah.cache.manifest import SITE
from kiprah.cache.state import State
from kiprah.model.community import Community
from kiprah.model.slug import same_name
from kiprah.plan.checks import check_paths
from kiprah.plan.community import CommunityPlan, plan_community
from kiprah.plan.outputs import Output, origin_of
from kiprah.plan.site import plan_site_files, site_problems
from kiprah.plan.value_digests import ValueDigests
from kiprah.problem import Place, Problem
from kiprah.render.context import RenderContext
from kiprah.render.jobs import Fault, blob_of
from kiprah.workers import WorkerPool

MEMBERS_AT_ONCE = 0.02
"""More than this share of all members may not vanish in one build; one alone always may."""


class _Gathered(Struct, frozen=True):
    """What a community has besides its members, as it was made."""

    plan: CommunityPlan
    files: tuple[Output, ...]
    blobs: Mapping[str, str]
    index: Mapping[str, str]
    """The files of the search index, and their blobs."""
    kept: frozenset[str]
    problems: tuple[Problem, ...]
    complete: bool


def build_community(
    request: Request,
    site: LoadedSite,
    state: State,
    workers: WorkerPool,
    tell: Progress,
    *,
    leave_out: bool,
    mending: bool = False,
) -> BuildOutcome:
    """Run every member and gather; a member that cannot be published is left out where ``leave_out`` says so."""
    assert site.community is not None
    tasks = member_tasks(site)
    passed_over = [problem for task in tasks for problem in task.files.problems]
    shared = site.shard(request, leave_out=leave_out)
    runs = run_members(
        tasks, shared, state, workers, request.cache, lambda made, total: tell("render", made, max(1, total))
    )
    tell("read", 1, 1)
    problems = [*passed_over, *(problem for run in runs for problem in run.result.all_problems)]
    complete = [run for run in runs if run.result.complete]
    if not leave_out and (len(complete) < len(runs) or has_error((*problems, *site.problems), request.strict)):
        return _outcome(runs, problems, {}, None, complete=False)
    try:
        gathered = _gather(request, site, complete, workers, leave_out=leave_out)
    except PartLost:
        # Whose part of the index is gone is run again, and all that others share is gathered once more.
        if mending:
            raise
        return build_community(request, site, state, workers, tell, leave_out=leave_out, mending=True)
    shards = _shards(complete, gathered)
    problems += gathered.problems
    outcome = _outcome(runs, problems, shards, gathered.plan, complete=gathered.complete)
    outcome = replace(outcome, kept=gathered.kept)
    FolderBlobs(request.cache).keep_photos(
        blob.split("/")[1] for files in shards.values() for blob in files.values() if blob.startswith("photos/")
    )
    return outcome


def _gather(
    request: Request, site: LoadedSite, runs: Sequence[MemberRun], workers: WorkerPool, *, leave_out: bool
) -> _Gathered:
    """Make what no member owns; what of it cannot be made is left out with the entry it belongs to."""
    assert site.community is not None
    left_out: frozenset[str] = frozenset()
    summaries = [run.result.summary for run in runs]
    paths = [output.path for run in runs for output in run.result.outputs]
    while True:
        plan = plan_community(site.community, site.context, site.viewing, site.theme.digests, summaries, left_out)
        own = [*(output.path for output in plan.outputs), *paths]
        files = plan_site_files(
            site.context, site.viewing, site.theme.assets, [*summaries, plan.summary], own, plan.redirects
        )
        digests = ValueDigests()
        keyed = [(output, site.theme.key_of(output, digests)) for output in (*plan.outputs, *files)]
        context = RenderContext(
            FolderBlobs(request.cache),
            site.context.folder,
            site.theme.theme,
            site.theme.asset_links,
            plan.traces,
        )
        faults = render_missing(keyed, context, workers, force=request.force)
        errors = [fault for fault in faults if fault.problem.is_error]
        owners = frozenset(owner for fault in errors for owner in plan.owners.get(fault.path, ()))
        if not errors or not leave_out or owners <= left_out:
            break
        left_out |= owners
    failed = {fault.path for fault in errors}
    blobs = {output.path: blob_of(output, key) for output, key in keyed if output.path not in failed}
    problems = (*plan.problems, *site_problems(site.context), *(_problem(fault) for fault in faults))
    recipe = site.theme.recipes["data"]
    indexes = [
        built_index(index, own_part, context.blobs, recipe, workers, force=request.force)
        for index, own_part in plan.search
    ]
    files_of_index = {path: blob for index in indexes for path, blob in index.files.items()}
    kept = frozenset(blob for index in indexes for blob in index.kept)
    return _Gathered(plan, files, blobs, files_of_index, kept, problems, not errors or leave_out)


def _problem(fault: Fault) -> Problem:
    return fault.problem


def _shards(runs: Sequence[MemberRun], gathered: _Gathered) -> dict[str, Mapping[str, str]]:
    """Name the files of each member and of the community; a member's stand below the member's address alone."""
    shards: dict[str, Mapping[str, str]] = {}
    for run in runs:
        shards[run.result.prefix] = {o.path: o.blob for o in run.result.outputs}
    outputs = [(o.path, origin_of(o)) for o in (*gathered.plan.outputs, *gathered.files)]
    doubles = check_paths((*outputs, *((path, path) for path in gathered.index)))
    taken = {same_name(problem.values["path"]) for problem in doubles}
    own = {**gathered.blobs, **gathered.index}
    shards[SITE] = {path: blob for path, blob in own.items() if same_name(path) not in taken}
    return shards


def _outcome(
    runs: Sequence[MemberRun],
    problems: Iterable[Problem],
    shards: Mapping[str, Mapping[str, str]],
    plan: CommunityPlan | None,
    *,
    complete: bool,
) -> BuildOutcome:
    held = tuple(held for run in runs for held in run.result.held)
    texts = {path: texts for run in runs for path, texts in run.result.texts.items()}
    days: list[date | None] = [run.result.valid_until for run in runs]
    if plan is not None:
        held += plan.held
        texts |= plan.texts
        days.append(plan.valid_until)
    return BuildOutcome(
        shards=shards,
        problems=tuple(problems),
        held=held,
        complete=complete,
        made=sum(run.result.made for run in runs if not run.cached),
        texts=texts,
        valid_until=min((day for day in days if day is not None), default=None),
        runs=tuple(runs),
    )


def removals(community: Community, before: Iterable[str], after: Iterable[str]) -> tuple[Problem, ...]:
    """Refuse a build after which too many members are gone; who is paused or moved on purpose is not missed.

    ``before`` and ``after`` are the names of published shards.
    """
    meant = {f"members/{m.slug}/" for m in community.members if m.record is not None and not m.record.is_published}
    meant |= {f"members/{record.slug}/" for record in community.gone}
    members = {name for name in before if name.startswith("members/")}
    gone = sorted(members - set(after) - meant)
    if len(gone) <= max(1, len(members) * MEMBERS_AT_ONCE):
        return ()
    values = {"count": str(len(gone)), "members": str(len(members)), "first": gone[0]}
    return (Problem("too-many-removals", Place("members/"), values),)
