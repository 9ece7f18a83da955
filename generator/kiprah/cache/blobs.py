"""Blob store: finished bytes under the key of the value that made them; another value has another key."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple, Protocol, cast

from msgspec import Struct

from kiprah.blake2 import blake2b
from kiprah.cache.atomic_write import write_atomically
from kiprah.cache.digests import digest_of

_CHECKSUM = 16


class CheckedBytes(NamedTuple):
    """Bytes that were checked, and the digest they were checked with: what ``digest_of`` makes of them."""

    content: bytes
    digest: str


class StoredBlob(NamedTuple):
    """A blob in a list of all that a store holds."""

    name: str
    age: Callable[[], float]
    """Seconds since it was put there, by the store's own clock; asked of few."""


class Blobs(Protocol):
    """A place for blobs by name, a key or ``photos/<digest>/<key>``: all that a build asks of a store."""

    def exists(self, *names: str) -> frozenset[str]:
        """Name those of these blobs that are there; their bytes are not read."""

    def get(self, name: str) -> CheckedBytes | None:
        """Return a blob; None where there is none, or where it is not what was put there."""

    def put(self, name: str, blob: CheckedBytes) -> None:
        """Keep a blob whole; two writers of one name write the same."""

    def delete(self, *names: str) -> None:
        """Delete blobs, or all below a name that ends with a slash; what is not there is no fault."""

    def photos(self) -> frozenset[str]:
        """Name the photos, by their digests, from which anything here was made."""

    def listing(self) -> Iterable[StoredBlob]:
        """List all blobs, in any order."""


class SharedStore(Blobs, Protocol):
    """A store that other machines see too: they may have made what this machine never did."""

    @property
    def places(self) -> tuple[Blobs, ...]:
        """Name the stores behind it, each with a clock of its own."""

    def fetch(self, names: Iterable[str]) -> None:
        """Bring blobs to this machine, many at once, that are about to be read."""

    def share(self, names: Collection[str], *, anew: bool = False) -> None:
        """Show blobs to other machines, before anything that they see names them.

        ``anew``: one of this name may hold what is out of date.
        """


def shared_store(blobs: Blobs) -> SharedStore | None:
    """Return a store as one that other machines see; None where it is this machine's alone."""
    # Asked of every chunk of a search index: comparing with a whole protocol takes thirty microseconds.
    return cast("SharedStore", blobs) if hasattr(blobs, "share") else None


def is_shared(blobs: Blobs) -> bool:
    """Say whether others may have made what this machine never did."""
    return shared_store(blobs) is not None


def fetch(blobs: Blobs, names: Iterable[str]) -> None:
    """Bring blobs to this machine that are about to be read, where they may lie on another."""
    others = shared_store(blobs)
    if others is not None:
        others.fetch(names)


def blob_content(blobs: Blobs, name: str) -> bytes | None:
    """Return a blob's bytes alone; None where there is none, or where it is damaged."""
    found = blobs.get(name)
    return found.content if found is not None else None


def put_content(blobs: Blobs, name: str, content: bytes) -> None:
    """Keep bytes that nobody has digested yet."""
    blobs.put(name, with_digest(content))


def delete_photos(blobs: Blobs, digests: Iterable[str]) -> None:
    """Delete everything that was ever made from these photos."""
    blobs.delete(*(f"photos/{digest}/" for digest in digests))


def blob_name(key: str, photo: str = "") -> str:
    """Name a blob by its key; what was made from a photo stands under that photo's digest, to be deleted with it."""
    return f"photos/{photo}/{key}" if photo else key


def blob_path(name: str) -> str:
    """Return where a blob of this name lies below the folder or address of its store."""
    return name if "/" in name else f"store/{name[:2]}/{name[2:]}"


def name_at(path: str) -> str:
    """Return the name of the blob that lies there."""
    return path if path.startswith("photos/") else path.removeprefix("store/").replace("/", "")


def with_digest(content: bytes) -> CheckedBytes:
    """Digest bytes that come from elsewhere."""
    return CheckedBytes(content, digest_of(content))


def written_bytes(blob: CheckedBytes) -> tuple[bytes, bytes]:
    """Return what is written of a blob, in its parts: a checksum before its bytes."""
    return bytes.fromhex(blob.digest), blob.content


def checked_bytes(data: bytes) -> CheckedBytes | None:
    """Return what was written of a blob; None where its bytes are not those that its checksum was made of."""
    return _checked(data[:_CHECKSUM], data[_CHECKSUM:])


def _checked(checksum: bytes, content: bytes) -> CheckedBytes | None:
    if blake2b(content, digest_size=_CHECKSUM).digest() != checksum:
        return None
    return CheckedBytes(content, checksum.hex())


class BlobLost(OSError):
    """The store does not hold what something names, or not whole; what names it is made again."""


class FolderBlobs(Struct, frozen=True):
    """Blob store in a folder; each file begins with a checksum of the rest."""

    root: Path

    def path(self, name: str) -> Path:
        """Return where a blob lies."""
        return Path(self._file(name))

    def _file(self, name: str) -> str:
        return f"{self.root}/{blob_path(name)}"

    def exists(self, *names: str) -> frozenset[str]:
        """Name those of these blobs that are there; their bytes are not read."""
        if len(names) > 1 and not any((self.root / folder).is_dir() for folder in ("store", "photos")):
            # A first build asks for thousands.
            return frozenset()
        # Asked of every output of every member: a path object costs four times what the system takes to answer.
        return frozenset([name for name in names if os.path.isfile(self._file(name))])  # noqa: PTH113

    def get(self, name: str) -> CheckedBytes | None:
        """Return a blob; None where there is none, or where it is damaged."""
        try:
            # Thousands are read: a path object costs a third more, and a buffer would be another copy.
            with open(self._file(name), "rb", buffering=0) as file:  # noqa: PTH123
                return _checked(file.read(_CHECKSUM) or b"", file.readall())
        except FileNotFoundError:
            return None

    def put(self, name: str, blob: CheckedBytes) -> None:
        """Write a blob whole; two writers of one name write the same."""
        write_atomically(self._file(name), *written_bytes(blob))

    def delete(self, *names: str) -> None:
        """Delete blobs, or whole folders of them."""
        for name in names:
            if not name.endswith("/"):
                with suppress(FileNotFoundError):
                    os.unlink(self._file(name))  # noqa: PTH108  every edit does: loading nothing, and no path object
            elif self.path(name).is_dir():
                # Only now: most builds remove no folder.
                from shutil import rmtree

                rmtree(self.path(name))

    def photos(self) -> frozenset[str]:
        """Name the photos from which anything here was made."""
        return frozenset([entry.name for entry in _entries(f"{self.root}/photos")])

    def listing(self) -> Iterator[StoredBlob]:
        """List all blobs; of each nothing but its name is looked at before its age is asked for."""
        now = time.time()
        for kind in ("store", "photos"):
            for folder in _entries(f"{self.root}/{kind}"):
                start = name_at(f"{kind}/{folder.name}/")
                for file in _entries(folder.path):
                    yield StoredBlob(start + file.name, partial(_age, file, now))


def _age(file: os.DirEntry[str], now: float) -> float:
    return now - file.stat(follow_symlinks=False).st_mtime


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return [*entries]
    except (FileNotFoundError, NotADirectoryError):
        return []
