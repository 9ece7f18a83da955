"""Objects at an address: what a bucket and a folder that all machines see have in common."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from kiprah.bucket.address import StoreAddress
from kiprah.bucket.client import BucketClient
from kiprah.bucket.store import NewObject, StoredObject


class Objects(Protocol):
    """Protocol of a place for objects; it travels as its address alone."""

    def get(self, name: str) -> bytes | None:
        """Return an object's bytes; None where there is none."""

    def get_many(self, names: Sequence[str], *, at_once: int = 32) -> Iterator[tuple[str, bytes | None]]:
        """Yield objects' bytes, in order, so many of them held at once."""

    def heads(self, names: Sequence[str]) -> dict[str, StoredObject]:
        """Return what is said of those objects that are there."""

    def put(self, one: NewObject, *, create: bool = False, etag: str = "") -> str | None:
        """Write an object; its ETag, or None where a condition was not met."""

    def put_many(self, objects: Iterable[NewObject], *, create: bool = False) -> Iterator[tuple[str, str | None]]:
        """Write objects, and yield names and ETags as they are done; None where ``create`` met one."""

    def listing(self, prefix: str = "") -> list[StoredObject]:
        """List the objects in a folder and all below it."""

    def folders(self, prefix: str = "") -> list[str]:
        """List the folders right below one."""

    def delete(self, names: Sequence[str]) -> None:
        """Delete objects; one that is not there is no fault."""


class FolderObjects(Struct, frozen=True):
    """Folder whose files are objects; headers are not kept."""

    root: Path

    def get(self, name: str) -> bytes | None:
        """Return an object's bytes; None where there is none."""
        try:
            return (self.root / name).read_bytes()
        except FileNotFoundError:
            return None

    def get_many(self, names: Sequence[str], *, at_once: int = 32) -> Iterator[tuple[str, bytes | None]]:
        """Yield objects' bytes, in order."""
        for name in names:
            yield name, self.get(name)

    def heads(self, names: Sequence[str]) -> dict[str, StoredObject]:
        """Return what is said of those objects that are there."""
        found = {}
        for name in names:
            try:
                facts = (self.root / name).stat()
            except FileNotFoundError:
                continue
            found[name] = _facts(name, facts)
        return found

    def put(self, one: NewObject, *, create: bool = False, etag: str = "") -> str | None:
        """Write an object; its ETag, or None where a condition was not met."""
        target = self.root / one.name
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = target.with_name(f".{target.name[:100]}.{os.getpid()}.new")
        if etag and (found := self.heads([one.name]).get(one.name)) is not None and found.etag != etag:
            return None
        try:
            with aside.open("wb") as file:
                file.write(one.payload)
                file.flush()
                os.fsync(file.fileno())
            if create:
                # A link is made only where nothing stands, on a network's file system too.
                os.link(aside, target)
            else:
                aside.replace(target)
        except FileExistsError:
            return None
        finally:
            aside.unlink(missing_ok=True)
        return _facts(one.name, target.stat()).etag

    def put_many(self, objects: Iterable[NewObject], *, create: bool = False) -> Iterator[tuple[str, str | None]]:
        """Write objects, and yield names and ETags as they are done; None where ``create`` met one."""
        for one in objects:
            yield one.name, self.put(one, create=create)

    def listing(self, prefix: str = "") -> list[StoredObject]:
        """List the objects in a folder and all below it."""
        paths = (path for path in (self.root / prefix).rglob("*") if path.is_file() and not path.name.endswith(".new"))
        return [_facts(path.relative_to(self.root).as_posix(), path.stat()) for path in sorted(paths)]

    def folders(self, prefix: str = "") -> list[str]:
        """List the folders right below one."""
        folder = self.root / prefix
        paths = sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
        return [path.relative_to(self.root).as_posix() for path in paths]

    def delete(self, names: Sequence[str]) -> None:
        """Delete objects; one that is not there is no fault."""
        for name in names:
            (self.root / name).unlink(missing_ok=True)


def _facts(name: str, facts: os.stat_result) -> StoredObject:
    return StoredObject(name, facts.st_size, f"{facts.st_size}-{facts.st_mtime_ns}", facts.st_mtime)


def objects_at(address: StoreAddress) -> Objects:
    """Return the objects at an address; nobody is asked yet."""
    return FolderObjects(address.folder) if address.folder is not None else BucketClient(address.url)
