"""Plan of an index: which chunks it has, and what each is made from; no word of it is needed for that."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from functools import cached_property
from hashlib import blake2b
from itertools import compress

from msgspec import Struct

from kiprah.plan.search.chunks import VERSION
from kiprah.plan.search.heads import SearchHead
from kiprah.plan.search.merge import SearchShape, shape_of
from kiprah.plan.search.slices import SLOTS, bucket_slots


class SearchPlan(Struct, frozen=True, dict=True):
    """The index of one language."""

    language: str
    root: str
    """Where the language's pages stand: empty, or ``en/``."""
    shape: SearchShape
    heads: tuple[SearchHead, ...]
    """In the order of the members' numbers."""

    @property
    def version(self) -> str:
        """Name this index among all others, for the addresses of its chunks."""
        return self._digest(head.blob.encode() for head in self.heads).hex()[:10]

    def bucket_digest(self, bucket: int) -> bytes:
        """Digest what a bucket is merged from: whose slices, in which order, and how it is cut."""
        slots = bucket_slots(bucket, self.shape.bucket_bits)
        return self._digest(
            (b"words", str((bucket, self.shape.bucket_bits)).encode(), *(self._slots[s] for s in slots))
        )

    def block_digests(self) -> Iterator[tuple[int, tuple[tuple[int, SearchHead], ...], bytes]]:
        """Yield each block of results that has members: its number, their numbers and heads, a digest of it all."""
        by_slug = {head.slug: head for head in self.heads}
        for block, members in enumerate(self.shape.blocks):
            heads = tuple((number, by_slug[slug]) for slug, number in members)
            if heads:
                parts = (part for number, head in heads for part in (str(number).encode(), head.docs))
                yield block, heads, self._digest((b"docs", str(block).encode(), *parts))

    @cached_property
    def _slots(self) -> tuple[bytes, ...]:
        """Digest each slot over those who have something in it, with their numbers: others may come and go."""
        columns = memoryview(b"".join(head.slots for head in self.heads)).cast("Q")
        numbers = [number for _, number in self.shape.numbers]
        digests: list[bytes] = []
        for slot in range(SLOTS):
            column = columns[slot::SLOTS].tolist()
            whose = array("L", compress(numbers, column))
            digests.append(
                blake2b(array("Q", filter(None, column)).tobytes() + whose.tobytes(), digest_size=16).digest()
            )
        return tuple(digests)

    def _digest(self, parts: Iterable[bytes]) -> bytes:
        digest = blake2b(f"{VERSION} {self.language}".encode(), digest_size=16)
        for part in parts:
            digest.update(len(part).to_bytes(4, "big") + part)
        return digest.digest()


def search_plan(language: str, root: str, heads: Iterable[SearchHead]) -> SearchPlan:
    """Plan the index of one language from the heads of its parts; who has nothing to be found has none in it."""
    by_slug = {head.slug: head for head in heads if head.entries}
    shape = shape_of((head.slug, head.entries, head.size) for head in by_slug.values())
    return SearchPlan(language, root, shape, tuple(by_slug[slug] for slug, _ in shape.numbers))
