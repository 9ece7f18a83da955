"""Reader of zip archives that were made to hurt: every bound is checked before a byte is unpacked."""

from __future__ import annotations

import io
import os
import stat
import zipfile
import zlib
from pathlib import Path

from kiprah.authoring.archives.archive import Archive, ArchiveDamaged, ArchiveLimits, checked
from kiprah.authoring.archives.archive_names import MEMBERS_DOMAIN, FoundName, harmful, plain_path
from kiprah.authoring.left_out import LeftOut
from kiprah.authoring.refusal import Refusal

_PIECE = 1 << 16
_HEADER = 30
"""Bytes of a file's own header, at least."""
_ROW = 600
"""Bytes of one file in an honest archive's directory, at most."""
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_OF_WINDOWS = (0, 10, 11, 14)
"""Systems whose attributes are those of Windows, which knows links as well."""
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Compressions that are unpacked; others may ask for gigabytes of memory in their first bytes."""
_MEGABYTE = 1_000_000


class _TooMuch(Exception):
    """More than may be read at once was asked for: the archive's directory is larger than it may be."""


class _BoundedReads(io.FileIO):
    """A file of which nobody reads more than a bound at once: ``zipfile`` believes what the archive says of itself."""

    def __init__(self, path: Path, most: int) -> None:
        super().__init__(os.fspath(path), "rb")
        self._most = most

    def read(self, size: int | None = -1, /) -> bytes:
        wanted = self._most + 1 if size is None or size < 0 else size
        if wanted > self._most + 1:
            raise _TooMuch
        pieces: list[bytes] = []
        while wanted > 0 and (piece := super().read(min(wanted, _PIECE))):
            pieces.append(piece)
            wanted -= len(piece)
        content = b"".join(pieces)
        if len(content) > self._most:
            raise _TooMuch
        return content


class _BoundedBytes(io.BytesIO):
    """Bytes that are an archive within another, read as bounded as a file is."""

    def __init__(self, data: bytes, most: int) -> None:
        super().__init__(data)
        self._most = most

    def read(self, size: int | None = -1, /) -> bytes:
        content = super().read(self._most + 1 if size is None or size < 0 else min(size, self._most + 1))
        if len(content) > self._most:
            raise _TooMuch
        return content


def open_zip_bytes(data: bytes, name: str, limits: ArchiveLimits) -> Archive | Refusal:
    """Open a zip that lies in another, by the same rules; nothing of it is unpacked anywhere."""
    return _opened(_BoundedBytes(data, max(limits.files * _ROW, 2 * _PIECE)), name, len(data), limits)


def open_zip(path: Path, limits: ArchiveLimits) -> Archive | Refusal:
    """Open a zip whose directory is small, whose files do not overlap, and which is no bomb."""
    try:
        if path.stat().st_size > limits.megabytes * _MEGABYTE:
            return _too_large(limits)
        file, size = _BoundedReads(path, max(limits.files * _ROW, 2 * _PIECE)), path.stat().st_size
    except OSError as error:
        values = {"path": str(path), "reason": error.strerror or ""}
        return Refusal("archive-unreadable", values, MEMBERS_DOMAIN, "machine")
    archive = _opened(file, str(path), size, limits)
    if isinstance(archive, Refusal):
        file.close()
    return archive


def _opened(file: _BoundedReads | _BoundedBytes, path: str, size: int, limits: ArchiveLimits) -> Archive | Refusal:
    try:
        # Without a name of its own to guess an encoding from: names that are not UTF-8 are read as DOS wrote them.
        container = zipfile.ZipFile(file)
        entries = container.infolist()
    except _TooMuch:
        return Refusal("archive-too-many", {"limit": str(limits.files)}, MEMBERS_DOMAIN, "content")
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, EOFError, OverflowError, LookupError):
        return Refusal("archive-not-zip", {"path": path}, MEMBERS_DOMAIN, "content")
    if len(entries) > 2 * limits.files:
        return Refusal("archive-too-many", {"limit": str(limits.files)}, MEMBERS_DOMAIN, "content")
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        return Refusal("archive-locked", {"path": path}, MEMBERS_DOMAIN, "content")
    if refusal := _bomb(entries, size, limits):
        return refusal
    return _listed(container, file, entries, limits)


def _listed(
    container: zipfile.ZipFile, file: io.IOBase, entries: list[zipfile.ZipInfo], limits: ArchiveLimits
) -> Archive | Refusal:
    by_name: dict[str, zipfile.ZipInfo] = {}
    found: list[FoundName] = []
    unpackable: list[zipfile.ZipInfo] = []
    for entry in entries:
        if entry.orig_filename.endswith(("/", "\\")):
            # A folder is made where a file needs one; its own entry says nothing, unless it lies.
            if harmful(entry.orig_filename) or _kind(entry) != "file":
                found.append(FoundName(entry.orig_filename, 0, _kind(entry)))
        elif entry.compress_type in _PACKED or harmful(entry.orig_filename):
            by_name[entry.orig_filename] = entry
            found.append(FoundName(entry.orig_filename, entry.file_size, _kind(entry)))
        else:
            unpackable.append(entry)

    def read(one: FoundName) -> bytes:
        return _unpacked(container, by_name[one.name])

    def close() -> None:
        container.close()
        file.close()

    archive = checked(found, limits, read, close)
    if isinstance(archive, Refusal):
        return archive
    more = (LeftOut(plain_path(entry.filename), "packed") for entry in unpackable)
    archive.left_out = tuple(sorted((*archive.left_out, *more), key=lambda one: one.path))
    return archive


def _kind(entry: zipfile.ZipInfo) -> str:
    """Say what an entry is; a folder counts as a file, whose name tells it."""
    if entry.create_system in _OF_WINDOWS and entry.external_attr & stat.FILE_ATTRIBUTE_REPARSE_POINT:
        return "link"
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return "link"
    return "file" if kind in (0, stat.S_IFREG, stat.S_IFDIR) else "device"


def _bomb(entries: list[zipfile.ZipInfo], size: int, limits: ArchiveLimits) -> Refusal | None:
    """Refuse what unpacks to far more than it is, or uses the same bytes for several files."""
    for entry in entries:
        if entry.file_size > max(_MEGABYTE, limits.ratio * entry.compress_size):
            return Refusal("archive-bomb", {"name": entry.filename}, MEMBERS_DOMAIN, "content")
    if sum(entry.file_size for entry in entries) > 2 * limits.megabytes * _MEGABYTE:
        return _too_large(limits)
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            return Refusal("archive-damaged", {"name": entry.filename}, MEMBERS_DOMAIN, "content")
        end = entry.header_offset + _HEADER + entry.compress_size
        if end > size:
            return Refusal("archive-damaged", {"name": entry.filename}, MEMBERS_DOMAIN, "content")
    return None


def _too_large(limits: ArchiveLimits) -> Refusal:
    return Refusal("archive-too-large", {"limit": str(limits.megabytes)}, MEMBERS_DOMAIN, "content")


def _unpacked(container: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Unpack one file, never a byte more than it was said to have."""
    pieces: list[bytes] = []
    left = entry.file_size
    try:
        with container.open(entry) as stream:
            while piece := stream.read(min(_PIECE, left + 1)):
                left -= len(piece)
                if left < 0:
                    raise ArchiveDamaged(entry.filename)
                pieces.append(piece)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, _TooMuch) as error:
        raise ArchiveDamaged(entry.filename) from error
    return b"".join(pieces)
