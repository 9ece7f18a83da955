"""Parts of the index as bytes for the blob store."""

from __future__ import annotations

from msgspec.msgpack import Decoder, Encoder

from kiprah.blake2 import blake2b
from kiprah.plan.search.heads import SearchHead
from kiprah.plan.search.slices import SearchPart

_ENCODER = Encoder(order="deterministic")
_PARTS = Decoder(SearchPart)


def packed_part(part: SearchPart) -> tuple[SearchHead, bytes]:
    """Write a part as bytes for the blob store, and its head."""
    content = _ENCODER.encode(part)
    docs = blake2b(part.docs, digest_size=16).digest()
    blob = blake2b(content, digest_size=20).hexdigest()
    return SearchHead(part.slug, part.entries, part.size, blob, docs), content


def unpacked_part(content: bytes) -> SearchPart:
    """Read a part back."""
    return _PARTS.decode(content)
