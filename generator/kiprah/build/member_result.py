"""Member result: how one member's run ended, and all that the rest of the build needs of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct
from msgspec.msgpack import Decoder, Encoder
from msgspec.structs import replace

from kiprah.build.registers import RegisterChange
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


class MemberResult(Struct, frozen=True, array_like=True):
    """How one member's run ended, and all that the rest of the build needs of it. No hidden word is in it."""

    prefix: str
    complete: bool
    """Everything of the member is in the blob store, and may be published."""
    outputs: tuple[BuiltOutput, ...]
    problems: tuple[Problem, ...]
    """What reading and planning found."""
    faults: tuple[Fault, ...]
    """What rendering found; said again for as long as those outputs are not made anew."""
    held: tuple[Withheld, ...]
    packed_summary: bytes
    """What lists over several members know of this one, as MessagePack: most builds need only its digest."""
    packed_heads: bytes
    """The heads of its parts of the search index, apart from that: most edits change nothing else."""
    texts: dict[str, tuple[str, ...]]
    """By page, the files whose bodies it tells."""
    traces: str
    """A digest of the hidden words that texts were scanned for."""
    valid_from: date
    valid_until: date | None
    """The first day on which the result would differ; None: never."""
    made: int = 0
    """Outputs rendered in this run."""
    sources: Sources = Sources()
    """The files that what is published is made from."""
    register: RegisterChange = RegisterChange()
    """The member's file of addresses as it should be once this is published."""

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


_SUMMARIES, _HEADS = Decoder(Summary), Decoder(dict[str, SearchHead])
_ENCODER = Encoder(order="deterministic")


def packed(summary: Summary) -> tuple[bytes, bytes]:
    """Pack a summary, and its heads apart; the same one is always the same bytes."""
    return _ENCODER.encode(replace(summary, search={})), _ENCODER.encode(summary.search)
