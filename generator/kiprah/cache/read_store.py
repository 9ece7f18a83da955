"""What reading brought, as it is kept: one large file with all of it, and a small one with what is different since."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path

from msgspec import DecodeError, Raw, Struct
from msgspec.msgpack import Decoder, Encoder

from kiprah.cache.stat_index import YOUNG
from kiprah.model.photo import PhotoFacts

VERSION = 2
FILES = ("memory", "memory-since")
"""All of it, and what is different since."""
_CHECK = 16
_FEW, _PART = 60, 20
"""So many differences, or this part of all there is, are kept apart; more, and all of it is written anew."""
_ENCODER = Encoder(order="deterministic")

KnownFile = tuple[int, int, int, int, str]
"""A file's stamp, and the digest of its content."""


class Slot(Struct, frozen=True, array_like=True):
    """One entry, under the key of all that reading it depends on."""

    key: str
    photos: tuple[str, ...]
    """Digests of the photos it names."""
    state: bytes
    entry: Raw


class Kept(Struct, frozen=True, array_like=True):
    """What is remembered of a site."""

    files: dict[str, KnownFile] = {}
    """By path."""
    photos: dict[str, PhotoFacts] = {}
    """By digest, what a photo's file says."""
    entries: dict[str, Slot] = {}
    """By the path of an entry's main file."""

    def __len__(self) -> int:
        """Count all that is remembered."""
        return len(self.files) + len(self.photos) + len(self.entries)


class _Written(Struct, frozen=True, array_like=True):
    version: int
    recipe: str
    since: bytes
    """Of the small file: the digest of the large one that it belongs to."""
    kept: Kept


class MemoryFile:
    """The files in a cache folder; missing or damaged ones, or those of other code, are empty."""

    def __init__(self, cache: Path | None, recipe: str) -> None:
        """Read both files; without a cache folder nothing is known, and nothing is kept."""
        self._paths = tuple(cache / name for name in FILES) if cache is not None else ()
        self._recipe = recipe
        self._check = b""
        self._all, self._all_written = Kept(), 0
        self._since, self._since_written = Kept(), 0
        if self._paths:
            self._check, self._all, self._all_written = self._read(self._paths[0], b"")
            if self._check:
                _, self._since, self._since_written = self._read(self._paths[1], self._check)

    def _read(self, path: Path, since: bytes) -> tuple[bytes, Kept, int]:
        nothing = (b"", Kept(), 0)
        try:
            data = path.read_bytes()
            time = path.stat().st_mtime_ns
        except FileNotFoundError:
            return nothing
        check = blake2b(data[_CHECK:], digest_size=_CHECK).digest()
        if check != data[:_CHECK]:
            return nothing
        try:
            written = Decoder(_Written).decode(memoryview(data)[_CHECK:])
        except DecodeError:
            return nothing
        if (written.version, written.recipe, written.since) != (VERSION, self._recipe, since):
            return nothing
        return check, written.kept, time

    def file(self, path: str) -> KnownFile | None:
        """Return what is known of a file, unless it was so young then that it may have changed again unseen."""
        known, written = self._since.files.get(path), self._since_written
        if known is None:
            known, written = self._all.files.get(path), self._all_written
        return known if known is not None and known[2] < written - YOUNG else None

    def photo(self, digest: str) -> PhotoFacts | None:
        """Return what a photo's file says."""
        return self._since.photos.get(digest) or self._all.photos.get(digest)

    def entry(self, path: str) -> Slot | None:
        """Return an entry; the same object for as long as it is not another one."""
        return self._since.entries.get(path) or self._all.entries.get(path)

    def write(self, kept: Kept) -> None:
        """Keep this, and nothing besides."""
        if not self._paths:
            return
        known = self._all
        since = Kept(
            {path: file for path, file in kept.files.items() if self._is_other(path, file)},
            {digest: facts for digest, facts in kept.photos.items() if digest not in known.photos},
            {path: slot for path, slot in kept.entries.items() if known.entries.get(path) is not slot},
        )
        # What is not to be remembered any more must not stay in the large file either.
        gone = any(_misses(new, old) for new, old in zip(_parts(kept), _parts(known), strict=True))
        if not self._check or gone or len(since) > max(_FEW, len(kept) // _PART):
            self._write(0, b"", kept)
            self._paths[1].unlink(missing_ok=True)
        elif since != self._since or any(file[2] >= self._since_written - YOUNG for file in since.files.values()):
            self._write(1, self._check, since)

    def _is_other(self, path: str, file: KnownFile) -> bool:
        return self._all.files.get(path) != file or file[2] >= self._all_written - YOUNG

    def _write(self, number: int, since: bytes, kept: Kept) -> None:
        path = self._paths[number]
        data = _ENCODER.encode(_Written(VERSION, self._recipe, since, kept))
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_suffix(".new")
        new.write_bytes(blake2b(data, digest_size=_CHECK).digest() + data)
        new.replace(path)


def _parts(kept: Kept) -> tuple[Mapping[str, object], ...]:
    return kept.files, kept.photos, kept.entries


def _misses(new: Mapping[str, object], old: Mapping[str, object]) -> bool:
    return not old.keys() <= new.keys()
