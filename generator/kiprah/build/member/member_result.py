"""Member result: how one member's run ended, and all that the rest of the build needs of it."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from msgspec import Struct
from msgspec.msgpack import Decoder, Encoder
from msgspec.structs import replace

from kiprah.blake2 import blake2b
from kiprah.build.address_registers import RegisterChange
from kiprah.cache.blobs import BlobLost, Blobs, blob_content
from kiprah.cache.row_decoding import decoded_row
from kiprah.cache.shard_files import ShardFiles, files_digest
from kiprah.model.member import Withheld
from kiprah.plan.output_sources import Sources
from kiprah.plan.search.heads import SearchHead
from kiprah.plan.summary import Summary
from kiprah.problem import Problem
from kiprah.render.faults import Fault


class BuiltOutput(Struct, frozen=True, array_like=True):
    """One output of a member as it was made."""

    path: str
    blob: str
    parts: bytes
    """Digests of its recipe and of each of its fields, four bytes each, to tell later which of them changed."""


class FactsRecord(Struct, frozen=True, array_like=True):
    """Record that a run leaves for the next, which may find nothing but other bodies of activities and reflections."""

    facts: bytes = b""
    """A digest of the member's facts and of all else that shapes the result; empty where the next run begins anew."""
    texts: dict[str, bytes] = {}
    """Digest of each text with such a body, by file."""
    problems: tuple[Problem, ...] = ()
    """Problems that planning found in the facts."""
    risks: tuple[tuple[str, Problem], ...] = ()
    """Risks, each after the main file of its entry."""
    links: tuple[Problem, ...] = ()
    """Dead and hidden links of bodies."""
    portfolio: bytes = b""
    """A digest of the facts of ``portfolio.json``."""
    entries: bytes = b""
    """The joined digests of the entries it tells."""


class MemberDetails(Struct, frozen=True, array_like=True):
    """Details of a result: asked for only where the member, or what all members share, is made again."""

    outputs: tuple[BuiltOutput, ...] = ()
    texts: dict[str, tuple[str, ...]] = {}
    """Files whose bodies each page shows, by page."""
    sources: Sources = Sources()
    """The files that what is published is made from."""
    packed_summary: bytes = b""
    """Summary of this member for lists over several members, as MessagePack."""
    record: FactsRecord = FactsRecord()


class MemberFiles(Struct, frozen=True, array_like=True):
    """Digest and count of a member's published files, asked for in every build."""

    count: int = 0
    digest: bytes = files_digest({})
    photos: tuple[str, ...] = ()
    """Digests of the photos that some of them are made from."""


class MemberResult(Struct, frozen=True, array_like=True):
    """Result of one member's run, with all that the rest of the build needs of it. No hidden word is in it."""

    prefix: str
    complete: bool
    """True where everything of the member is in the blob store, and may be published."""
    files: MemberFiles
    problems: tuple[Problem, ...]
    """Problems that reading and planning found."""
    faults: tuple[Fault, ...]
    """Faults that rendering found; said again for as long as those outputs are not made anew."""
    held: tuple[Withheld, ...]
    summary_digest: bytes
    packed_heads: bytes
    """The heads of its parts of the search index, apart from the summary: most edits change nothing else."""
    traces: str
    """A digest of the hidden words that texts were scanned for."""
    valid_from: date
    valid_until: date | None
    """The first day on which the result would differ; None: never."""
    made: int = 0
    """Outputs rendered in this run."""
    register: RegisterChange = RegisterChange()
    """The member's file of addresses as it should be once this is published."""
    packed_details: bytes = b""
    """Details as MessagePack; empty where they lie in the store."""
    blob: str = ""
    """The blob that holds this with the details; empty while nothing of it was kept."""
    hides_anew: bool = False
    """True where other words are hidden than in the run before, so that what it published may tell some of them."""

    def details(self, blobs: Blobs) -> MemberDetails:
        """Unpack what is asked for where something is made again. Raises ``BlobLost``."""
        if self.packed_details:
            return _decoded_details(self.packed_details)
        whole = decoded_result(blob_content(blobs, self.blob))
        if whole is None or not whole.packed_details:
            raise BlobLost(errno.EIO, "the blob store lost a member's result", self.prefix)
        return _decoded_details(whole.packed_details)

    def summary(self, details: MemberDetails) -> Summary:
        """Unpack what lists over several members know of this one."""
        return replace(_SUMMARIES.decode(details.packed_summary), search=self.search)

    def shard_files(self, blobs: Blobs) -> ShardFiles:
        """Return path and blob of each published file, unpacked when one is asked for."""
        return ShardFiles(self.files.count, self.files.digest, lambda: _paths(self.details(blobs).outputs))

    @property
    def search(self) -> Mapping[str, SearchHead]:
        """Unpack the heads of its parts of the search index, by language."""
        return _HEADS.decode(self.packed_heads)

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """All that is to be said of the member."""
        return (*self.problems, *(fault.problem for fault in self.faults))

    def holds_on(self, day: date) -> bool:
        """Say whether the same run on this day would end the same."""
        return is_valid_on(day, self.valid_from, self.valid_until)


_DETAILS, _SUMMARIES, _HEADS = Decoder(MemberDetails), Decoder(Summary), Decoder(dict[str, SearchHead])
_RESULTS = Decoder(MemberResult)
_ENCODER = Encoder(order="deterministic")


_unpacked: list[tuple[bytes, MemberDetails]] = []
"""The details that were packed or unpacked last: those of the last result and of this one are asked for repeatedly."""


def _decoded_details(packed: bytes) -> MemberDetails:
    known = next((details for same, details in _unpacked if same is packed or same == packed), None)
    return known if known is not None else _remembered(packed, _DETAILS.decode(packed))


def _remembered(packed: bytes, details: MemberDetails) -> MemberDetails:
    _unpacked[:] = [*_unpacked[-1:], (packed, details)]
    return details


def is_valid_on(day: date, valid_from: date, valid_until: date | None) -> bool:
    """Say whether what was made on one day holds on another: until the day before it would differ, or for good."""
    return valid_from <= day and (valid_until is None or day < valid_until)


def decoded_result(data: bytes | None) -> MemberResult | None:
    """Read a result back; None where there is none, or it has another shape."""
    return decoded_row(_RESULTS, data)


def _paths(outputs: Iterable[BuiltOutput]) -> dict[str, str]:
    return {output.path: output.blob for output in outputs}


class PackedPlan(NamedTuple):
    """Plan of a member as a result keeps it, in bytes; the same plan is always the same bytes."""

    files: MemberFiles
    details: bytes
    summary_digest: bytes
    heads: bytes


def packed(
    summary: Summary,
    outputs: tuple[BuiltOutput, ...] = (),
    texts: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    sources: Sources = Sources(),  # noqa: B008  a frozen value
    record: FactsRecord = FactsRecord(),  # noqa: B008  a frozen value
) -> PackedPlan:
    """Pack what came of a plan: what every build asks of it, and what few do."""
    lists = _ENCODER.encode(replace(summary, search={}))
    details = _ENCODER.encode(MemberDetails(outputs, dict(texts), sources, lists, record))
    digest = blake2b(lists, digest_size=20).digest()
    return PackedPlan(member_files(outputs), details, digest, _ENCODER.encode(summary.search))


def member_files(outputs: Iterable[BuiltOutput]) -> MemberFiles:
    """Sum up a member's outputs for what every build asks of them."""
    paths = _paths(outputs)
    photos = {blob.split("/")[1] for blob in paths.values() if blob.startswith("photos/")}
    return MemberFiles(len(paths), files_digest(paths), tuple(sorted(photos)))


def packed_details(details: MemberDetails) -> bytes:
    """Pack the details of a result; the same are always the same bytes."""
    packed = _ENCODER.encode(details)
    _remembered(packed, details)
    return packed
