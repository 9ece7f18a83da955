"""Groups of members' parts: what the index is merged from, so that one edit costs one group and not every member."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.msgpack import Decoder, Encoder

from kiprah.blake2 import blake2b
from kiprah.plan.search.slices import SLOTS, SearchPart

MEMBERS_PER_GROUP = 64
"""Members of a group, about: with thousands of members there are about as many groups as members in each."""
SLOTS_PER_CHUNK = 16
"""Slots of a chunk of a group: what a bucket is merged from is read without the rest."""
_DIGEST = 16
_EMPTY = bytes(_DIGEST)

Slot = Sequence[tuple[int, bytes]]
"""The slices of one slot, each after its member's number, in ascending order."""

_ENCODER = Encoder(order="deterministic")
_CHUNKS = Decoder(tuple[tuple[tuple[int, bytes], ...], ...])


class SearchGroup(Struct, frozen=True, array_like=True):
    """Digests and blobs of a group's slots, without its words."""

    slots: bytes
    """A digest of each slot, sixteen bytes; zeros where it is empty."""
    chunks: tuple[str, ...]
    """The blobs in which its slots lie, ``SLOTS_PER_CHUNK`` in each."""

    def digests(self) -> Iterator[bytes]:
        """Yield the digest of each slot; of an empty one nothing, since members without any of it may come and go."""
        slots = self.slots
        return (
            b"" if (digest := slots[first : first + _DIGEST]) == _EMPTY else digest
            for first in range(0, SLOTS * _DIGEST, _DIGEST)
        )


_GROUPS = Decoder(SearchGroup)


def packed_group(parts: Iterable[tuple[int, SearchPart]]) -> tuple[bytes, dict[str, bytes]]:
    """Join parts, each after its member's number, in ascending order; return the group and its chunks as blobs."""
    slots: list[list[tuple[int, bytes]]] = [[] for _ in range(SLOTS)]
    for number, part in parts:
        for slot, content in zip(slots, part.slots, strict=True):
            if content:
                slot.append((number, content))
    digests = b"".join(
        blake2b(_ENCODER.encode(slot), digest_size=_DIGEST).digest() if slot else _EMPTY for slot in slots
    )
    chunks: dict[str, bytes] = {}
    names: list[str] = []
    for start in range(0, SLOTS, SLOTS_PER_CHUNK):
        content = _ENCODER.encode(slots[start : start + SLOTS_PER_CHUNK])
        names.append(blake2b(content, digest_size=20).hexdigest())
        chunks[names[-1]] = content
    return _ENCODER.encode(SearchGroup(digests, tuple(names))), chunks


def unpacked_group(content: bytes) -> SearchGroup:
    """Read a group back. Raises ``DecodeError``."""
    return _GROUPS.decode(content)


def unpacked_chunk(content: bytes) -> tuple[Slot, ...]:
    """Read a chunk back: its slots. Raises ``DecodeError``."""
    return _CHUNKS.decode(content)
