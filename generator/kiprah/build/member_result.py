"""Member result: how one member's run ended, and all that the rest of the build needs of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct
from msgspec.msgpack import Decoder, Encoder
from msgspec.structs import replace

from kiprah.build.registers import RegisterChange
from kiprah.cache.shard_files import ShardFiles, files_digest
from kiprah.model.member import Withheld
from kiprah.plan.search.heads import SearchHead
from kiprah.plan.sources import Sources
from kiprah.plan.summary import Summary
from kiprah.problem import Problem
from kiprah.render.jobs import Fault


class BuiltOutput(Struct, frozen=True, array_like=True):
    """One output of a member as it was made."""

    path: str
    blob: str
    parts: bytes
    """Digests of its recipe and of each of its fields, four bytes each, to tell later which of them changed."""


class MemberDetails(Struct, frozen=True, array_like=True):
    """What of a result is asked for only where the member, or what all members share, is made again."""

    outputs: tuple[BuiltOutput, ...] = ()
    texts: dict[str, tuple[str, ...]] = {}
    """By page, the files whose bodies it tells."""
    sources: Sources = Sources()
    """The files that what is published is made from."""


class MemberFiles(Struct, frozen=True, array_like=True):
    """What is asked of a member's published files in every build."""

    count: int = 0
    digest: bytes = files_digest({})
    photos: tuple[str, ...] = ()
    """Digests of the photos that some of them are made from."""


class MemberResult(Struct, frozen=True, array_like=True):
    """How one member's run ended, and all that the rest of the build needs of it. No hidden word is in it."""

    prefix: str
    complete: bool
    """Everything of the member is in the blob store, and may be published."""
    files: MemberFiles
    packed_details: bytes
    """As MessagePack: of most members nothing has changed, and nothing of it is asked."""
    problems: tuple[Problem, ...]
    """What reading and planning found."""
    faults: tuple[Fault, ...]
    """What rendering found; said again for as long as those outputs are not made anew."""
    held: tuple[Withheld, ...]
    packed_summary: bytes
    """What lists over several members know of this one, as MessagePack: most builds need only its digest."""
    packed_heads: bytes
    """The heads of its parts of the search index, apart from that: most edits change nothing else."""
    traces: str
    """A digest of the hidden words that texts were scanned for."""
    valid_from: date
    valid_until: date | None
    """The first day on which the result would differ; None: never."""
    made: int = 0
    """Outputs rendered in this run."""
    register: RegisterChange = RegisterChange()
    """The member's file of addresses as it should be once this is published."""

    @property
    def details(self) -> MemberDetails:
        """Unpack what is asked for where something is made again."""
        return _DETAILS.decode(self.packed_details)

    @property
    def shard_files(self) -> ShardFiles:
        """Return path and blob of each published file, unpacked when one is asked for."""
        return ShardFiles(self.files.count, self.files.digest, lambda: _paths(self.details.outputs))

    @property
    def summary(self) -> Summary:
        """Unpack what lists over several members know of this one."""
        return replace(_SUMMARIES.decode(self.packed_summary), search=self.search)

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
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


_DETAILS, _SUMMARIES, _HEADS = Decoder(MemberDetails), Decoder(Summary), Decoder(dict[str, SearchHead])
_ENCODER = Encoder(order="deterministic")


def _paths(outputs: Iterable[BuiltOutput]) -> dict[str, str]:
    return {output.path: output.blob for output in outputs}


def packed_details(details: MemberDetails) -> tuple[MemberFiles, bytes]:
    """Pack what few builds ask for, and return apart what every build asks of the files."""
    paths = _paths(details.outputs)
    photos = {blob.split("/")[1] for blob in paths.values() if blob.startswith("photos/")}
    return MemberFiles(len(paths), files_digest(paths), tuple(sorted(photos))), _ENCODER.encode(details)


def packed(summary: Summary) -> tuple[bytes, bytes]:
    """Pack a summary, and its heads apart; the same one is always the same bytes."""
    return _ENCODER.encode(replace(summary, search={})), _ENCODER.encode(summary.search)
