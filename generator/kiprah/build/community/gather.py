"""Gathering: what a community has besides its members, made from their summaries, and recalled while none changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import DecodeError, Struct
from msgspec.msgpack import Decoder, Encoder
from msgspec.structs import replace

from kiprah.blake2 import blake2b
from kiprah.build.address_registers import RegisterChange
from kiprah.build.cached_outputs import LastOutputs
from kiprah.build.community.gathered_lists import GatheredLists, gather_lists
from kiprah.build.community.member_task import MemberRun
from kiprah.build.community.search_index import built_index
from kiprah.build.failed_outputs import Omission
from kiprah.build.load import LoadedSite
from kiprah.build.member.result_cache import without_news
from kiprah.build.request import Request
from kiprah.cache.blobs import blob_content, put_content, shared_store
from kiprah.cache.digests import digest_of, key_of
from kiprah.cache.manifest import SITE
from kiprah.cache.state import State
from kiprah.model.addresses import AddressRegister
from kiprah.plan.addresses.address_claims import Claim, claims_of_paths, settled
from kiprah.plan.any_output import STATIC
from kiprah.plan.search.plan import search_plan
from kiprah.plan.value_digests import nothing_of_places
from kiprah.problem import Place, Problem
from kiprah.workers import WorkerPool

_ENCODER = Encoder(enc_hook=nothing_of_places, order="deterministic")


class Gathered(Struct, frozen=True, array_like=True):
    """Outputs that a community has besides its members, as they were made. No hidden word is in it."""

    lists: GatheredLists
    index: Mapping[str, str]
    """Blob of each file of the search index."""
    kept: frozenset[str]
    """Blobs that the next build needs and nobody publishes."""
    doubles: tuple[Problem, ...] = ()
    """Files that stand where the search index does."""

    @property
    def shards(self) -> dict[str, Mapping[str, str]]:
        """Name the blob of each published file, by shard."""
        taken = {problem.values["path"] for problem in self.doubles}
        shards: dict[str, Mapping[str, str]] = {
            name: {path: blob for path, blob in shard.files.items() if path not in taken} if taken else shard.files
            for name, shard in self.lists.shards.items()
        }
        # A search without some of its chunks would find half of what is there.
        shards[f"{SITE}/search"] = self.index
        return shards

    @property
    def blobs(self) -> frozenset[str]:
        """Name the blobs that the next build needs, published or not."""
        return self.kept.union(*(files.values() for files in self.shards.values()))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that is to be said of it."""
        return (*self.lists.problems, *(fault.problem for fault in self.lists.faults), *self.doubles)


_DECODER = Decoder(Gathered)


def gather(
    request: Request,
    site: LoadedSite,
    runs: Sequence[MemberRun],
    state: State,
    workers: WorkerPool,
    left_out: Omission = Omission(),  # noqa: B008  a frozen value
    *,
    leave_out: bool,
    sound: bool,
) -> Gathered:
    """Make what no member owns, or recall it where neither the community nor any member's summary has changed.

    Where only words did that nothing but a search finds, only the search index is made again. What cannot be made is
    left out as ``omission_of`` says, and told by every build: such lists are not kept. ``left_out`` is what an earlier
    round of this build could not make; nothing is recalled then. With ``sound`` nothing is
    recalled whose bytes are not in the store.
    """
    blobs = request.blobs
    others = shared_store(blobs)
    name = f"@community@{'preview' if site.viewing.preview else 'public'}"
    lists_key = _key(site, runs, leave_out=leave_out, strict=request.strict)
    key = key_of("gathered", lists_key, _digest_of(run.result.packed_heads for run in runs))
    before = (state.get("member", name) or b"").decode("ascii", "replace")
    last = _decoded(blob_content(blobs, before)) if before else None
    known = last if before == key else _decoded(blob_content(blobs, key)) if others is not None else None
    anew = request.force or bool(left_out.entries)
    if anew or not _holds(known, lists_key, site):
        known = None
    if known is not None and (not sound or known.blobs <= blobs.exists(*known.blobs)):
        state.update("member", {name: key.encode()} if before != key else {})
        return replace(known, lists=_without_news(known.lists, site))
    lists = None if anew or not _holds(last, lists_key, site) or last is None else last.lists
    if lists is not None and sound:
        needed = frozenset(blob for shard in lists.shards.values() for blob in shard.files.values())
        needed |= {part.head.blob for part in lists.hosts}
        lists = lists if needed <= blobs.exists(*needed) else None
    if lists is None:
        made = gather_lists(request, site, runs, workers, left_out, _last_outputs(last), leave_out=leave_out)
        gathered = _with_index(request, site, runs, workers, replace(made, key=lists_key))
    else:
        gathered = _with_index(request, site, runs, workers, lists)
    if not any(problem.is_error for problem in gathered.problems):
        if others is not None:
            others.share(gathered.blobs - (last.blobs if last is not None else frozenset()))
        bare = tuple(replace(problem, source="") for problem in gathered.lists.problems)
        put_content(blobs, key, _ENCODER.encode(replace(gathered, lists=replace(gathered.lists, problems=bare))))
        if others is not None:
            others.share((key,), anew=True)
        state.update("member", {name: key.encode()})
        if before not in ("", key):
            blobs.delete(before)
        # Words that are gone from the index do not wait in the store until it is pruned.
        blobs.delete(*(last.kept - gathered.kept if last is not None else ()))
    return replace(gathered, lists=_without_news(gathered.lists, site)) if lists is not None else gathered


def _holds(known: Gathered | None, key: str, site: LoadedSite) -> bool:
    """Say whether the lists that were gathered are what would be gathered today."""
    if known is None or known.lists.key != key or not known.lists.holds_on(site.viewing.today):
        return False
    same_day = site.viewing.today == known.lists.valid_from
    return known.lists.register.holds_with(digest_of(site.register), on_same_day=same_day)


def _last_outputs(last: Gathered | None) -> LastOutputs:
    """Return what was gathered last, whatever has changed since."""
    if last is None:
        return LastOutputs()
    blobs = {path: blob for shard in last.lists.shards.values() for path, blob in shard.files.items()}
    return LastOutputs(blobs, last.lists.faults, last.lists.traces)


def _without_news(lists: GatheredLists, site: LoadedSite) -> GatheredLists:
    """Take back what is said of addresses where the file of addresses has it already."""
    if digest_of(site.register) != lists.register.after:
        return lists
    return replace(lists, register=RegisterChange(), problems=without_news(lists.problems))


def _key(site: LoadedSite, runs: Sequence[MemberRun], *, leave_out: bool, strict: bool) -> str:
    """Digest all that shapes the lists; today is not in it, since they say how long they hold."""
    shown = (site.viewing.drafts, site.viewing.future, leave_out, strict)
    context = replace(site.context, folder="")
    assert site.community is not None
    # What was gathered says itself with which file of addresses it holds.
    host = replace(site.community.host, register=AddressRegister())
    values = _ENCODER.encode((context, replace(site.community, host=host), shown))
    summaries = _digest_of(run.result.summary_digest for run in runs)
    return key_of("gathered lists, looked through", values, site.theme.value, site.reading, summaries)


def _digest_of(parts: Iterable[bytes]) -> str:
    digest = blake2b(digest_size=20)
    for part in parts:
        digest.update(blake2b(part, digest_size=20).digest())
    return digest.hexdigest()


def _decoded(data: bytes | None) -> Gathered | None:
    if data is None:
        return None
    try:
        return _DECODER.decode(data)
    except DecodeError:
        return None


def _with_index(
    request: Request, site: LoadedSite, runs: Sequence[MemberRun], workers: WorkerPool, lists: GatheredLists
) -> Gathered:
    """Make what is missing of the search index, from the heads of all members' parts."""
    blobs, recipe = request.blobs, site.theme.recipes["data"]
    searches = [run.result.search for run in runs]
    files: dict[str, str] = {}
    kept: set[str] = set()
    for part in lists.hosts:
        heads = (head for search in searches if (head := search.get(part.language)) is not None)
        plan = search_plan(part.language, part.root, (part.head, *heads))
        built = built_index(plan, blobs, recipe, workers, force=request.force)
        files |= built.files
        kept |= {*built.kept, part.head.blob}
    claims = (Claim(path, Place(origin), STATIC) for path, origin in lists.origins.items())
    doubles, _ = settled((*claims, *claims_of_paths(files)))
    return Gathered(lists, files, frozenset(kept), doubles)
