"""Gathering: what a community has besides its members, made from their summaries, and recalled while none changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import blake2b

from msgspec import DecodeError, Struct
from msgspec.msgpack import Decoder, Encoder
from msgspec.structs import replace

from kiprah.build.load import LoadedSite
from kiprah.build.members import MemberRun
from kiprah.build.outcome import render_missing
from kiprah.build.registers import RegisterChange, register_change
from kiprah.build.request import Request
from kiprah.build.result_cache import not_said_again
from kiprah.build.search_index import built_index
from kiprah.cache.digests import digest_of, key_of
from kiprah.cache.state import State
from kiprah.model.addresses import AddressRegister
from kiprah.model.member import Withheld
from kiprah.model.slug import same_name
from kiprah.plan.checks import check_paths
from kiprah.plan.community import plan_community
from kiprah.plan.outputs import origin_of
from kiprah.plan.site import plan_site_files, site_problems
from kiprah.plan.value_digests import ValueDigests, nothing_of_places
from kiprah.problem import Problem
from kiprah.render.context import RenderContext
from kiprah.render.jobs import blob_of
from kiprah.workers import WorkerPool

_ENCODER = Encoder(enc_hook=nothing_of_places, order="deterministic")


class Gathered(Struct, frozen=True, array_like=True):
    """What a community has besides its members, as it was made. No hidden word is in it."""

    files: Mapping[str, str]
    """Blob of each published file."""
    kept: frozenset[str]
    """Blobs that the next build needs and nobody publishes."""
    problems: tuple[Problem, ...]
    held: tuple[Withheld, ...]
    texts: Mapping[str, tuple[str, ...]]
    """By page, the files whose bodies it tells."""
    complete: bool
    valid_from: date
    valid_until: date | None
    """The first day on which it would differ; None: never."""
    register: RegisterChange = RegisterChange()
    """The community's own file of addresses as it should be once this is published."""

    def holds_on(self, day: date) -> bool:
        """Say whether the same would be made on this day."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


_DECODER = Decoder(Gathered)


def gather(
    request: Request,
    site: LoadedSite,
    runs: Sequence[MemberRun],
    state: State,
    workers: WorkerPool,
    *,
    leave_out: bool,
    sound: bool,
) -> Gathered:
    """Make what no member owns, or recall it where neither the community nor any member's summary has changed.

    What cannot be made is left out with the entry it belongs to. With ``sound`` nothing is recalled whose bytes are
    not in the store.
    """
    blobs = request.blobs
    name = f"@community@{'preview' if site.viewing.preview else 'public'}"
    key = _key(site, runs, leave_out=leave_out, strict=request.strict)
    before = (state.get("member", name) or b"").decode("ascii", "replace")
    known = _decoded(blobs.get(key)) if before == key or blobs.is_shared else None
    today, addresses = site.viewing.today, digest_of(site.register)
    if known is not None and (
        request.force
        or not known.holds_on(today)
        or not known.register.holds_with(addresses, on_same_day=today == known.valid_from)
    ):
        known = None
    if known is not None and (not sound or _blobs_of(known) <= blobs.present(_blobs_of(known))):
        state.update("member", {name: key.encode()} if before != key else {})
        if addresses != known.register.after:
            return known
        return replace(known, register=RegisterChange(), problems=not_said_again(known.problems))
    gathered = _gather(request, site, runs, workers, leave_out=leave_out)
    if not any(problem.is_error for problem in gathered.problems):
        last = _decoded(blobs.get(before)) if before else None
        blobs.share(_blobs_of(gathered) - (_blobs_of(last) if last is not None else frozenset()))
        bare = replace(gathered, problems=tuple(replace(problem, source="") for problem in gathered.problems))
        blobs.put(key, _ENCODER.encode(bare))
        blobs.share((key,), anew=True)
        state.update("member", {name: key.encode()})
        if before not in ("", key):
            blobs.delete(before)
    return gathered


def _key(site: LoadedSite, runs: Sequence[MemberRun], *, leave_out: bool, strict: bool) -> str:
    """Digest all that shapes it; today is not in it, since the result says how long it holds."""
    shown = (site.viewing.drafts, site.viewing.future, leave_out, strict)
    context = replace(site.context, folder="")
    summaries = blake2b(digest_size=20)
    for run in runs:
        summaries.update(blake2b(run.result.packed_summary, digest_size=20).digest())
    assert site.community is not None
    # What was gathered says itself with which file of addresses it holds.
    host = replace(site.community.host, register=AddressRegister())
    values = _ENCODER.encode((context, replace(site.community, host=host), shown))
    return key_of("gathered", values, site.theme.value, site.reading, summaries.hexdigest())


def _blobs_of(gathered: Gathered) -> frozenset[str]:
    return gathered.kept.union(gathered.files.values())


def _decoded(data: bytes | None) -> Gathered | None:
    if data is None:
        return None
    try:
        return _DECODER.decode(data)
    except DecodeError:
        return None


def _gather(
    request: Request, site: LoadedSite, runs: Sequence[MemberRun], workers: WorkerPool, *, leave_out: bool
) -> Gathered:
    assert site.community is not None
    left_out: frozenset[str] = frozenset()
    summaries = [run.result.summary for run in runs]
    paths = [output.path for run in runs for output in run.result.outputs]
    theme = site.theme
    while True:
        plan = plan_community(site.community, site.context, site.viewing, theme.digests, summaries, left_out)
        own = [*(output.path for output in plan.outputs), *paths]
        everybody = [*summaries, plan.summary]
        files = plan_site_files(site.context, site.viewing, theme.assets, everybody, own, plan.redirects)
        digests = ValueDigests()
        keyed = [(output, theme.key_of(output, digests)) for output in (*plan.outputs, *files)]
        context = RenderContext(request.blobs, site.context.folder, theme.theme, theme.asset_links, plan.traces)
        faults = render_missing(keyed, context, workers, force=request.force)
        errors = [fault for fault in faults if fault.problem.is_error]
        owners = frozenset(owner for fault in errors for owner in plan.owners.get(fault.path, ()))
        if not errors or not leave_out or owners <= left_out:
            break
        left_out |= owners
    recipe = theme.recipes["data"]
    indexes = [
        built_index(i, own_part, context.blobs, recipe, workers, force=request.force) for i, own_part in plan.search
    ]
    index = {path: blob for built in indexes for path, blob in built.files.items()}
    doubles = check_paths((*((o.path, origin_of(o)) for o, _ in keyed), *((path, path) for path in index)))
    taken = {same_name(problem.values["path"]) for problem in doubles}
    failed = {fault.path for fault in errors}
    made = {output.path: blob_of(output, key) for output, key in keyed if output.path not in failed} | index
    return Gathered(
        files={path: blob for path, blob in made.items() if same_name(path) not in taken},
        kept=frozenset(blob for built in indexes for blob in built.kept),
        problems=(
            *plan.problems,
            *site_problems(site.context),
            *doubles,
            *(fault.problem for fault in faults),
        ),
        held=plan.held,
        texts=plan.texts,
        complete=not errors or leave_out,
        valid_from=site.viewing.today,
        valid_until=plan.valid_until,
        register=register_change(site.community.host.register, plan.register),
    )
