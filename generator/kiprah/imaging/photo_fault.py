"""Reasons to refuse a photo's file, and the size limits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from kiprah.task_runner import LostTask

MAX_PIXELS = 120_000_000
"""Maximum number of pixels of a JPEG, which can be decoded smaller: above a phone's 108 megapixels."""
MAX_WHOLE_PIXELS = 50_000_000
"""Limit of pixels of all other formats, decoded whole or not at all: a phone's 50, and what one worker can hold."""


_CUT_SHORT = ("truncated", "cut short", "cut off", "does not end", "does not fit")


class PhotoFault(Struct, frozen=True):
    """Reason to refuse a file as a photo: the code of a problem, and the values of its message."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)


def lost_photo(lost: LostTask) -> PhotoFault:
    """Say of a photo that whoever decoded it was lost."""
    return PhotoFault("photo-worker-hung" if lost.hung else "photo-worker-died")


def size_fault(size: tuple[int, int], kind: str) -> PhotoFault | None:
    """Refuse a picture with more pixels than a worker can hold, before they are decoded."""
    most = MAX_PIXELS if kind == "jpeg" else MAX_WHOLE_PIXELS
    if size[0] * size[1] <= most:
        return None
    megapixels = str(-(-size[0] * size[1] // 1_000_000))
    return PhotoFault("photo-too-large", {"megapixels": megapixels, "limit": str(most // 1_000_000)})


def decode_fault(error: Exception, kind: str) -> PhotoFault:
    """Classify a decoder's error: a file cut short, or one that is damaged."""
    # How boxes, segments and strips that do not reach to their end are called here, and by Pillow.
    cut = isinstance(error, EOFError) or any(word in str(error).lower() for word in _CUT_SHORT)
    return PhotoFault("photo-cut-short" if cut else "photo-broken", {"format": kind.upper()})
