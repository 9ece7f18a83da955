"""Reasons to refuse a photo's file, and the size limits."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

MAX_PIXELS = 120_000_000
"""Above a phone's 108 megapixels, and what one worker can hold."""


class PhotoFault(Struct, frozen=True):
    """Reason to refuse a file as a photo: the code of a problem, and the values of its message."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)


def size_fault(size: tuple[int, int]) -> PhotoFault | None:
    """Refuse a picture with more pixels than anybody's camera makes, before they are decoded."""
    if size[0] * size[1] <= MAX_PIXELS:
        return None
    megapixels = str(-(-size[0] * size[1] // 1_000_000))
    return PhotoFault("photo-too-large", {"megapixels": megapixels, "limit": str(MAX_PIXELS // 1_000_000)})


def decode_fault(error: Exception, kind: str) -> PhotoFault:
    """Classify a decoder's error: a file cut short, or one that is damaged."""
    cut = "truncated" in str(error).lower() or isinstance(error, EOFError)
    return PhotoFault("photo-cut-short" if cut else "photo-broken", {"format": kind.upper()})
