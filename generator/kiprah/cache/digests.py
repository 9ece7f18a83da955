"""Digests: of files' contents, of finished bytes, and of values as cache keys. All BLAKE2b, written in hex."""

from __future__ import annotations

from kiprah.blake2 import blake2b


def digest_of(data: bytes) -> str:
    """Digest a file's content (16 bytes)."""
    return blake2b(data, digest_size=16).hexdigest()


def key_of(*parts: str | bytes) -> str:
    """Make the cache key of a value (20 bytes) from its parts; no part can run into the next."""
    digest = blake2b(digest_size=20)
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()
