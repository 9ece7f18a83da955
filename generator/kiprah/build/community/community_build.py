"""Build of a community: its members' runs, what is gathered from their summaries, and who may not vanish at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec import json
from msgspec.structs import replace

from kiprah.build.address_registers import wanted_registers
from kiprah.build.community.gather import Gathered, gather
from kiprah.build.community.member_task import MemberListing, MemberRun
from kiprah.build.community.members import MemberRunner, run_members
from kiprah.build.failed_outputs import Omission
from kiprah.build.load import LoadedSite, listed_members
from kiprah.build.member.member_work import has_error
from kiprah.build.outcome import BuildOutcome
from kiprah.build.request import Progress, Request
from kiprah.cache.blobs import BlobLost
from kiprah.cache.pruning import keep_photos
from kiprah.cache.state import State
from kiprah.model.community import Community
from kiprah.plan.community.held_events import without_events
from kiprah.plan.output_sources import Sources
from kiprah.problem import Place, Problem
from kiprah.workers import WorkerPool

MEMBERS_AT_ONCE = 0.02
"""Maximum share of all members that may vanish in one build; one alone always may."""


def build_community(
    request: Request,
    site: LoadedSite,
    state: State,
    workers: WorkerPool,
    tell: Progress,
    left_out: Omission = Omission(),  # noqa: B008  a frozen value
    *,
    leave_out: bool,
    sound: bool = False,
) -> BuildOutcome:
    """Run every member and gather; a member that cannot be published is left out where ``leave_out`` says so.

    ``left_out`` are events and pages that could not be made, and that no member's pages may speak of. With ``sound``
    nothing is recalled whose bytes are not in the store.
    """
    assert site.community is not None
    row = f"left out@{'preview' if site.viewing.preview else 'public'}"
    # What the last build could not make is mostly still not to be made: no member is run twice to find out.
    unshown = left_out.entries or (_unshown(state, row) if leave_out else frozenset())
    shared = site.shard(request, leave_out=leave_out)
    runner = _runner(request)
    members = listed_members(replace(site, community=without_events(site.community, unshown)))
    runs = run_members(
        members,
        shared,
        state,
        workers,
        request.cache,
        lambda made, total: tell("render", made, max(1, total)),
        sound=sound,
        runner=runner,
    )
    runs = tuple(_with_over_limits(run, member) for run, member in zip(runs, members, strict=True))
    tell("read", 1, 1)
    problems = [
        *(problem for run in runs for problem in run.passed_over),
        *(runner.notes if runner is not None else ()),
        *(problem for run in runs for problem in run.result.all_problems),
    ]
    complete = [run for run in runs if run.result.complete]
    if not leave_out and (len(complete) < len(runs) or has_error((*problems, *site.problems), request.strict)):
        return _outcome(runs, problems, {}, None, {}, {}, complete=False)
    texts: dict[str, tuple[str, ...]] = {}
    try:
        fresh = {run.result.prefix: run.result.details(request.blobs).sources for run in complete if not run.cached}
        if request.preview:  # which leads its reader to the page that was edited
            texts = {path: files for run in runs for path, files in run.result.details(request.blobs).texts.items()}
        gathered = gather(request, site, complete, state, workers, left_out, leave_out=leave_out, sound=sound)
    except BlobLost:
        # Whose part of the search index is gone is run again, and all that others share is gathered once more.
        if sound:
            raise
        return build_community(request, site, state, workers, tell, left_out, leave_out=leave_out, sound=True)
    now = gathered.lists.left_out
    if leave_out and now.entries != unshown:
        state.update("last", {row: json.encode(sorted(now.entries))})
        told = {event.activity.common.path for member in site.community.members for event in member.events}
        if (now.entries ^ unshown) & told:
            # Its participants' pages tell of an event as well.
            return build_community(request, site, state, workers, tell, now, leave_out=leave_out, sound=sound)
    shards: dict[str, Mapping[str, str]] = {
        run.result.prefix: run.result.shard_files(request.blobs) for run in complete
    }
    shards |= gathered.shards
    pairs = [(run.slug, run.register, run.result.register) for run in complete]
    pairs.append(("", site.register, gathered.lists.register))
    problems += gathered.problems
    outcome = _outcome(runs, problems, shards, gathered, texts, fresh, complete=gathered.lists.complete)
    outcome = replace(outcome, registers=wanted_registers(pairs))
    photos = (photo for run in complete for photo in run.result.files.photos)
    keep_photos(request.blobs, (*gathered.lists.photos, *photos))
    return outcome


def _unshown(state: State, row: str) -> frozenset[str]:
    """Return the events and pages that the last build could not make; none where nobody knows."""
    known = state.get("last", row)
    return frozenset(json.decode(known, type=list[str])) if known is not None else frozenset()


def _with_over_limits(run: MemberRun, member: MemberListing) -> MemberRun:
    """Name each entry over a limit: it follows from the listing alone, and so is not kept with what is recalled."""
    if not any(problem.code == "member-limits" for problem in run.passed_over):
        return run
    return replace(run, over_limits=member.task().files.over_limits)


def _runner(request: Request) -> MemberRunner | None:
    if not request.executor:
        return None
    # Only now: who has no cluster needs nothing of it.
    from kiprah.distributed.cluster_runs import ClusterMembers

    if request.content_at is None:
        return ClusterMembers(request.executor)
    from kiprah.distributed.bucket_content import MirroredContent

    return ClusterMembers(request.executor, MirroredContent(request.content_at, request.site))


def _outcome(
    runs: Sequence[MemberRun],
    problems: Iterable[Problem],
    shards: Mapping[str, Mapping[str, str]],
    gathered: Gathered | None,
    texts: dict[str, tuple[str, ...]],
    sources: Mapping[str, Sources],
    *,
    complete: bool,
) -> BuildOutcome:
    held = tuple(held for run in runs for held in run.held)
    days: list[date | None] = [run.result.valid_until for run in runs]
    if gathered is not None:
        held += gathered.lists.held
        texts = texts | dict(gathered.lists.texts)
        days.append(gathered.lists.valid_until)
    return BuildOutcome(
        shards=shards,
        problems=tuple(problems),
        held=held,
        complete=complete,
        made=sum(run.result.made for run in runs if not run.cached),
        texts=texts,
        valid_until=min((day for day in days if day is not None), default=None),
        kept=gathered.kept if gathered is not None else frozenset(),
        runs=tuple(runs),
        sources=sources,
    )


def removals(community: Community, before: Iterable[str], after: Iterable[str]) -> tuple[Problem, ...]:
    """Refuse a build after which too many members are gone; who is paused or moved on purpose is not missed.

    ``before`` and ``after`` are the names of published shards.
    """
    meant = {f"members/{m.slug}/" for m in community.members if m.record is not None and not m.record.is_published}
    meant |= {f"members/{record.slug}/" for record in community.gone if not record.is_published}
    members = {name for name in before if name.startswith("members/")}
    gone = sorted(members - set(after) - meant)
    if len(gone) <= max(1, len(members) * MEMBERS_AT_ONCE):
        return ()
    values = {"count": str(len(gone)), "members": str(len(members)), "first": gone[0]}
    return (Problem("too-many-removals", Place("members/"), values),)
