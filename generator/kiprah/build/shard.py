"""Shard: one member's run, from its files to finished blobs, as one pure function of values that can travel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct
from msgspec.msgpack import Encoder
from msgspec.structs import replace

from kiprah.build.cache_keys import LoadedTheme, codecs
from kiprah.build.edited_result import edited_result, facts_digest, facts_record
from kiprah.build.member_outputs import (
    KeyedOutput,
    Rendering,
    built_output,
    faults_of_others,
    has_pictures,
    missing_outputs,
    render_outputs,
)
from kiprah.build.member_result import FactsRecord, MemberResult, member_files, packed, packed_details
from kiprah.build.output_keys import output_keys
from kiprah.build.register_cache import cached_register
from kiprah.build.registers import RegisterChange, register_change
from kiprah.build.result_cache import (
    ResultName,
    last_member_result,
    own_key,
    row_name,
    save_result,
    without_news,
)
from kiprah.cache.blobs import Blobs
from kiprah.cache.digests import digest_of, key_of
from kiprah.cache.state import State
from kiprah.content.address_register import parse_register
from kiprah.content.event_facts import with_events
from kiprah.content.folder import SiteFolder
from kiprah.content.read_cache import ReadCache, is_within
from kiprah.content.site import read_member
from kiprah.model.addresses import AddressRegister, register_path
from kiprah.model.entry import Event
from kiprah.model.member import Member
from kiprah.model.member_record import MemberRecord
from kiprah.model.settings import Viewing
from kiprah.model.site import SiteContext
from kiprah.plan.checks import check_member
from kiprah.plan.cool_off import with_register
from kiprah.plan.leaks import LeakTrace, published_paths
from kiprah.plan.member import MemberPlan, plan_member
from kiprah.plan.outputs import CardOutput, PictureOutput
from kiprah.plan.summary import Summary
from kiprah.plan.value_digests import ValueDigests, nothing_of_places
from kiprah.problem import Problem, under_strict
from kiprah.publish.output_scan import traces_digest
from kiprah.render.context import RenderContext
from kiprah.render.jobs import Fault
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


class LibraryExchanged(Exception):
    """A codec is not the one that keys were made for: it was exchanged without a trace in the folders of libraries."""


def files_of(folder: SiteFolder, root: str) -> list[str]:
    """Name the files that belong to a member."""
    return [path for path in folder.files if is_within(path, root)]


def read_cache_of(shard: Shard, folder: SiteFolder, state: State) -> ReadCache:
    """Load what earlier builds read of a member."""
    return ReadCache(folder, shard.reading, None if shard.force else state, shard.root)


class _Run(NamedTuple):
    """What one run works with, from the time when the member is read."""

    shard: Shard
    folder: SiteFolder
    state: State
    workers: WorkerPool
    cache: ReadCache
    rendering: Rendering
    before: MemberResult | None
    """How the last run ended."""

    content: str
    """A digest of all files of the member."""

    @property
    def digests(self) -> Mapping[str, str]:
        """Return the digest of each file of the member that could be read."""
        return self.cache.digests


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
    register, more = _register(shard, state)
    problems += more
    member = with_register(member, register, shard.context.settings, shard.viewing)
    before = last_member_result(row_name(shard.prefix, shard.viewing), shard.blobs, state)
    workers.rest()
    # Every file's digest is known before the cache is saved: the next build opens none of them to know.
    run = _Run(
        shard, folder, state, workers, cache, rendering, before, cache.content_digest(files_of(folder, shard.root))
    )
    facts = b""
    if shard.context.settings.kind == "portfolio" and not check_member(member):
        facts = facts_digest(shard.key, member, shard.viewing)
        result = _run_edited(run, member, problems, facts)
        if result is not None:
            return result
    return _run_whole(run, member, problems, facts)


def _register(shard: Shard, state: State) -> tuple[AddressRegister, tuple[Problem, ...]]:
    """Read a member's file of addresses; a portfolio's has a line for every page of the site."""
    if shard.root:
        return parse_register(register_path(shard.slug), shard.register)
    return cached_register(shard.register, shard.reading, state)


def _run_whole(run: _Run, member: Member, problems: tuple[Problem, ...], facts: bytes) -> MemberResult:
    """Plan all of a member; what cannot be made is left out where that is asked, and the plan is made again."""
    shard, before = run.shard, run.before
    left_out: frozenset[str] = frozenset()
    while True:
        beside = run.workers.workers > 1
        plan = plan_member(member, shard.context, shard.viewing, shard.theme.digests, left_out, beside=beside)
        if not shard.leave_out and has_error((*problems, *plan.problems), shard.strict):
            return incomplete(shard, (*problems, *plan.problems), plan)
        if not shard.root:
            # Another member of a community may publish the photo that this one withholds.
            shard.blobs.delete_photos(plan.withheld)
        values = ValueDigests()
        keyed = tuple(zip(plan.outputs, output_keys(plan.outputs, shard.theme, values), strict=True))
        outputs = tuple(built_output(output, one) for output, one in keyed)
        made, faults = _render(run, keyed, plan.traces, plan.texts)
        faults += faults_of_others(shard.blobs, outputs, made, before, plan.traces)
        errors = [fault for fault in faults if fault.problem.is_error]
        if not errors:
            break
        # What cannot be made costs the entries it belongs to, and the plan is made again without them.
        owners = frozenset(owner for fault in errors for owner in plan.owners.get(fault.path, ()))
        if not shard.leave_out or owners <= left_out:
            return incomplete(shard, (*problems, *plan.problems, *(fault.problem for fault in faults)), plan)
        problems = (*problems, *(fault.problem for fault in errors))
        left_out |= owners
    record = facts_record(facts, member, plan, values, run.digests) if facts and not left_out else FactsRecord()
    kept = packed(plan.summary, outputs, plan.texts, plan.sources, record)
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
        shard.blobs.put(name, content)
    # A fault of the machine may be gone next time: it is tried again.
    return _kept(run, result, plan.published, plan.withheld, again=bool(left_out))


def _run_edited(run: _Run, member: Member, problems: tuple[Problem, ...], facts: bytes) -> MemberResult | None:
    """Make a portfolio's edited entries anew where the last result holds for all else; None where it may not."""
    shard, before = run.shard, run.before
    addresses = digest_of(shard.register)
    if before is None or shard.force or not before.register.holds_with(addresses, on_same_day=True):
        return None
    theme, sound = shard.theme, run.rendering.sound
    edited = edited_result(
        facts, member, shard.context, shard.viewing, theme, before, shard.blobs, run.digests, sound=sound
    )
    if edited is None or (not shard.leave_out and has_error((*problems, *edited.problems), shard.strict)):
        return None
    # Facts are those of one day; with the file of addresses as the last run left it nothing of them is news.
    register = before.register
    if addresses == register.after:
        register = RegisterChange(b"", addresses, addresses)
        edited = edited._replace(record=replace(edited.record, problems=without_news(edited.record.problems)))
    details = before.details(shard.blobs)
    made, faults = _render(run, edited.keyed, edited.traces, details.texts)
    if any(fault.problem.is_error for fault in faults):
        return None
    anew = {output.path: built_output(output, one) for output, one in edited.keyed}
    outputs = tuple(anew.get(output.path, output) for output in details.outputs)
    result = replace(
        before,
        files=member_files(outputs),
        problems=(*problems, *edited.problems),
        faults=faults + faults_of_others(shard.blobs, outputs, made, before, edited.traces),
        held=edited.visible.held,
        valid_from=shard.viewing.today,
        made=len(made),
        register=register,
        packed_details=packed_details(replace(details, outputs=outputs, record=edited.record)),
        blob="",
    )
    return _kept(run, result, published_paths(edited.visible), edited.visible.withheld)


def _kept(
    run: _Run, result: MemberResult, published: frozenset[str], withheld: frozenset[str], *, again: bool = False
) -> MemberResult:
    """Keep a result and what was read for it; with ``again`` the latter alone, since it is to be tried again."""
    shard = run.shard
    # A profile is never held back.
    run.cache.save({*published, f"{shard.root}profile.md"}, withheld)
    if again:
        return result
    row = ResultName(row_name(shard.prefix, shard.viewing), shard.key, run.content)
    head = save_result(row, result, shard.blobs, run.state)
    # Of a community's thousands none is carried along whole.
    return replace(head, made=result.made) if shard.root else result


def _render(
    run: _Run, keyed: Sequence[KeyedOutput], traces: tuple[LeakTrace, ...], texts: Mapping[str, tuple[str, ...]]
) -> tuple[frozenset[str], tuple[Fault, ...]]:
    """Bring into the blob store what of these is not there yet; returns the paths of what was made, and its faults."""
    shard, rendering = run.shard, run.rendering
    missing = missing_outputs(keyed, shard.blobs, force=shard.force)
    if any(isinstance(output, PictureOutput | CardOutput) for output, _ in missing) and shard.theme.codecs != codecs():
        raise LibraryExchanged
    theme = shard.theme
    context = RenderContext(shard.blobs, shard.context.folder, theme.theme, theme.asset_links, traces, rendering.early)
    ahead: frozenset[str] = frozenset()
    if rendering.first is not None and has_pictures(keyed, run.before, shard.blobs):
        files = rendering.first.files
        ahead = frozenset(o.path for o, _ in missing if not files.isdisjoint(texts.get(o.path, ())))
    return frozenset(o.path for o, _ in missing), render_outputs(missing, context, run.workers, rendering, ahead)


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
