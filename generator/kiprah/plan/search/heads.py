"""Head of a member's part of the index: all that is known of the part without its words."""

from __future__ import annotations

from msgspec import Struct


class SearchHead(Struct, frozen=True, array_like=True):
    """Head of one member's part: all that the gathering of an index must know of it."""

    slug: str
    entries: int
    size: int
    """Bytes of all slices."""
    blob: str
    """Digest by which the part lies in the blob store."""
    docs: bytes
    """Digest of what results show."""
