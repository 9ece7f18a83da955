"""Plan of an index: which chunks it has, and what each is made from; no word of it is needed for that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from kiprah.blake2 import blake2b
from kiprah.plan.search.chunks import INDEX_VERSION
from kiprah.plan.search.groups import SearchGroup
from kiprah.plan.search.heads import SearchHead
from kiprah.plan.search.merge import SearchShape, shape_of
from kiprah.plan.search.slices import SLOTS, bucket_slots


class SearchPlan(Struct, frozen=True):
    """Plan of the search index of one language."""

    language: str
    root: str
    """Root of the language's pages: empty, or ``en/``."""
    shape: SearchShape
    heads: tuple[SearchHead, ...]
    """Heads in the order of the members' numbers."""

    @property
    def version(self) -> str:
        """Name this index among all others, for the addresses of its chunks."""
        return self._digest(head.blob.encode() for head in self.heads).hex()[:10]

    def groups(self) -> Iterator[tuple[tuple[tuple[int, SearchHead], ...], bytes]]:
        """Yield each group of parts that has members: their numbers and heads, and a digest of both."""
        shift = self.shape.member_bits - self.shape.group_bits
        numbered = ((number, head) for (_, number), head in zip(self.shape.numbers, self.heads, strict=True))
        for _, members in groupby(numbered, lambda one: one[0] >> shift):
            group = tuple(members)
            yield group, self._digest(part for number, head in group for part in (b"%d" % number, head.blob.encode()))

    def bucket_digests(self, groups: Sequence[SearchGroup]) -> Iterator[tuple[int, bytes]]:
        """Yield each bucket, and a digest of what it is merged from and how it is cut."""
        columns = [b"".join(column) for column in zip(*(g.digests() for g in groups), strict=True)] or [b""] * SLOTS
        for bucket in range(self.shape.buckets):
            content = b"".join(columns[slot] for slot in bucket_slots(bucket, self.shape.bucket_bits))
            yield bucket, self._digest((b"words", str((bucket, self.shape.bucket_bits)).encode(), content))

    def block_digests(self) -> Iterator[tuple[int, tuple[tuple[int, SearchHead], ...], bytes]]:
        """Yield each block of results that has members: its number, their numbers and heads, a digest of it all."""
        by_slug = {head.slug: head for head in self.heads}
        for block, members in enumerate(self.shape.blocks):
            heads = tuple((number, by_slug[slug]) for slug, number in members)
            if heads:
                parts = (part for number, head in heads for part in (str(number).encode(), head.docs))
                yield block, heads, self._digest((b"docs", str(block).encode(), *parts))

    def _digest(self, parts: Iterable[bytes]) -> bytes:
        digest = blake2b(f"{INDEX_VERSION} {self.language}".encode(), digest_size=16)
        for part in parts:
            digest.update(len(part).to_bytes(4, "big") + part)
        return digest.digest()


def search_plan(language: str, root: str, heads: Iterable[SearchHead]) -> SearchPlan:
    """Plan the index of one language from the heads of its parts; who has nothing to be found has none in it."""
    by_slug = {head.slug: head for head in heads if head.entries}
    shape = shape_of((head.slug, head.entries, head.size) for head in by_slug.values())
    return SearchPlan(language, root, shape, tuple(by_slug[slug] for slug, _ in shape.numbers))
