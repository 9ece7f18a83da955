"""The build, top to bottom: load, run the members, gather what the whole site has, publish, report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

from msgspec.structs import replace

from kiprah.authoring.sveltia.sveltia_site import sveltia_problems
from kiprah.bucket.errors import BucketFailed
from kiprah.build.address_registers import keep_registers, wanted_registers, with_registers
from kiprah.build.community.unchanged_members import cached_result
from kiprah.build.failed_outputs import home_pages, omission_of
from kiprah.build.git_lists import save_git_lists
from kiprah.build.load import LoadedSite, NotLoaded, load_site, silent, time_span, with_sources
from kiprah.build.member.member_outputs import FirstPages, Rendering
from kiprah.build.member.member_result import MemberResult
from kiprah.build.member.member_work import LibraryExchanged
from kiprah.build.member.result_cache import without_news
from kiprah.build.member.run_member import run_member
from kiprah.build.member.shard import read_cache_of
from kiprah.build.outcome import BuildOutcome, RunsStopped, render_missing
from kiprah.build.publishing import (
    members_before,
    note_built,
    publish_outputs,
    put_first,
    standing_check,
    submitted_look,
    touched_by_now,
)
from kiprah.build.request import Progress, Report, Request
from kiprah.build.shared_places import bucket_problem, with_shared_cache
from kiprah.build.store_pruning import needed_blobs, prune_store
from kiprah.build.up_to_date import Inputs, forget_last, save_last
from kiprah.cache.blobs import BlobLost, shared_store
from kiprah.cache.lock import AlreadyBuilding, build_lock
from kiprah.cache.manifest import SITE
from kiprah.cache.probes import Probes
from kiprah.cache.standing_check import StandingCheck
from kiprah.cache.state import State, open_state
from kiprah.model.settings import SETTINGS_FILE
from kiprah.plan.addresses.address_claims import keeps_address, settled_site
from kiprah.plan.site_files import plan_site_files, site_problems
from kiprah.problem import Place, Problem, in_order, machine_problem, under_strict
from kiprah.publish.early_files import begin_early_files, end_early_files
from kiprah.publish.file_moves import FolderRefused
from kiprah.publish.writer import guard
from kiprah.render.context import RenderContext
from kiprah.render.jobs import blob_of
from kiprah.workers import WorkerPool


def build(request: Request, progress: Progress | None = None) -> Report:
    """Publish the site, or leave everything as it stood and say why."""
    tell = progress or silent

    ahead = 0
    staging = request.cache / "staging"

    def counted(stage: str, done: int, total: int) -> None:
        nonlocal ahead
        ahead += done if stage == "first" else 0
        tell(stage, done, total)

    def work(state: State, workers: WorkerPool) -> Report:
        opened, remarks = with_shared_cache(request, state)
        # A killed build may have left some.
        end_early_files(staging)
        try:
            with _begun_check(request) or standing_check(opened, state) as check:
                report = _build(opened, state, workers, counted, check)
        except BaseException:
            # Nobody may go on writing what is about to be removed.
            workers.stop()
            raise
        finally:
            # What cannot be removed now goes before the next build renders.
            with suppress(OSError):
                end_early_files(staging)
        # Publishing found the pages that were put in place before it as it wanted them.
        written, unchanged = report.written + ahead, max(0, report.unchanged - ahead)
        return replace(report, problems=(*remarks, *report.problems), written=written, unchanged=unchanged)

    try:
        return guarded(request, work, tell)
    finally:
        if request.seen is not None:
            request.seen.standing.end()


def _begun_check(request: Request) -> StandingCheck | None:
    """Return the look at what stands published that was begun before the build, if it still holds."""
    seen = request.seen
    return seen.standing if seen is not None and seen.inputs is not None and seen.standing.is_begun else None


def guarded(request: Request, work: Callable[[State, WorkerPool], Report], tell: Progress | None = None) -> Report:
    """Do work that writes into an output folder; what stands in its way is a report, not an exception."""
    try:
        if request.output_at is None:
            guard(request.output, request.site, request.cache)
        with (
            build_lock(request.cache, request.patience, lambda: (tell or silent)("wait", 0, 1)) as turn,
            open_state(request.cache) as state,
            WorkerPool(request.jobs, helper=request.helper) as workers,
        ):
            if request.seen is not None:
                request.seen.confirm(turn)
            return work(state, workers)
    except FolderRefused as refused:
        return Report(2, (Problem(refused.code, Place(refused.path), {"path": refused.path}),), (), None)
    except AlreadyBuilding:
        return Report(3, (Problem("already-building", Place(str(request.cache))),), (), None)
    except BucketFailed as failed:
        return Report(3, (bucket_problem(failed),), (), None)
    except RunsStopped as stopped:
        return Report(3, (stopped.problem,), (), None)
    except OSError as error:
        return Report(3, (machine_problem(error),), (), None)


def _build(
    request: Request,
    state: State,
    workers: WorkerPool,
    tell: Progress,
    check: StandingCheck | None = None,
    *,
    mending: bool = False,
) -> Report:
    # Seen before anything is read: what changes meanwhile is then found changed by the next build.
    seen = request.seen.inputs if request.seen is not None else None
    inputs = seen or Inputs(request.site, request.cache, request.options, request.helper)
    forget_last(state, request.output)
    tell("read", 0, 1)
    site = load_site(request, state, inputs.listing, inputs.code)
    if isinstance(site, NotLoaded):
        return Report(2, at_level(in_order(site.problems), request), (), site.settings)
    leave_out = _leaves_out(request, site)
    # Of thousands of members another process looks, and a shard at a time.
    look = submitted_look(request, workers) if site.community is None else None
    try:
        outcome = outcome_of(request, site, state, workers, tell, sound=mending)
    except LibraryExchanged:
        # Keys must name the library that is there: everything that was asked of libraries is asked anew.
        Probes(state).forget()
        return _build(request, state, workers, tell)
    touched = touched_by_now(look) if look is not None else None
    # What they hold is given back meanwhile; of a portfolio's first build all that is published waits for one move.
    workers.dismiss(all_of_them=site.community is None and not request.force and not request.output.exists())
    examples = () if request.preview else site.examples
    of_editor = sveltia_problems(site.folder, site.settings)
    found = (*site.problems, *outcome.problems, *examples, *of_editor)
    code = exit_code(at_level(found, request), found)
    # A place in a file of addresses is one in the file as it is left, where this build writes it.
    leaving_out = code == 1 and not examples and leave_out
    kept = (not code or leaving_out) and not (request.preview or site.viewing.preview)
    left = with_registers(site.folder, outcome.registers) if kept else site.folder
    found = with_sources(found, left)
    problems = at_level(in_order(found), request)
    stopped = not outcome.complete or (code and not leaving_out)
    refused: tuple[Problem, ...] = ()
    if site.community is not None:
        from kiprah.build.community.community_build import removals
        from kiprah.build.community.member_report import member_report, write_report

        if not stopped and not request.allow_removals:
            refused = removals(site.community, members_before(request, state), outcome.shards)
        is_published = not (stopped or refused)
        report_to = request.report or request.cache / "report.json"
        of_members = member_report(site.community, outcome.runs, (*problems, *refused), site.settings, is_published)
        write_report(report_to, of_members)
    if stopped or refused:
        return Report(3 if refused else code or 1, (*problems, *refused), outcome.held, site.settings)
    try:
        report = publish_outputs(
            request,
            state,
            outcome.shards,
            site.settings.url,
            tell,
            check,
            workers,
            early=True,
            touched=touched,
        )
        if not report.exit_code:
            prune_store(request, state, outcome)
            if site.community is not None:
                from kiprah.build.community.gone_members import forget_gone

                forget_gone(site.community, state, request.blobs, lambda: needed_blobs(state, outcome))
    except BlobLost:
        if mending:
            raise
        return _build(request, state, workers, tell, mending=True)
    if report.exit_code:
        return replace(report, problems=(*problems, *report.problems), held=outcome.held, settings=site.settings)
    leftovers = report.problems
    unkept = keep_registers(request, site.folder, site.viewing, outcome.registers, inputs)
    unkept += save_git_lists(request, site, outcome)
    problems = (*problems, *at_level((*leftovers, *unkept), request))
    if not any(problem.is_error for problem in problems) and not leftovers and not request.force:
        span = time_span(site.settings, request.today, outcome.valid_until)
        ending = (site.settings.language, report.outputs, without_news(problems), outcome.held)
        save_last(state, request.output, inputs, span, *ending)
    note_built(request, state, inputs)
    # Only now: who is told that the pages are in place (the preview) finds the report a moment later.
    tell("publish", report.outputs, report.outputs)
    return replace(
        report,
        exit_code=0 if leaving_out and not request.keep_going else exit_code(problems, found),
        problems=problems,
        held=outcome.held,
        settings=site.settings,
        made=outcome.made,
        texts=outcome.texts,
    )


def outcome_of(
    request: Request, site: LoadedSite, state: State, workers: WorkerPool, tell: Progress, *, sound: bool
) -> BuildOutcome:
    """Make everything that is to be published; raises ``LibraryExchanged``.

    With ``sound`` all of it is in the blob store; without, what the store lost is met by who publishes.
    """
    if site.community is None:
        return _build_portfolio(request, site, state, workers, tell, sound=sound)
    # Only now: a portfolio needs nothing of it.
    from kiprah.build.community.community_build import build_community

    leave_out = _leaves_out(request, site)
    return build_community(request, site, state, workers, tell, leave_out=leave_out, sound=sound)


def _run(
    request: Request, site: LoadedSite, state: State, workers: WorkerPool, tell: Progress, *, sound: bool
) -> MemberResult:
    """Return a portfolio's member as it was built before, where nothing has changed; else run it."""
    shard = site.shard(request, leave_out=_leaves_out(request, site))
    cache = read_cache_of(shard, site.folder, state)
    cache.ahead = request.ahead
    result = cached_result(shard, site.folder, state, cache)
    if result is None:
        rendering = Rendering(
            lambda made, total: tell("render", made, total),
            FirstPages(request.first, lambda pages: put_first(request, pages, tell)) if request.first else None,
            _early_files(request),
            sound,
        )
        result = run_member(shard, site.folder, state, workers, cache, rendering)
    tell("read", 1, 1)
    return result


def _early_files(request: Request) -> str:
    """Return the folder in which what is rendered waits to be published; empty where it waits in the store."""
    if request.output_at is not None or request.force:
        return ""
    return begin_early_files(request.cache / "staging", request.output)


def _build_portfolio(
    request: Request, site: LoadedSite, state: State, workers: WorkerPool, tell: Progress, *, sound: bool
) -> BuildOutcome:
    """Run a portfolio's member, make what the whole site has once, and put both together."""
    member = _run(request, site, state, workers, tell, sound=sound)
    if not member.complete:
        problems = (*member.all_problems, *site_problems(site.context))
        return BuildOutcome({}, problems, member.held, False, member.made, {}, member.valid_until)
    details = member.details(request.blobs)
    paths = [output.path for output in details.outputs]
    summary = member.summary(details)
    files = plan_site_files(site.context, site.viewing, site.theme.assets, [summary], paths)
    context = RenderContext(request.blobs, site.context.folder, site.theme.theme, site.theme.asset_links)
    keyed = [(output, site.theme.key_of(output)) for output in files]
    faults = render_missing(keyed, context, workers, force=request.force).faults
    failed = omission_of(faults, {}, frozenset(), home_pages(site.settings))
    doubles, lost = settled_site(paths, site.context, summary.aliases, files)
    taken = {claim.path for claim in lost}
    none = {(claim.path, claim.rank) for claim in lost}
    others = shared_store(request.blobs)
    if others is not None:
        others.share({blob_of(output, key) for output, key in keyed})
    shards = {
        member.prefix: {o.path: o.blob for o in details.outputs if o.path not in taken},
        SITE: {
            output.path: blob_of(output, key)
            for output, key in keyed
            if output.path not in failed.outputs and keeps_address(output, none)
        },
    }
    problems = (*site_problems(site.context), *doubles, *(fault.problem for fault in faults))
    return BuildOutcome(
        shards,
        (*member.all_problems, *problems),
        member.held,
        not failed.problems or (_leaves_out(request, site) and not failed.stops),
        member.made,
        details.texts,
        member.valid_until,
        sources={"": details.sources},
        registers=wanted_registers([("", site.register, member.register)]),
        hides_anew=member.hides_anew,
    )


def _leaves_out(request: Request, site: LoadedSite) -> bool:
    """Say whether what is broken is left out, and the rest published."""
    return request.keep_going or (site.settings.on_error == "skip" and not request.strict)


def at_level(problems: tuple[Problem, ...], request: Request) -> tuple[Problem, ...]:
    """Make warnings errors where that is asked."""
    return under_strict(problems) if request.strict else problems


def exit_code(problems: Sequence[Problem], unleveled: Sequence[Problem]) -> int:
    """Choose the exit code; a warning about the settings that ``--strict`` made an error is one of the content."""
    if any(p.is_error and p.place.path == SETTINGS_FILE for p in unleveled):
        return 2
    return 1 if any(problem.is_error for problem in problems) else 0
