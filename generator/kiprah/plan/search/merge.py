"""Merging of members' parts into the index: buckets of words, blocks of results, and how many there are of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from kiprah.plan.search.groups import MEMBERS_PER_GROUP
from kiprah.plan.search.index_numbers import place_bits, places_of
from kiprah.plan.search.slices import SLOT_BITS, sized, varint

_BUCKET = 90_000
"""Bytes of slices that make a bucket, about; merged they are a third: what a word of a query loads."""
_BLOCK = 64
"""Entries of a block, about: what a result loads."""
_MOST_BITS = SLOT_BITS + 8
_COMMON = 12_000
"""Number of entries above which a word is kept only where it says most; it sorts results, and chooses them no more."""


class SearchShape(Struct, frozen=True):
    """Shape of an index: it follows from all its members, so that the same content is cut alike everywhere."""

    bucket_bits: int
    block_bits: int
    member_bits: int
    """Number of bits that members' numbers are written in; their first ones are a block's number."""
    group_bits: int
    """Number of first bits of a member's number that tell the group the part is merged with."""
    numbers: tuple[tuple[str, int], ...]
    """Slug and number of each member, in the order of the numbers."""
    entries: int

    @property
    def buckets(self) -> int:
        """Count the buckets."""
        return 1 << self.bucket_bits

    @property
    def blocks(self) -> tuple[tuple[tuple[str, int], ...], ...]:
        """List the members of each block, with their numbers."""
        blocks: list[list[tuple[str, int]]] = [[] for _ in range(1 << self.block_bits)]
        for slug, number in self.numbers:
            blocks[number >> (self.member_bits - self.block_bits)].append((slug, number))
        return tuple(map(tuple, blocks))


def shape_of(sizes: Iterable[tuple[str, int, int]]) -> SearchShape:
    """Decide how an index is cut, from each member's slug, number of entries and bytes of slices."""
    parts = list(sizes)
    members = places_of(slug for slug, _, _ in parts)
    member_bits = place_bits(len(members))
    entries = sum(count for _, count, _ in parts)
    return SearchShape(
        bucket_bits=_bits(sum(size for _, _, size in parts), _BUCKET, _MOST_BITS),
        block_bits=_bits(entries, _BLOCK, min(16, member_bits)),
        member_bits=member_bits,
        group_bits=_bits(len(members), MEMBERS_PER_GROUP, member_bits),
        numbers=tuple(members.items()),
        entries=entries,
    )


def _bits(amount: int, wanted: int, most: int) -> int:
    bits = 0
    while bits < most and amount > wanted << bits:
        bits += 1
    return bits


def merged_bucket(slices: Iterable[tuple[int, bytes]], bucket: int, bits: int) -> bytes:
    """Merge one bucket from the slices of its slots, each with its member's number, in ascending order.

    A member's postings are joined as they are: nothing is counted entry by entry.
    """
    classes: dict[bytes, dict[bytes, list[tuple[int, int, bytes]]]] = {}
    beyond = max(0, bits - SLOT_BITS)
    wanted = bucket & ((1 << beyond) - 1)
    for member, content in slices:
        place, end = 0, len(content)
        while place < end:
            sub, length = content[place], content[place + 1]
            place += 2
            key = content[place : place + length]
            forms, place = read_varint(content, place + length)
            kept = classes.setdefault(key, {}) if sub >> (8 - beyond) == wanted or not beyond else None
            for _ in range(forms):
                length = content[place]
                form = content[place + 1 : place + 1 + length]
                count, place = read_varint(content, place + 1 + length)
                size, place = read_varint(content, place)
                if kept is not None:
                    kept.setdefault(form, []).append((member, count, content[place : place + size]))
                place += size
    merged = bytearray()
    for key in sorted(classes):
        forms_of = classes[key]
        merged += sized(key)
        merged += varint(len(forms_of))
        for form in sorted(forms_of):
            merged += sized(form)
            merged += _form(forms_of[form], facet=b":" in key)
    return bytes(merged)


def _form(members: Sequence[tuple[int, int, bytes]], *, facet: bool) -> bytes:
    total = sum(count for _, count, _ in members)
    lowest = 1
    if total > _COMMON and not facet:
        lowest = _lowest_level(postings for _, _, postings in members)
        members = [
            (member, *most) for member, _, postings in members if (most := _at_least(postings, lowest)) is not None
        ]
    joined = bytearray()
    last = -1
    for member, _, postings in members:
        joined += varint(member - last)
        joined += varint(len(postings))
        joined += postings
        last = member
    return bytes((lowest,)) + varint(total) + varint(len(joined)) + joined


def _lowest_level(postings: Iterable[bytes]) -> int:
    """Find the level from which on at most so many entries are left."""
    counts = [0] * 16
    for content in postings:
        for _, level in _pairs(content):
            counts[level & 15] += 1
    left, lowest = 0, 16
    while lowest > 1 and left + counts[lowest - 1] <= _COMMON:
        lowest -= 1
        left += counts[lowest]
    return min(lowest, 15)


def _at_least(content: bytes, lowest: int) -> tuple[int, bytes] | None:
    kept = bytearray()
    count, last = 0, -1
    for number, level in _pairs(content):
        if level & 15 >= lowest:
            kept += varint(number - last)
            kept.append(level)
            last = number
            count += 1
    return (count, bytes(kept)) if count else None


def _pairs(content: bytes) -> Iterable[tuple[int, int]]:
    """Yield the entries of a member's postings: number, and kind with level."""
    place, number = 0, -1
    while place < len(content):
        gap, place = read_varint(content, place)
        number += gap
        yield number, content[place]
        place += 1


def read_varint(content: bytes, place: int) -> tuple[int, int]:
    """Read a number of seven bits a byte, the lowest first; returns the place after it too."""
    byte = content[place]
    if byte < 0x80:
        return byte, place + 1
    number, shift = byte & 0x7F, 7
    while True:
        place += 1
        byte = content[place]
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            return number, place + 1
        shift += 7
