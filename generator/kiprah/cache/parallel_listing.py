"""Listing by two processes: thousands of members' folders are listed by a child of the build too."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from kiprah.background_call import BackgroundCall
from kiprah.cache.stat_index import Listing, SeenGroups

_WORTH = 200
"""Minimum number of groups that is worth a process."""
_BATCHES = 64
"""Number of batches; each process takes the next one when it has done one: neither waits long for the other."""


def list_in_parallel(root: Path, apart: str, meanwhile: Callable[[], None]) -> Listing:
    """List a folder as ``list_files`` does, where it is worth it with the help of another process.

    While that has begun, this one first does what is to be done ``meanwhile``. Raises ``OSError``.
    """
    listing = Listing(os.fspath(root))
    groups = listing.walk_apart(apart)
    if len(groups) >= _WORTH:
        _list_together(listing, groups, apart, meanwhile)
    else:
        listing.walk(apart)
    for path, name in groups:
        # All of a few, and of many what a process had taken that did not end well.
        if name not in listing.groups:
            listing.walk_group(path, name)
    return listing


def _list_together(listing: Listing, groups: list[tuple[str, str]], apart: str, meanwhile: Callable[[], None]) -> None:
    batches = [groups[first::_BATCHES] for first in range(_BATCHES)]
    # A byte for each batch: whoever reads it has taken the batch.
    waiting, giving = os.pipe()
    try:
        with os.fdopen(giving, "wb") as pipe:
            pipe.write(bytes(range(_BATCHES)))
        call = BackgroundCall(_listed, listing.top, batches, waiting)
        try:
            meanwhile()
            listing.walk(apart)
            for path, name in _taken(batches, waiting):
                listing.walk_group(path, name)
            listing.take(call.result())
        finally:
            call.end()
    finally:
        os.close(waiting)


def _taken(batches: list[list[tuple[str, str]]], waiting: int) -> Iterator[tuple[str, str]]:
    """Go through the groups of batches that nobody has taken yet."""
    while byte := os.read(waiting, 1):
        yield from batches[byte[0]]


def _listed(top: str, batches: list[list[tuple[str, str]]], waiting: int) -> SeenGroups:
    listing = Listing(top)
    for path, name in _taken(batches, waiting):
        listing.walk_group(path, name)
    return listing.without_files()
