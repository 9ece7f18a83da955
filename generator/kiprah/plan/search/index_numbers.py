"""Places of members and of entries in the index: numbers by hash with room between, so that one more moves nobody.

Numbers in the order of dates would be shorter; an entry dated between others would then give all after it another
number, and every word of them another posting.
"""

from __future__ import annotations

from collections.abc import Iterable

from kiprah.plan.search.stems import term_hash

MOST_ENTRY_BITS = 16
"""Number of bits in which a browser counts a member's entries."""
_ROOM = 2
"""Minimum places for each key, as a power of two: more make longer numbers, fewer more meetings."""


def place_bits(count: int, most: int = 24) -> int:
    """Return in how many bits the places of so many keys are written; it follows from their number alone."""
    return max(0, min(most, (count - 1).bit_length() + _ROOM)) if count else 0


def places_of(keys: Iterable[str], most: int = 24) -> dict[str, int]:
    """Give each key a place of its own, in ascending order; where two would meet, the next free one is taken."""
    ordered = sorted((term_hash(key), key) for key in keys)
    bits = place_bits(len(ordered), most)
    places: dict[int, str] = {}
    for number, key in ordered:
        place = number >> (32 - bits) if bits else 0
        while place in places:
            place = (place + 1) & ((1 << bits) - 1)
        places[place] = key
    return {places[place]: place for place in sorted(places)}
