"""Shard: one member's run, from its files to finished blobs, as one pure function of values that can travel."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct
from msgspec.msgpack import Encoder
from msgspec.structs import replace

from kiprah.build.cache_keys import LoadedTheme, codecs
from kiprah.build.member_result import BuiltOutput, MemberResult, packed
from kiprah.build.output_keys import output_keys
from kiprah.build.registers import register_change
from kiprah.build.result_cache import (
    ResultName,
    last_member_result,
    note_results,
    own_key,
    recalled,
    row_name,
    save_result,
)
from kiprah.cache.blobs import Blobs
from kiprah.cache.digests import key_of
from kiprah.cache.state import State
from kiprah.content.address_register import parse_register
from kiprah.content.event_facts import with_events
from kiprah.content.folder import SiteFolder
from kiprah.content.read_cache import ReadCache, is_within
from kiprah.content.site import read_member
from kiprah.model.addresses import register_path
from kiprah.model.entry import Event
from kiprah.model.member_record import MemberRecord
from kiprah.model.settings import Viewing
from kiprah.model.site import SiteContext
from kiprah.plan.cool_off import with_register
from kiprah.plan.member import MemberPlan, plan_member
from kiprah.plan.outputs import CardOutput, FileOutput, Output, PictureOutput
from kiprah.plan.summary import Summary
from kiprah.plan.value_digests import nothing_of_places
from kiprah.problem import Problem, under_strict
from kiprah.publish.output_scan import TEXT_ENDINGS, scan_text, traces_digest
from kiprah.render.context import RenderContext
from kiprah.render.jobs import Fault, blob_of, do_jobs, jobs_of
from kiprah.workers import WorkerPool

_ENCODER = Encoder(enc_hook=nothing_of_places, order="deterministic")


class Shard(Struct, frozen=True):
    """All that one member's run depends on besides the member's own files."""

    context: SiteContext
    viewing: Viewing
    theme: LoadedTheme
    reading: str
    """The recipe of reading: which code and libraries shape what is read."""
    blobs: Blobs
    root: str = ""
    """The member's folder in the site: empty for a portfolio, ``members/alya/`` in a community."""
    prefix: str = ""
    """Where the member's pages stand."""
    record: MemberRecord = MemberRecord("")
    """What a community says of the member."""
    events: tuple[Event, ...] = ()
    """Facts of the events that list the member."""
    register: bytes = b""
    """The member's file of addresses as it stands; a result says with which it holds."""
    leave_out: bool = False
    """An entry that cannot be made is left out; else nothing of the member is published."""
    strict: bool = False
    force: bool = False
    """Make every byte again."""

    @property
    def slug(self) -> str:
        """The member's name in a community; empty for a portfolio."""
        return self.root.rstrip("/").rpartition("/")[2]

    @property
    def shared_key(self) -> str:
        """Digest all of it that a community's members share and that shapes their results.

        Today is not in it, since a result says how long it holds; nor is where the site lies on this machine: a
        restored cache serves another checkout.
        """
        shown = (self.viewing.drafts, self.viewing.future, self.viewing.circle, self.leave_out, self.strict)
        context = replace(self.context, folder="")
        return key_of(_ENCODER.encode((context, shown)), self.theme.value, self.reading)

    @property
    def key(self) -> str:
        """Digest all of it that shapes the result."""
        return own_key(self.shared_key, self.root, self.prefix, self.record, self.events)


class FirstPages(NamedTuple):
    """Pages that are wanted before the rest."""

    files: frozenset[str]
    """The files whose bodies they tell."""
    ready: Callable[[Mapping[str, str]], None]
    """Called with their paths and blobs once they are in the store, and nothing of them may not be shown."""


class Rendering(NamedTuple):
    """How what is missing is rendered: who is told of it, what is wanted first, and where it waits."""

    done: Callable[[int, int], None] = lambda made, total: None
    """Told how many outputs were made, of how many."""
    first: FirstPages | None = None
    early: str = ""
    """The folder in which what is rendered waits to be published; empty where it waits in the store."""


class LibraryExchanged(Exception):
    """A codec is not the one that keys were made for: it was exchanged without a trace in the folders of libraries."""


def files_of(folder: SiteFolder, root: str) -> list[str]:
    """Name the files that belong to a member."""
    return [path for path in folder.files if is_within(path, root)]


def read_cache_of(shard: Shard, folder: SiteFolder, state: State) -> ReadCache:
    """Load what earlier builds read of a member."""
    return ReadCache(folder, shard.reading, None if shard.force else state, shard.root)


def cached_result(shard: Shard, folder: SiteFolder, state: State, cache: ReadCache) -> MemberResult | None:
    """Return the last result of a member where nothing of what it depends on has changed, and its blobs are there."""
    row_of = row_name(shard.prefix, shard.viewing)
    row = state.get("member", row_of)
    if shard.force or (row is None and not shard.blobs.is_shared):
        return None
    content = cache.content_digest(files_of(folder, shard.root))
    name = ResultName(row_of, shard.key, content)
    result = recalled(name, row, shard.viewing.today, shard.blobs, shard.register, sound=True)
    if result is not None:
        cache.save_stats()
        note_results(((name, result),) if not name.is_in(row) else (), state)
    return result


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
        return incomplete(shard, problems, None)
    if shard.context.settings.kind == "community":
        member, more = with_events(replace(member, record=shard.record), shard.events, shard.slug)
        problems += more
        if not member.profile.original.name:
            # Nobody stands in a directory without a name.
            return incomplete(shard, problems, None)
    register, more = parse_register(register_path(shard.slug), shard.register)
    problems += more
    member = with_register(member, register, shard.context.settings, shard.viewing)
    before = last_member_result(row_name(shard.prefix, shard.viewing), shard.blobs, state)
    left_out: frozenset[str] = frozenset()
    workers.rest()
    while True:
        beside = workers.workers > 1
        plan = plan_member(member, shard.context, shard.viewing, shard.theme.digests, left_out, beside=beside)
        if not shard.leave_out and has_error((*problems, *plan.problems), shard.strict):
            return incomplete(shard, (*problems, *plan.problems), plan)
        if not shard.root:
            # Another member of a community may publish the photo that this one withholds.
            shard.blobs.delete_photos(plan.withheld)
        outputs, faults, made = _render(shard, plan, before, workers, rendering)
        errors = [fault for fault in faults if fault.problem.is_error]
        if not errors:
            break
        # What cannot be made costs the entries it belongs to, and the plan is made again without them.
        owners = frozenset(owner for fault in errors for owner in plan.owners.get(fault.path, ()))
        if not shard.leave_out or owners <= left_out:
            return incomplete(shard, (*problems, *plan.problems, *(fault.problem for fault in faults)), plan)
        problems = (*problems, *(fault.problem for fault in errors))
        left_out |= owners
    kept = packed(plan.summary, outputs, plan.texts, plan.sources)
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
        made=made,
        register=register_change(register, plan.register),
        packed_details=kept.details,
    )
    for name, content in plan.search.items():
        shard.blobs.put(name, content)
    # Every file's digest is known before the cache is saved: the next build opens none of them to know.
    digest = cache.content_digest(files_of(folder, shard.root))
    cache.save(plan.published, plan.withheld)
    # A fault of the machine may be gone next time: it is tried again.
    if left_out:
        return result
    row = ResultName(row_name(shard.prefix, shard.viewing), shard.key, digest)
    head = save_result(row, result, shard.blobs, state)
    # Of a community's thousands none is carried along whole.
    return replace(head, made=made) if shard.root else result


def _render(
    shard: Shard,
    plan: MemberPlan,
    before: MemberResult | None,
    workers: WorkerPool,
    rendering: Rendering,
) -> tuple[tuple[BuiltOutput, ...], tuple[Fault, ...], int]:
    """Bring into the blob store what is not there yet; texts that are there are scanned for words hidden since."""
    keys = output_keys(plan.outputs, shard.theme)
    keyed = [(output, one.key) for output, one in zip(plan.outputs, keys, strict=True)]
    built = [
        BuiltOutput(output.path, blob_of(output, one.key), one.parts)
        for output, one in zip(plan.outputs, keys, strict=True)
    ]
    there = frozenset() if shard.force else shard.blobs.present(one.blob for one in built)
    missing = [both for both, one in zip(keyed, built, strict=True) if one.blob not in there]
    if any(isinstance(output, PictureOutput | CardOutput) for output, _ in missing) and shard.theme.codecs != codecs():
        raise LibraryExchanged
    theme = shard.theme
    context = RenderContext(
        shard.blobs, shard.context.folder, theme.theme, theme.asset_links, plan.traces, rendering.early
    )
    first, count = rendering.first, 0

    def add(number: int) -> None:
        nonlocal count
        count += number
        rendering.done(count, len(made))

    rendering.done(0, len(missing))
    made = {output.path for output, _ in missing}
    same = {output.path: output.blob for output in before.details(shard.blobs).outputs} if before is not None else {}
    ahead: list[tuple[Output, str]] = []
    # A page whose pictures are yet to come would show holes.
    if first and all(o.path in same for o in plan.outputs if isinstance(o, PictureOutput | FileOutput)):
        ahead = [both for both in missing if not first.files.isdisjoint(plan.texts.get(both[0].path, ()))]
    faults: list[Fault] = []
    if first and ahead:
        faults.extend(do_jobs(jobs_of(ahead), context, workers, add))
        if not faults:
            first.ready({output.path: blob_of(output, key) for output, key in ahead})
        begun = {output.path for output, _ in ahead}
        missing = [both for both in missing if both[0].path not in begun]
    if missing:
        faults.extend(do_jobs(jobs_of(missing), context, workers, add))
    scanned = before is not None and before.traces == traces_digest(plan.traces)
    for one in built:
        if one.path in made:
            continue
        if before is not None and same.get(one.path) == one.blob:
            faults.extend(fault for fault in before.faults if fault.path == one.path)
            if scanned:
                continue
        faults.extend(_rescan(shard.blobs, one, plan))
    return tuple(built), tuple(faults), len(made)


def _rescan(blobs: Blobs, output: BuiltOutput, plan: MemberPlan) -> Iterable[Fault]:
    if plan.traces and output.path.endswith(TEXT_ENDINGS):
        problem = scan_text(output.path, blobs.get(output.blob) or b"", plan.traces)
        if problem is not None:
            yield Fault(output.path, problem)


def has_error(problems: Iterable[Problem], strict: bool) -> bool:
    """Say whether any of these keeps the member from being published."""
    return any(problem.is_error for problem in (under_strict(problems) if strict else problems))


def incomplete(shard: Shard, problems: Sequence[Problem], plan: MemberPlan | None) -> MemberResult:
    """Describe a run after which nothing of the member may be published."""
    nothing = packed(Summary(shard.prefix, ""))
    return MemberResult(
        prefix=shard.prefix,
        complete=False,
        files=nothing.files,
        problems=tuple(problems),
        faults=(),
        held=plan.held if plan is not None else (),
        summary_digest=nothing.summary_digest,
        packed_heads=nothing.heads,
        traces="",
        valid_from=shard.viewing.today,
        valid_until=None,
        packed_details=nothing.details,
    )


def last_outputs(shard: Shard, state: State) -> Mapping[str, BuiltOutput]:
    """Return the outputs of a member's last complete run, by path."""
    result = last_member_result(row_name(shard.prefix, shard.viewing), shard.blobs, state)
    return {output.path: output for output in result.details(shard.blobs).outputs} if result is not None else {}
