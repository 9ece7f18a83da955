"""A member's part of the search index: what a member's run keeps, and what the index is merged from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.json import Encoder

from kiprah.plan.search.index_numbers import MOST_ENTRY_BITS, places_of
from kiprah.plan.search.records import SEARCH_KINDS, SearchRecord
from kiprah.plan.search.stems import term_hash, word_class
from kiprah.plan.search.weights import term_levels

SLOTS = 512
"""Number of slices that a part is cut into, by the first bits of the hash of each class of words."""
SLOT_BITS = 9
_SLOT_SHIFT = 32 - SLOT_BITS
_SUB_SHIFT = _SLOT_SHIFT - 8

_JSON = Encoder(order="deterministic")


class SearchPart(Struct, frozen=True, array_like=True):
    """One member's part of the index of one language."""

    slug: str
    """Slug of the member; empty for what belongs to the community itself."""
    entries: int
    docs: bytes
    """Entries as results show them: JSON, by their numbers."""
    slots: tuple[bytes, ...]
    """Slices, by slot: class, forms, and in which entries they stand with which level."""

    @property
    def size(self) -> int:
        """Count the bytes of all slices."""
        return sum(map(len, self.slots))


def search_part(slug: str, name: str, prefix: str, records: Iterable[SearchRecord], language: str) -> SearchPart:
    """Make a member's part from its records; ``prefix`` is where its pages stand, and taken off their addresses."""
    by_url = {f"{record.url} {record.kind}": record for record in records}
    numbered = {place: by_url[url] for url, place in places_of(by_url, MOST_ENTRY_BITS).items()}
    classes: dict[tuple[int, str], dict[str, bytearray]] = {}
    counts: dict[str, int] = {}
    last: dict[str, int] = {}
    for number, record in numbered.items():
        kind = SEARCH_KINDS.index(record.kind) << 4
        for form, level in term_levels(record).items():
            postings = classes.setdefault(_class_of(form, language), {}).setdefault(form, bytearray())
            postings += varint(number - last.get(form, -1))
            postings.append(kind | level)
            last[form] = number
            counts[form] = counts.get(form, 0) + 1
    slots = [bytearray() for _ in range(SLOTS)]
    for (number, key), forms in sorted(classes.items()):
        slot = slots[number >> _SLOT_SHIFT]
        slot.append(number >> _SUB_SHIFT & 0xFF)
        slot += sized(key.encode())
        slot += varint(len(forms))
        for form, postings in sorted(forms.items()):
            slot += sized(b"" if form == key else form.encode())
            slot += varint(counts[form])
            slot += varint(len(postings))
            slot += postings
    docs = [slug, name, prefix, {str(number): _doc(record, prefix) for number, record in numbered.items()}]
    return SearchPart(slug, len(numbered), _JSON.encode(docs), tuple(bytes(slot) for slot in slots))


def _doc(record: SearchRecord, prefix: str) -> list[str | int]:
    fields: list[str | int] = [
        record.url.removeprefix(prefix) if record.url.startswith(prefix) else f"/{record.url}",
        SEARCH_KINDS.index(record.kind),
        record.title,
        record.date,
        record.when,
        record.organization,
        record.place,
        record.lead,
        record.language,
    ]
    while fields[-1] == "":
        fields.pop()
    return fields


@lru_cache(maxsize=200_000)
def _class_of(form: str, language: str) -> tuple[int, str]:
    key = form if ":" in form else word_class(form, language)
    return term_hash(key), key


def varint(number: int) -> bytes:
    """Write a number in as few bytes as it needs, seven bits each, the lowest first."""
    if number < 0x80:
        return bytes((number,))
    written = bytearray()
    while number >= 0x80:
        written.append(number & 0x7F | 0x80)
        number >>= 7
    written.append(number)
    return bytes(written)


def sized(text: bytes) -> bytes:
    """Write bytes after their length; a word has at most 32 letters, a facet's slug at most 120 bytes."""
    return bytes((len(text),)) + text


def bucket_slots(bucket: int, bits: int) -> Sequence[int]:
    """Name the slots that a bucket is made of, where there are ``2 ** bits`` buckets."""
    if bits >= SLOT_BITS:
        return (bucket >> (bits - SLOT_BITS),)
    width = SLOTS >> bits
    return range(bucket * width, (bucket + 1) * width)
