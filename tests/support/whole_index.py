"""Whole index of one language, merged in memory in one go: what an index made from groups and blobs must equal."""

from __future__ import annotations

from collections.abc import Iterable

from kiprah.plan.search.chunks import chunk_path, docs_chunk, start_chunk, vocabulary_chunk, words_chunk
from kiprah.plan.search.merge import merged_bucket
from kiprah.plan.search.packed_parts import packed_part
from kiprah.plan.search.plan import search_plan
from kiprah.plan.search.slices import SearchPart, bucket_slots
from kiprah.plan.search.vocabulary import bucket_forms, vocabulary_of


def index_chunks(parts: Iterable[SearchPart], language: str, root: str = "") -> dict[str, bytes]:
    """Return every file of an index, by its path."""
    by_slug = {part.slug: part for part in parts}
    plan = search_plan(language, root, (packed_part(part)[0] for part in by_slug.values()))
    shape = plan.shape
    chunks: dict[str, bytes] = {}
    forms: list[tuple[str, int]] = []
    for bucket in range(shape.buckets):
        slots = bucket_slots(bucket, shape.bucket_bits)
        slices = ((number, b"".join(by_slug[slug].slots[slot] for slot in slots)) for slug, number in shape.numbers)
        content = merged_bucket(slices, bucket, shape.bucket_bits)
        chunks[chunk_path(root, "t", bucket)] = words_chunk(bucket, content)
        forms.extend(bucket_forms(content))
    for number, members in enumerate(shape.blocks):
        if members:
            chunks[chunk_path(root, "d", number)] = docs_chunk(
                number, ((place, by_slug[slug].docs) for slug, place in members)
            )
    vocabulary = vocabulary_of(forms)
    for number, words in enumerate(vocabulary):
        chunks[chunk_path(root, "w", number)] = vocabulary_chunk(number, words)
    chunks[chunk_path(root, "s", 0)] = start_chunk(shape, len(vocabulary), language, plan.version)
    return chunks
