"""Pruning of a blob store: what is out of use goes after a while, and what no photo may show any more at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Container, Iterable

from kiprah.cache.blobs import Blobs, delete_photos, put_content, shared_store
from kiprah.cache.digests import key_of

_DAY = 24 * 3600
KEEP_SECONDS = 14 * _DAY
"""Seconds for which unused blobs are kept: another build may use them, for an older version of a page."""
_BEGUN = key_of("a store that was begun")


def keep_photos(blobs: Blobs, digests: Iterable[str]) -> None:
    """Delete what was made from any photo that is not one of these."""
    delete_photos(blobs, sorted(blobs.photos().difference(digests)))


def prune(blobs: Blobs, used: Container[str], keep_seconds: float = KEEP_SECONDS) -> int:
    """Delete what this build did not use and nobody made lately; return how many blobs went."""
    return sum(_prune(place, used, keep_seconds) for place in _places(blobs))


def prune_daily(blobs: Blobs, used: Callable[[], Container[str]], now: float | None = None) -> int:
    """Prune where nobody has today, since walking through a whole store takes longer than most builds.

    An empty blob, named by the day, says that somebody has.
    """
    today = key_of("pruned", str((time.time() if now is None else now) // _DAY))
    removed = 0
    for place in _places(blobs):
        marks = place.exists(_BEGUN, today)
        if today in marks:
            continue
        for mark in (_BEGUN, today):
            put_content(place, mark, b"")
        # What was begun today holds nothing that is two weeks old.
        removed += _prune(place, used(), KEEP_SECONDS) if marks else 0
    return removed


def _places(blobs: Blobs) -> tuple[Blobs, ...]:
    others = shared_store(blobs)
    return others.places if others is not None else (blobs,)


def _prune(place: Blobs, used: Container[str], keep_seconds: float) -> int:
    old = [
        blob.name
        for blob in place.listing()
        if blob.name not in used and (not keep_seconds or blob.age() > keep_seconds)
    ]
    place.delete(*old)
    return len(old)
