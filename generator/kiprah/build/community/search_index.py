"""Search index of a community: its chunks as blobs, made where what they hold has changed."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from msgspec import Struct
from msgspec.msgpack import Decoder, Encoder

from kiprah.cache.blobs import BlobLost, Blobs, blob_content, fetch, put_content
from kiprah.cache.digests import key_of
from kiprah.plan.search.chunks import chunk_path, docs_chunk, start_chunk, vocabulary_chunk, words_chunk
from kiprah.plan.search.groups import SLOTS_PER_CHUNK, SearchGroup, Slot, packed_group, unpacked_chunk, unpacked_group
from kiprah.plan.search.heads import SearchHead
from kiprah.plan.search.merge import merged_bucket
from kiprah.plan.search.packed_parts import unpacked_part
from kiprah.plan.search.plan import SearchPlan
from kiprah.plan.search.slices import SearchPart, bucket_slots
from kiprah.plan.search.vocabulary import bucket_forms, vocabulary_of
from kiprah.task_runner import LostTask
from kiprah.workers import WorkerPool

_FORMS = Decoder(list[tuple[str, int]])
_ENCODER = Encoder(order="deterministic")

_Group = tuple[str, tuple[tuple[int, SearchHead], ...]]
"""A group of parts: its blob, and its members' numbers and heads."""


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
    named: list[_Group] = [(key_of("search group", digest, recipe), members) for members, digest in index.groups()]
    groups = _made_groups(named, blobs, workers, force=force)
    buckets = [
        _Bucket(number, key_of("search", digest, recipe), key_of("search forms", digest, recipe))
        for number, digest in index.bucket_digests(groups)
    ]
    there = frozenset() if force else blobs.exists(*(name for b in buckets for name in (b.words, b.forms)))
    missing = [bucket for bucket in buckets if not {bucket.words, bucket.forms} <= there]
    parts = MergedParts(index.shape.bucket_bits, tuple(named), tuple(groups))
    if missing:
        for finished in workers.map(_merge, _tasks(missing, parts), parts, blobs, parallel=len(missing) > 8):
            if isinstance(finished.result, LostTask):
                _merge(finished.task, parts, blobs)
    files = {chunk_path(index.root, "t", bucket.number): bucket.words for bucket in buckets}
    blocks = [(number, heads, key_of("search", digest, recipe)) for number, heads, digest in index.block_digests()]
    there = frozenset() if force else blobs.exists(*(name for _, _, name in blocks))
    for number, heads, name in blocks:
        if name not in there:
            fetch(blobs, (head.blob for _, head in heads))
            put_content(
                blobs, name, docs_chunk(number, ((place, _part(blobs, head.blob).docs) for place, head in heads))
            )
        files[chunk_path(index.root, "d", number)] = name
    fetch(blobs, (bucket.forms for bucket in buckets))
    vocabulary = vocabulary_of(form for bucket in buckets for form in _forms(bucket, parts, blobs))
    chunks = {chunk_path(index.root, "w", n): vocabulary_chunk(n, words) for n, words in enumerate(vocabulary)}
    chunks[chunk_path(index.root, "s", 0)] = start_chunk(index.shape, len(vocabulary), index.language, index.version)
    by_content = {path: key_of("search", content) for path, content in chunks.items()}
    there = frozenset() if force else blobs.exists(*by_content.values())
    for path, name in by_content.items():
        if name not in there:
            put_content(blobs, name, chunks[path])
    files |= by_content
    kept = {*(name for name, _ in named), *(chunk for group in groups for chunk in group.chunks)}
    return BuiltIndex(files, frozenset((*kept, *(b.forms for b in buckets), *(head.blob for head in index.heads))))


class MergedParts(Struct, frozen=True):
    """Source that buckets are merged from: all members' parts, in groups."""

    bucket_bits: int
    named: tuple[_Group, ...]
    groups: tuple[SearchGroup, ...]

    def chunks_of(self, bucket: int) -> tuple[int, ...]:
        """Number the chunks that a bucket's slots lie in."""
        return tuple(sorted({slot // SLOTS_PER_CHUNK for slot in bucket_slots(bucket, self.bucket_bits)}))

    def chunk(self, number: int, blobs: Blobs) -> list[tuple[Slot, ...]]:
        """Read one chunk of every group. Raises ``BlobLost``."""
        fetch(blobs, (group.chunks[number] for group in self.groups))
        return [_chunk(named, group, number, blobs) for named, group in zip(self.named, self.groups, strict=True)]


def _made_groups(named: Sequence[_Group], blobs: Blobs, workers: WorkerPool, *, force: bool) -> list[SearchGroup]:
    """Make the groups that are missing; return all."""
    there = frozenset() if force else blobs.exists(*(name for name, _ in named))
    missing = [group for group in named if group[0] not in there]
    fetch(blobs, (head.blob for _, members in missing for _, head in members))
    for finished in workers.map(_make_group, missing, blobs, parallel=len(missing) > 2):
        if isinstance(finished.result, LostTask):
            _make_group(finished.task, blobs)
    fetch(blobs, (name for name, _ in named))
    return [_group(one, blobs) for one in named]


def _make_group(group: _Group, blobs: Blobs) -> int:
    name, members = group
    content, chunks = packed_group((number, _part(blobs, head.blob)) for number, head in members)
    for chunk in chunks.keys() - blobs.exists(*chunks):
        put_content(blobs, chunk, chunks[chunk])
    # Last, since it names the others.
    put_content(blobs, name, content)
    return len(members)


def _group(group: _Group, blobs: Blobs) -> SearchGroup:
    content = blob_content(blobs, group[0])
    if content is None:
        # Damaged: only now is it seen.
        _make_group(group, blobs)
        content = blob_content(blobs, group[0])
    return unpacked_group(content or b"")


def _chunk(named: _Group, group: SearchGroup, number: int, blobs: Blobs) -> tuple[Slot, ...]:
    content = blob_content(blobs, group.chunks[number])
    if content is None:
        blobs.delete(group.chunks[number])
        _make_group(named, blobs)
        content = blob_content(blobs, group.chunks[number])
    return unpacked_chunk(content or b"")


def _tasks(missing: Iterable[_Bucket], parts: MergedParts) -> list[tuple[_Bucket, ...]]:
    """Put buckets together whose slots lie in the same chunks."""
    return [tuple(buckets) for _, buckets in groupby(missing, lambda bucket: parts.chunks_of(bucket.number))]


def _merge(buckets: Sequence[_Bucket], parts: MergedParts, blobs: Blobs) -> int:
    """Merge buckets whose slots lie in the same chunks."""
    bits = parts.bucket_bits
    chunks = {number: parts.chunk(number, blobs) for number in parts.chunks_of(buckets[0].number)}
    for bucket in buckets:
        slices = (
            one
            for slot in bucket_slots(bucket.number, bits)
            for group in chunks[slot // SLOTS_PER_CHUNK]
            for one in group[slot % SLOTS_PER_CHUNK]
        )
        content = merged_bucket(slices, bucket.number, bits)
        put_content(blobs, bucket.forms, _ENCODER.encode(list(bucket_forms(content))))
        put_content(blobs, bucket.words, words_chunk(bucket.number, content))
    return len(buckets)


def _forms(bucket: _Bucket, parts: MergedParts, blobs: Blobs) -> list[tuple[str, int]]:
    content = blob_content(blobs, bucket.forms)
    if content is None:
        # Damaged: only now is it seen.
        _merge((bucket,), parts, blobs)
        content = blob_content(blobs, bucket.forms)
    return _FORMS.decode(content or b"")


def _part(blobs: Blobs, name: str) -> SearchPart:
    content = blob_content(blobs, name)
    if content is None:
        blobs.delete(name)
        raise BlobLost(errno.EIO, "the blob store lost a part of the search index", name)
    return unpacked_part(content)
