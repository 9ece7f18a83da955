"""Blob store: finished bytes under the key of the value that made them; another value has another key."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Container, Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, Protocol

from msgspec import Struct

from kiprah.blake2 import blake2b
from kiprah.cache.atomic_write import write_atomically
from kiprah.cache.digests import digest_of

_CHECKSUM = 16
PRUNE_SECONDS = 24 * 3600
KEEP_SECONDS = 14 * PRUNE_SECONDS


def blob_name(key: str, photo: str = "") -> str:
    """Name a blob by its key; what was made from a photo stands under that photo's digest, to be deleted with it."""
    return f"photos/{photo}/{key}" if photo else key


def blob_path(name: str) -> str:
    """Return where a blob of this name lies below the folder or address of its store."""
    return name if "/" in name else f"store/{name[:2]}/{name[2:]}"


class CheckedBytes(NamedTuple):
    """Bytes that were checked, and the digest they were checked with: what ``digest_of`` makes of them."""

    content: bytes
    digest: str


def checked_bytes(data: bytes) -> CheckedBytes | None:
    """Return a blob's bytes; None where they are not those that its checksum was made of."""
    return _checked(data[:_CHECKSUM], data[_CHECKSUM:])


def _checked(checksum: bytes, content: bytes) -> CheckedBytes | None:
    if blake2b(content, digest_size=_CHECKSUM).digest() != checksum:
        return None
    return CheckedBytes(content, checksum.hex())


def with_digest(content: bytes) -> CheckedBytes:
    """Digest bytes that come from elsewhere."""
    return CheckedBytes(content, digest_of(content))


class BlobLost(OSError):
    """The store does not hold what something names, or not whole; what names it is made again."""


class Blobs(Protocol):
    """Blob store: a folder, or one that is shared with other machines."""

    @property
    def is_shared(self) -> bool:
        """Say whether others may have made what this machine never did."""

    def exists(self, name: str) -> bool:
        """Say whether there is a blob of this name; its bytes are not read."""

    def present(self, names: Iterable[str]) -> frozenset[str]:
        """Name those blobs that are there, asked for all at once."""

    def get(self, name: str) -> bytes | None:
        """Return a blob's bytes; None where there is none, or where it is damaged."""

    def get_checked(self, name: str) -> CheckedBytes | None:
        """Return a blob's bytes with their digest; None where there is none, or where it is damaged."""

    def fetch(self, names: Iterable[str]) -> None:
        """Bring blobs to this machine that are about to be read."""

    def put(self, name: str, payload: bytes) -> str:
        """Write a blob whole, and return its digest; two writers of one name write the same."""

    def share(self, names: Collection[str], *, anew: bool = False) -> None:
        """Show blobs to other machines, before anything that they see names them.

        ``anew``: one of this name may hold what is out of date.
        """

    def delete(self, name: str) -> None:
        """Delete a blob, so that it is made again."""

    def delete_photos(self, digests: Iterable[str]) -> None:
        """Delete everything that was ever made from these photos."""

    def keep_photos(self, digests: Iterable[str]) -> None:
        """Delete what was made from any photo that is not one of these."""

    def prune_daily(self, used: Callable[[], Container[str]]) -> int:
        """Delete, once a day, what this build did not use and nobody made within two weeks."""

    def prune(self, used: Container[str], now: float | None = None) -> int:
        """Delete what this build did not use and nobody made within two weeks; return how many blobs went."""


class FolderBlobs(Struct, frozen=True):
    """Blob store in a folder; each file begins with a checksum of the rest."""

    root: Path

    @property
    def is_shared(self) -> bool:
        """Say that only this machine has made what is here."""
        return False

    def path(self, name: str) -> Path:
        """Return where a blob lies."""
        return Path(self._file(name))

    def _file(self, name: str) -> str:
        return f"{self.root}/{blob_path(name)}"

    def exists(self, name: str) -> bool:
        """Say whether there is a blob of this name; its bytes are not read."""
        # Asked of every output of every member: a path object costs four times what the system takes to answer.
        return os.path.isfile(self._file(name))  # noqa: PTH113

    def present(self, names: Iterable[str]) -> frozenset[str]:
        """Name those blobs that are there."""
        if not any((self.root / folder).is_dir() for folder in ("store", "photos")):
            # A first build asks for thousands.
            return frozenset()
        return frozenset(name for name in names if self.exists(name))

    def get(self, name: str) -> bytes | None:
        """Return a blob's bytes; None where there is none, or where it is damaged."""
        found = self.get_checked(name)
        return found.content if found is not None else None

    def get_checked(self, name: str) -> CheckedBytes | None:
        """Return a blob's bytes with their digest; None where there is none, or where it is damaged."""
        try:
            # Thousands are read: a path object costs a third more, and a buffer would be another copy.
            with open(self._file(name), "rb", buffering=0) as file:  # noqa: PTH123
                return _checked(file.read(_CHECKSUM) or b"", file.readall())
        except FileNotFoundError:
            return None

    def fetch(self, names: Iterable[str]) -> None:
        """Do nothing: all of them are here."""

    def put(self, name: str, payload: bytes) -> str:
        """Write a blob whole, and return its digest; two writers of one name write the same."""
        checksum = blake2b(payload, digest_size=_CHECKSUM).digest()
        write_atomically(self._file(name), checksum, payload)
        return checksum.hex()

    def share(self, names: Collection[str], *, anew: bool = False) -> None:
        """Do nothing: nobody else is looking."""

    def delete(self, name: str) -> None:
        """Delete a blob, so that it is made again."""
        with suppress(FileNotFoundError):
            os.unlink(self._file(name))  # noqa: PTH108  every edit does: loading nothing, and no path object

    def delete_photos(self, digests: Iterable[str]) -> None:
        """Delete everything that was ever made from these photos."""
        for digest in digests:
            folder = self.root / "photos" / digest
            if folder.is_dir():
                # Only now: most builds remove no folder.
                from shutil import rmtree

                rmtree(folder)

    def keep_photos(self, digests: Iterable[str]) -> None:
        """Delete what was made from any photo that is not one of these."""
        kept = frozenset(digests)
        folder = self.root / "photos"
        if folder.is_dir():
            self.delete_photos(path.name for path in folder.iterdir() if path.name not in kept)

    def prune_daily(self, used: Callable[[], Container[str]]) -> int:
        """Prune where nobody has for a day, since walking through the whole store takes longer than most builds."""
        marker = self.root / "pruned"
        is_new = not marker.exists()
        if not is_new and time.time() - marker.stat().st_mtime < PRUNE_SECONDS:
            return 0
        # What was begun today holds nothing that is two weeks old.
        removed = 0 if is_new else self.prune(used())
        marker.write_bytes(b"")
        return removed

    def prune(self, used: Container[str], now: float | None = None) -> int:
        """Delete what this build did not use and nobody made within two weeks; return how many blobs went."""
        before = (time.time() if now is None else now) - KEEP_SECONDS
        removed = 0
        for kind in ("store", "photos"):
            for folder in _entries(f"{self.root}/{kind}"):
                for file in _entries(folder.path):
                    name = f"photos/{folder.name}/{file.name}" if kind == "photos" else folder.name + file.name
                    # Of what is used nothing but its name is looked at: it is nearly all.
                    if name not in used and file.stat(follow_symlinks=False).st_mtime < before:
                        Path(file.path).unlink(missing_ok=True)
                        removed += 1
        return removed


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return [*entries]
    except (FileNotFoundError, NotADirectoryError):
        return []
