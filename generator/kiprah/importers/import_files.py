"""Files of an import: what lies in the zips, folders and files that were named, read in place and bounded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from kiprah.authoring.archives.archive import Archive, ArchiveLimits, open_archive, read_regular
from kiprah.authoring.left_out import LeftOut
from kiprah.authoring.refusal import Refusal
from kiprah.importers.records import IMPORTING_DOMAIN

IMPORT_LIMITS = ArchiveLimits(files=20_000, megabytes=8_000, megabytes_each=200, ratio=100, depth=12)
_MOST_TEXT = 64_000_000
_MOST_NESTED = 400_000_000
"""Bytes of all zips within zips: they are held in memory, since nothing is unpacked."""


class ImportFiles:
    """Files by their path in what was given; the first of two with one path is the one that counts."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._from: dict[str, Archive | Path] = {}
        self.sizes: dict[str, int] = {}
        self.left_out: list[LeftOut] = []
        self.seen: set[str] = set()
        """Paths that a reader read or passed over for a reason; what is not among them is named at the end."""
        self._archives: list[Archive] = []
        self._nested = 0

    def add(self, path: Path) -> Refusal | None:
        """Add a zip, a folder or one file."""
        try:
            is_one_file = path.is_file() and not _is_zip(path)
            if is_one_file:
                self._from.setdefault(path.name, path)
                self.sizes.setdefault(path.name, path.stat().st_size)
                return None
        except OSError as error:
            reason = {"path": str(path), "reason": str(error.strerror or error)}
            return Refusal("archive-unreadable", reason, "members", "content")
        archive = open_archive(path, IMPORT_LIMITS)
        if isinstance(archive, Refusal):
            return archive
        return self._add_archive(archive)

    def _add_archive(self, archive: Archive, *, is_nested: bool = False) -> Refusal | None:
        self._archives.append(archive)
        self.left_out += archive.left_out
        for name, size in archive.files.items():
            if name.casefold().endswith(".zip"):
                refusal = self._add_nested(archive, name, size) if not is_nested else None
                if refusal is not None:
                    return refusal
                if is_nested:
                    self.left_out.append(LeftOut(name, "zip-in-zip"))
                continue
            if len(self._from) >= IMPORT_LIMITS.files:
                return Refusal("archive-too-many", {"limit": str(IMPORT_LIMITS.files)}, "members", "content")
            self._from.setdefault(name, archive)
            self.sizes.setdefault(name, size)
        return None

    def _add_nested(self, archive: Archive, name: str, size: int) -> Refusal | None:
        """Add the files of a zip that lies in a zip or a folder, as Notion packs what is large; none within that."""
        from kiprah.authoring.archives.zip_archive import open_zip_bytes

        self._nested += size
        if self._nested > _MOST_NESTED:
            self.left_out.append(LeftOut(name, "large", str(_MOST_NESTED // 1_000_000)))
            return None
        data = archive.read(name)
        inner = data if isinstance(data, Refusal) else open_zip_bytes(data, name, IMPORT_LIMITS)
        return inner if isinstance(inner, Refusal) else self._add_archive(inner, is_nested=True)

    def __enter__(self) -> ImportFiles:
        """Stay open until the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close every archive."""
        for archive in self._archives:
            archive.__exit__(None, None, None)

    @property
    def paths(self) -> tuple[str, ...]:
        """Every path, sorted."""
        return tuple(sorted(self._from))

    def ending(self, *endings: str) -> tuple[str, ...]:
        """List the paths with one of these endings, in any case."""
        return tuple(path for path in self.paths if path.casefold().endswith(endings))

    def named(self, name: str) -> str | None:
        """Return the first path whose last part is this name, in any case."""
        return next((p for p in self.paths if PurePosixPath(p).name.casefold() == name.casefold()), None)

    def read(self, path: str) -> bytes | Refusal:
        """Read one file whole."""
        self.seen.add(path)
        source = self._from[path]
        if isinstance(source, Archive):
            return source.read(path)
        if self.sizes[path] > IMPORT_LIMITS.megabytes_each * 1_000_000:
            return Refusal("file-large", {"path": path}, IMPORTING_DOMAIN, "content")
        try:
            return read_regular(source, self.sizes[path])
        except OSError as error:
            reason = {"path": path, "reason": str(error.strerror or error)}
            return Refusal("archive-unreadable", reason, "members", "content")

    def read_text_bytes(self, path: str) -> bytes | Refusal:
        """Read a file of text; one that is too long to be any is refused."""
        if self.sizes[path] > _MOST_TEXT:
            return Refusal("file-large", {"path": path}, IMPORTING_DOMAIN, "content")
        return self.read(path)


def open_files(paths: Sequence[Path]) -> ImportFiles | Refusal:
    """Open everything that was named, or say why one of it cannot be."""
    files = ImportFiles()
    for path in paths:
        refusal = files.add(path)
        if refusal is not None:
            files.__exit__()
            return refusal
    return files


def _is_zip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"PK" and path.suffix.casefold() not in (".xlsx", ".ods", ".xlsb")
