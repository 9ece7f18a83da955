"""Shared blobs: a folder of this machine before a bucket, or a folder, that other machines see too.

What is made is written near, and shared in one go before anything names it: the bucket holds no result whose bytes it
lacks. Near and far hold the same bytes, a checksum before them, and both are checked on reading.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Collection, Container, Iterable
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from kiprah.bucket.address import StoreAddress
from kiprah.bucket.conditions import honours_conditions
from kiprah.bucket.objects import Objects, objects_at
from kiprah.bucket.store import NewObject
from kiprah.cache.blobs import KEEP_SECONDS, PRUNE_SECONDS, CheckedBytes, FolderBlobs, blob_path, checked_bytes
from kiprah.cache.state import State

_MARKER = "kiprah-cache"
"""Says which cache this is: one that was emptied is another, and what was shared with it must be shared again."""
_PRUNED = "pruned"
_TRIES = 3


class SharedBlobs(Struct, frozen=True):
    """Blob store near and far; it travels as a folder and an address."""

    root: Path
    """The folder of this machine; another machine takes one of its own."""
    address: StoreAddress
    conditions: bool = True
    """The bucket refuses to write what is there; else it is asked first."""

    @property
    def near(self) -> FolderBlobs:
        """Return the folder of this machine."""
        return FolderBlobs(self.root)

    @property
    def far(self) -> Objects:
        """Return what all machines see."""
        return objects_at(self.address)

    @property
    def is_shared(self) -> bool:
        """Say that others may have made what this machine never did."""
        return True

    def exists(self, name: str) -> bool:
        """Say whether there is a blob of this name; its bytes are not read."""
        return bool(self.present((name,)))

    def present(self, names: Iterable[str]) -> frozenset[str]:
        """Name those blobs that are there, near or far."""
        names = frozenset(names)
        near = self.near.present(names)
        paths = {blob_path(name): name for name in sorted(names - near)}
        return near | {paths[path] for path in self.far.heads([*paths])} if paths else near

    def get(self, name: str) -> bytes | None:
        """Return a blob's bytes; None where there is none, or where it is damaged."""
        found = self.get_checked(name)
        return found.content if found is not None else None

    def get_checked(self, name: str) -> CheckedBytes | None:
        """Return a blob's bytes with their digest; None where there is none, or where it is damaged."""
        found = self.near.get_checked(name)
        if found is not None:
            return found
        self.fetch((name,))
        return self.near.get_checked(name)

    def fetch(self, names: Iterable[str]) -> None:
        """Bring blobs near, many at once; what is not there, or damaged each time it is read, stays away."""
        near, names = self.near, frozenset(names)
        missing = sorted(names - near.present(names))
        for _ in range(_TRIES):
            if not missing:
                return
            damaged = []
            paths = {blob_path(name): name for name in missing}
            for path, data in self.far.get_many([*paths]):
                if data is None:
                    continue
                found = checked_bytes(data)
                if found is not None:
                    near.put(paths[path], found.content)
                else:
                    damaged.append(paths[path])
            missing = damaged

    def put(self, name: str, payload: bytes) -> str:
        """Write a blob near, and return its digest; ``share`` makes it known to others."""
        return self.near.put(name, payload)

    def share(self, names: Collection[str], *, anew: bool = False) -> None:
        """Bring blobs that are near to where all machines see them; what is there already is written again ``anew``."""
        near, far = self.near, self.far
        paths = {blob_path(name): name for name in sorted(frozenset(names))}
        there = far.heads([*paths]) if not anew else ()
        missing = [path for path in paths if path not in there]
        objects = (NewObject(path, near.path(paths[path]).read_bytes()) for path in missing if near.exists(paths[path]))
        for _ in far.put_many(objects, create=self.conditions and not anew):
            pass

    def delete(self, name: str) -> None:
        """Delete a blob everywhere, so that it is made again."""
        self.near.delete(name)
        self.far.delete([blob_path(name)])

    def delete_photos(self, digests: Iterable[str]) -> None:
        """Delete everything that was ever made from these photos, everywhere."""
        digests = sorted(digests)
        self.near.delete_photos(digests)
        for digest in digests:
            self.far.delete([one.name for one in self.far.listing(f"photos/{digest}")])

    def keep_photos(self, digests: Iterable[str]) -> None:
        """Delete what was made from any photo that is not one of these, everywhere."""
        digests = frozenset(digests)
        self.near.keep_photos(digests)
        self.delete_photos({name.rpartition("/")[2] for name in self.far.folders("photos")} - digests)

    def prune(self, used: Container[str], now: float | None = None) -> int:
        """Delete, near and far, what this build did not use and nobody made within two weeks."""
        return self.near.prune(used, now) + self._prune_far(used, time.time() if now is None else now)

    def prune_daily(self, used: Callable[[], Container[str]]) -> int:
        """Prune near and far where nobody has for a day; how old something is, the bucket's clock says."""
        removed = self.near.prune_daily(used)
        marker = self.far.heads([_PRUNED]).get(_PRUNED)
        if marker is not None and datetime.now(UTC).timestamp() - marker.modified < PRUNE_SECONDS:
            return removed
        self.far.put(NewObject(_PRUNED, b""))
        now = self.far.heads([_PRUNED])[_PRUNED].modified
        return removed + self._prune_far(used(), now)

    def _prune_far(self, used: Container[str], now: float) -> int:
        old = [
            one.name
            for folder in ("store", "photos")
            for one in self.far.listing(folder)
            if now - one.modified > KEEP_SECONDS and _name_of(one.name) not in used
        ]
        self.far.delete(old)
        return len(old)


def _name_of(path: str) -> str:
    return path if path.startswith("photos/") else path.removeprefix("store/").replace("/", "")


def open_blobs(address: StoreAddress, root: Path) -> SharedBlobs:
    """Open the blobs at an address, with a folder of this machine before them. Raises ``BucketFailed``.

    A bucket that ignores conditions is asked before each write instead: blobs of one name are the same bytes.
    """
    conditions = address.folder is not None or honours_conditions(objects_at(address))
    return SharedBlobs(root, address, conditions)


def is_another_cache(blobs: SharedBlobs, state: State) -> bool:
    """Say whether the cache is not the one this machine shared with before: it was emptied, or has never been one."""
    mark = blobs.far.get(_MARKER)
    if mark is None:
        blobs.far.put(NewObject(_MARKER, secrets.token_hex(8).encode()), create=blobs.conditions)
        mark = blobs.far.get(_MARKER) or b""
    if state.get("last", _MARKER) == mark:
        return False
    state.update("last", {_MARKER: mark})
    return True
