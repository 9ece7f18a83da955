"""A third store of blobs, in memory: what somebody writes who has read the protocol and nothing else."""

from __future__ import annotations

import time
from collections.abc import Iterable

from kiprah.cache.blobs import CheckedBytes, StoredBlob


class MemoryBlobs:
    """Blobs in a dictionary, with the time each was put there."""

    def __init__(self) -> None:
        self._blobs: dict[str, tuple[CheckedBytes, float]] = {}

    def exists(self, *names: str) -> frozenset[str]:
        return frozenset(name for name in names if name in self._blobs)

    def get(self, name: str) -> CheckedBytes | None:
        found = self._blobs.get(name)
        return found[0] if found is not None else None

    def put(self, name: str, blob: CheckedBytes) -> None:
        self._blobs[name] = (blob, time.time())

    def delete(self, *names: str) -> None:
        folders = tuple(name for name in names if name.endswith("/"))
        gone = [name for name in self._blobs if name in names or name.startswith(folders)]
        for name in gone:
            del self._blobs[name]

    def photos(self) -> frozenset[str]:
        return frozenset(name.split("/")[1] for name in self._blobs if name.startswith("photos/"))

    def listing(self) -> Iterable[StoredBlob]:
        now = time.time()
        return [StoredBlob(name, lambda put=put: now - put) for name, (_, put) in self._blobs.items()]
