"""The name of a file's content."""

from __future__ import annotations

from hashlib import blake2b


def digest_of(data: bytes) -> str:
    """Name a file's content: BLAKE2b, 16 bytes, hex."""
    return blake2b(data, digest_size=16).hexdigest()
