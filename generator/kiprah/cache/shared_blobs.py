"""Shared blobs: a folder of this machine before a bucket, or a folder, that other machines see too.

What is made is written near, and shared in one go before anything names it: the bucket holds no result whose bytes it
lacks. Near and far hold the same bytes, a checksum before them, and both are checked on reading.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path

from msgspec import Struct

from kiprah.bucket.address import StoreAddress
from kiprah.bucket.conditions import honours_conditions
from kiprah.bucket.objects import Objects, objects_at
from kiprah.bucket.store import NewObject
from kiprah.cache.blobs import (
    Blobs,
    CheckedBytes,
    FolderBlobs,
    StoredBlob,
    blob_path,
    checked_bytes,
    name_at,
    written_bytes,
)
from kiprah.cache.state import State

_MARKER = "kiprah-cache"
"""Name of the object that says which cache this is: what was shared with one that was emptied must be shared again."""
_CLOCK = "kiprah-clock"
_TRIES = 3


class ObjectBlobs(Struct, frozen=True):
    """Blobs as objects that all machines see."""

    objects: Objects

    def exists(self, *names: str) -> frozenset[str]:
        """Name those of these blobs that are there."""
        return (
            frozenset(map(name_at, self.objects.heads([blob_path(name) for name in names]))) if names else frozenset()
        )

    def get(self, name: str) -> CheckedBytes | None:
        """Return a blob; None where there is none, or where it is damaged."""
        data = self.objects.get(blob_path(name))
        return checked_bytes(data) if data is not None else None

    def put(self, name: str, blob: CheckedBytes) -> None:
        """Write a blob, over one of this name."""
        self.objects.put(NewObject(blob_path(name), b"".join(written_bytes(blob))))

    def delete(self, *names: str) -> None:
        """Delete blobs, or all below a name that ends with a slash."""
        below = [one.name for name in names if name.endswith("/") for one in self.objects.listing(name.rstrip("/"))]
        paths = [*below, *(blob_path(name) for name in names if not name.endswith("/"))]
        if paths:
            self.objects.delete(paths)

    def photos(self) -> frozenset[str]:
        """Name the photos from which anything here was made."""
        return frozenset(name.rpartition("/")[2] for name in self.objects.folders("photos"))

    def listing(self) -> Iterator[StoredBlob]:
        """List all blobs; how old something is, the bucket's clock says."""
        self.objects.put(NewObject(_CLOCK, b""))
        now = self.objects.heads([_CLOCK])[_CLOCK].modified
        for one in chain.from_iterable(map(self.objects.listing, ("store", "photos"))):
            yield StoredBlob(name_at(one.name), partial(_age, one.modified, now))


def _age(modified: float, now: float) -> float:
    return now - modified


class SharedBlobs(Struct, frozen=True):
    """Blob store near and far; it travels as a folder and an address."""

    root: Path
    """The folder of this machine; another machine takes one of its own."""
    address: StoreAddress
    conditions: bool = True
    """True where the bucket refuses to write what is there; else it is asked first."""

    @property
    def near(self) -> FolderBlobs:
        """Return the folder of this machine."""
        return FolderBlobs(self.root)

    @property
    def far(self) -> ObjectBlobs:
        """Return what all machines see."""
        return ObjectBlobs(objects_at(self.address))

    @property
    def places(self) -> tuple[Blobs, ...]:
        """Name both, each with a clock of its own."""
        return self.near, self.far

    def exists(self, *names: str) -> frozenset[str]:
        """Name those blobs that are there, near or far."""
        near = self.near.exists(*names)
        return near | self.far.exists(*sorted(frozenset(names) - near))

    def get(self, name: str) -> CheckedBytes | None:
        """Return a blob; None where there is none, or where it is damaged."""
        found = self.near.get(name)
        if found is not None:
            return found
        self.fetch((name,))
        return self.near.get(name)

    def fetch(self, names: Iterable[str]) -> None:
        """Bring blobs near, many at once; what is not there, or damaged each time it is read, stays away."""
        near, names = self.near, frozenset(names)
        missing = sorted(names - near.exists(*names))
        for _ in range(_TRIES):
            if not missing:
                return
            damaged = []
            for path, data in self.far.objects.get_many([blob_path(name) for name in missing]):
                if data is None:
                    continue
                found = checked_bytes(data)
                if found is not None:
                    near.put(name_at(path), found)
                else:
                    damaged.append(name_at(path))
            missing = damaged

    def put(self, name: str, blob: CheckedBytes) -> None:
        """Write a blob near; ``share`` makes it known to others."""
        self.near.put(name, blob)

    def share(self, names: Collection[str], *, anew: bool = False) -> None:
        """Bring blobs that are near to where all machines see them; what is there already is written again ``anew``."""
        near, far = self.near, self.far
        names = sorted(frozenset(names))
        there = far.exists(*names) if not anew else frozenset()
        missing = [near.path(name) for name in names if name not in there]
        objects = (
            NewObject(path.relative_to(self.root).as_posix(), path.read_bytes()) for path in missing if path.is_file()
        )
        for _ in far.objects.put_many(objects, create=self.conditions and not anew):
            pass

    def delete(self, *names: str) -> None:
        """Delete blobs everywhere, so that they are made again."""
        self.near.delete(*names)
        self.far.delete(*names)

    def photos(self) -> frozenset[str]:
        """Name the photos from which anything near or far was made."""
        return self.near.photos() | self.far.photos()

    def listing(self) -> Iterator[StoredBlob]:
        """List what is near, and what is far."""
        yield from self.near.listing()
        yield from self.far.listing()


def open_blobs(address: StoreAddress, root: Path) -> SharedBlobs:
    """Open the blobs at an address, with a folder of this machine before them. Raises ``BucketFailed``.

    A bucket that ignores conditions is asked before each write instead: blobs of one name are the same bytes.
    """
    conditions = address.folder is not None or honours_conditions(objects_at(address))
    return SharedBlobs(root, address, conditions)


def is_another_cache(blobs: SharedBlobs, state: State) -> bool:
    """Say whether the cache is not the one this machine shared with before: it was emptied, or has never been one."""
    objects = blobs.far.objects
    mark = objects.get(_MARKER)
    if mark is None:
        objects.put(NewObject(_MARKER, secrets.token_hex(8).encode()), create=blobs.conditions)
        mark = objects.get(_MARKER) or b""
    if state.get("last", _MARKER) == mark:
        return False
    state.update("last", {_MARKER: mark})
    return True
