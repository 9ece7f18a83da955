"""Search index of a community: its chunks as blobs, made where what they hold has changed."""

from __future__ import annotations

import errno
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.msgpack import Decoder, Encoder

from kiprah.cache.blobs import BlobLost, Blobs
from kiprah.cache.digests import key_of
from kiprah.plan.search.chunks import chunk_path, docs_chunk, start_chunk, vocabulary_chunk, words_chunk
from kiprah.plan.search.heads import unpacked_part
from kiprah.plan.search.merge import merged_bucket
from kiprah.plan.search.plan import SearchPlan
from kiprah.plan.search.slices import bucket_slots
from kiprah.plan.search.vocabulary import bucket_forms, vocabulary_of
from kiprah.workers import LostTask, WorkerPool

_AT_ONCE = 16_000_000
"""Bytes of slices that one task holds, about: all members' parts are read once for each task."""

_FORMS = Decoder(list[tuple[str, int]])
_ENCODER = Encoder(order="deterministic")


class _Bucket(Struct, frozen=True, array_like=True):
    """A bucket to be merged, and the names of its blobs."""

    number: int
    words: str
    forms: str


class BuiltIndex(Struct, frozen=True):
    """An index as it was made."""

    files: Mapping[str, str]
    """Path and blob of each file."""
    kept: frozenset[str]
    """Blobs that the next build needs and nobody publishes."""


def built_index(index: SearchPlan, blobs: Blobs, recipe: str, workers: WorkerPool, *, force: bool) -> BuiltIndex:
    """Make what is missing of an index, from parts in the store; ``recipe`` is the code that shapes bytes."""
    buckets = [
        _Bucket(number, key_of("search", digest, recipe), key_of("search forms", digest, recipe))
        for number in range(index.shape.buckets)
        if (digest := index.bucket_digest(number))
    ]
    there = frozenset() if force else blobs.present(name for b in buckets for name in (b.words, b.forms))
    missing = [bucket for bucket in buckets if not {bucket.words, bucket.forms} <= there]
    if missing:
        blobs.fetch(head.blob for head in index.heads)
        for finished in workers.do(_merge, _tasks(missing, index), index, blobs, together=len(missing) > 8):
            if isinstance(finished.result, LostTask):
                _merge(finished.task, index, blobs)
    files = {chunk_path(index.root, "t", bucket.number): bucket.words for bucket in buckets}
    blocks = [(number, heads, key_of("search", digest, recipe)) for number, heads, digest in index.block_digests()]
    there = frozenset() if force else blobs.present(name for _, _, name in blocks)
    for number, heads, name in blocks:
        if name not in there:
            blobs.fetch(head.blob for _, head in heads)
            blobs.put(name, docs_chunk(number, ((place, _docs(blobs, head.blob)) for place, head in heads)))
        files[chunk_path(index.root, "d", number)] = name
    blobs.fetch(bucket.forms for bucket in buckets)
    vocabulary = vocabulary_of(form for bucket in buckets for form in _forms(bucket, index, blobs))
    chunks = {chunk_path(index.root, "w", n): vocabulary_chunk(n, words) for n, words in enumerate(vocabulary)}
    chunks[chunk_path(index.root, "s", 0)] = start_chunk(index.shape, len(vocabulary), index.language, index.version)
    named = {path: key_of("search", content) for path, content in chunks.items()}
    there = frozenset() if force else blobs.present(named.values())
    for path, name in named.items():
        if name not in there:
            blobs.put(name, chunks[path])
    files |= named
    return BuiltIndex(files, frozenset((*(b.forms for b in buckets), *(head.blob for head in index.heads))))


def _tasks(missing: Sequence[_Bucket], index: SearchPlan) -> list[tuple[_Bucket, ...]]:
    """Cut the buckets into tasks that hold so many bytes."""
    each = sum(head.size for head in index.heads) // index.shape.buckets + 1
    number = max(1, _AT_ONCE // each)
    return [tuple(missing[start : start + number]) for start in range(0, len(missing), number)]


def _merge(buckets: Sequence[_Bucket], index: SearchPlan, blobs: Blobs) -> int:
    """Merge some buckets from all members' parts."""
    bits = index.shape.bucket_bits
    slices: dict[int, list[tuple[int, bytes]]] = {bucket.number: [] for bucket in buckets}
    for (_, member), head in zip(index.shape.numbers, index.heads, strict=True):
        slots = unpacked_part(_blob(blobs, head.blob)).slots
        for number, found in slices.items():
            if content := b"".join(slots[slot] for slot in bucket_slots(number, bits)):
                found.append((member, content))
    for bucket in buckets:
        content = merged_bucket(slices.pop(bucket.number), bucket.number, bits)
        blobs.put(bucket.forms, _ENCODER.encode(list(bucket_forms(content))))
        blobs.put(bucket.words, words_chunk(bucket.number, content))
    return len(buckets)


def _forms(bucket: _Bucket, index: SearchPlan, blobs: Blobs) -> list[tuple[str, int]]:
    content = blobs.get(bucket.forms)
    if content is None:
        # Damaged: only now is it seen.
        _merge((bucket,), index, blobs)
        content = blobs.get(bucket.forms)
    return _FORMS.decode(content or b"")


def _docs(blobs: Blobs, name: str) -> bytes:
    return unpacked_part(_blob(blobs, name)).docs


def _blob(blobs: Blobs, name: str) -> bytes:
    content = blobs.get(name)
    if content is None:
        blobs.delete(name)
        raise BlobLost(errno.EIO, "the blob store lost a part of the search index", name)
    return content
