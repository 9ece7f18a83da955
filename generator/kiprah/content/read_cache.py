"""Disk cache of what reading found: digests of files, facts of photos, parsed entries.

Only what is published is kept: no draft, nothing private, no word of a photo that is withheld is in it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from msgspec import DecodeError, Struct
from msgspec.msgpack import Decoder, Encoder

from kiprah.cache.digests import digest_of, key_of
from kiprah.cache.stat_index import YOUNG, Stat, file_system_time
from kiprah.cache.state import State, Table
from kiprah.content.folder import SiteFolder
from kiprah.imaging.photo_fault import PhotoFault
from kiprah.model.entry import Activity, Event, Page, Reflection, Testimonial
from kiprah.model.member import EntryFile, Withheld
from kiprah.model.photo import PhotoFacts
from kiprah.model.selection import Selection
from kiprah.problem import Problem


class ReadEntry(Struct, frozen=True, omit_defaults=True):
    """All that reading one entry with its translations brings; at most one of the first six is there."""

    activity: Activity | None = None
    reflection: Reflection | None = None
    testimonial: Testimonial | None = None
    page: Page | None = None
    event: Event | None = None
    selection: Selection | None = None
    files: tuple[EntryFile, ...] = ()
    """Files beside it that it names, without their digests."""
    problems: tuple[Problem, ...] = ()
    held: tuple[Withheld, ...] = ()
    secrets: tuple[tuple[str, str], ...] = ()
    photos: tuple[tuple[str, str], ...] = ()
    """Path and digest of each photo it asked for: another photo under the same name is another entry."""


T = TypeVar("T")


class _FileRow(Struct, frozen=True, array_like=True):
    stat: Stat
    digest: str
    seen: int
    """When this was noted, in nanoseconds of the file system's clock."""

    @property
    def is_settled(self) -> bool:
        """Say whether the file was old enough then that it cannot have changed again unseen."""
        return self.stat[2] < self.seen - YOUNG


class _PhotoRow(Struct, frozen=True, array_like=True):
    recipe: str
    facts: PhotoFacts


class _EntryRow(Struct, frozen=True, array_like=True):
    key: str
    photos: tuple[str, ...]
    """Digests of the photos it names."""
    entry: bytes


_ENCODER = Encoder(order="deterministic")
_FILES, _PHOTOS, _ENTRIES = Decoder(_FileRow), Decoder(_PhotoRow), Decoder(_EntryRow)


_OF_THE_SITE = ("site.yml", "addresses.yml", "addresses/", "static/", "fonts/", "members/", "events/")

COMMUNITY = "@community"
"""The root of what a community itself has: its events and pages, and nothing of any member."""
_OF_THE_COMMUNITY = ("about.", "events/", "pages/")


def is_within(path: str, root: str) -> bool:
    """Say whether a file belongs to what lies below ``root``; of a portfolio's root, what the site shares does not."""
    if root == COMMUNITY:
        return path.startswith(_OF_THE_COMMUNITY)
    return path.startswith(root) and (bool(root) or not path.startswith(_OF_THE_SITE))


def _rows(state: State, table: Table, root: str) -> dict[str, bytes]:
    prefixes = _OF_THE_COMMUNITY if root == COMMUNITY else (root,)
    rows = {path: row for prefix in prefixes for path, row in state.rows(table, prefix).items()}
    return {path: row for path, row in rows.items() if is_within(path, root)}


class ReadCache:
    """What earlier builds read below one folder of a site, and what this one reads."""

    def __init__(self, site: SiteFolder, recipe: str = "", state: State | None = None, root: str = "") -> None:
        """Load what is known of the files below ``root``; rows of other code (another ``recipe``) are not believed."""
        self._site, self._recipe = site, key_of(recipe)
        self._state = state if state is not None else State(None)
        self._root = root
        base = Path(site.root)
        self._encoder = Encoder(enc_hook=lambda place: os.fspath(place.relative_to(base)), order="deterministic")
        self._decoder = Decoder(ReadEntry, dec_hook=lambda kind, text: base / text)
        self._file_rows = _rows(self._state, "file", root)
        self._entry_rows = _rows(self._state, "entry", root)
        self._files: dict[str, _FileRow] = {}
        self._photos: dict[str, PhotoFacts] = {}
        self._kept_entries: dict[str, bytes] = {}

    @property
    def digests(self) -> dict[str, str]:
        """The digest of every file that was asked for in this run."""
        return {path: row.digest for path, row in self._files.items()}

    def digest(self, path: str) -> str:
        """Return the digest of a file, unread where its stat says that nothing changed. Raises ``OSError``."""
        return self._digest(path)[0]

    def _digest(self, path: str) -> tuple[str, bytes | None]:
        """Return the digest of a file, and what it holds where that had to be read."""
        row = self._files.get(path)
        if row is not None:
            return row.digest, None
        row, data = self._known(path), None
        if row is None:
            data = self._site.read(path)
            row = _FileRow(self._site.files[path].stat, digest_of(data), 0)
        self._files[path] = row
        return row.digest, data

    def _known(self, path: str) -> _FileRow | None:
        """Return what is known of a file that is as it was."""
        row = _decoded(_FILES, self._file_rows.get(path))
        return row if row is not None and row.is_settled and row.stat == self._site.files[path].stat else None

    def _photo(self, digest: str) -> PhotoFacts | None:
        row = _decoded(_PHOTOS, self._state.get("photo", digest))
        return row.facts if row is not None and row.recipe == self._recipe else None

    def facts(self, path: str) -> PhotoFacts | PhotoFault:
        """Return what a photo's file says; a fault is never kept."""
        try:
            digest, data = self._digest(path)
            facts = self._photos.get(digest) or self._photo(digest)
            if facts is None:
                from kiprah.imaging.decode import photo_facts

                if data is None:
                    data = self._site.read(path)
                    # The file may have changed between the two readings: what it says belongs to what was read.
                    digest = digest_of(data)
                    self._files[path] = _FileRow(self._site.files[path].stat, digest, 0)
                answer = photo_facts(data, digest)
                if isinstance(answer, PhotoFault):
                    return answer
                facts = answer
        except OSError as error:
            return PhotoFault("file-unreadable", {"reason": error.strerror or ""})
        self._photos[facts.digest] = facts
        return facts

    def content_digest(self, paths: Iterable[str]) -> str:
        """Digest these files together: names and contents; a file that cannot be read counts as its error."""
        parts: list[str] = []
        for path in sorted(paths):
            try:
                parts += [path, self.digest(path)]
            except OSError as error:
                parts += [path, f"error {error.errno}"]
        return key_of(*parts)

    def known_photos(self, paths: Iterable[str]) -> tuple[tuple[str, PhotoFacts], ...]:
        """Return the facts of those photos among these files whose stat says that nothing changed."""
        pairs = ((path, self._known(path)) for path in paths)
        known = ((path, self._photo(row.digest)) for path, row in pairs if row is not None)
        return tuple((path, facts) for path, facts in known if facts is not None)

    def add_photos(self, facts: Iterable[tuple[str, PhotoFacts]]) -> None:
        """Add what a worker read of photos."""
        for path, photo in facts:
            self._files[path] = _FileRow(self._site.files[path].stat, photo.digest, 0)
            self._photos[photo.digest] = photo

    def read_photos(self) -> tuple[tuple[str, PhotoFacts], ...]:
        """Return what was read of photos, by path."""
        return tuple((p, self._photos[row.digest]) for p, row in self._files.items() if row.digest in self._photos)

    def add_texts(self, digests: Iterable[tuple[str, str]]) -> None:
        """Add the digests of texts as they were read."""
        for path, digest in digests:
            self._files[path] = _FileRow(self._site.files[path].stat, digest, 0)

    def get_entry(self, path: str, key: str) -> ReadEntry | None:
        """Return a parsed entry where its key is the same and so are its photos and files."""
        row = _decoded(_ENTRIES, self._entry_rows.get(path))
        if row is None or row.key != self._own(key):
            return None
        entry = _decoded(self._decoder, row.entry)
        if entry is None:
            return None
        try:
            if any(p not in self._site.files or self.digest(p) != digest for p, digest in entry.photos):
                return None
        except OSError:
            return None
        if any(file.path not in self._site.files for file in entry.files):
            return None
        for _, digest in entry.photos:
            facts = self._photo(digest)
            if facts is not None:
                self._photos[digest] = facts
        self._kept_entries[path] = self._entry_rows[path]
        return entry

    def put_entry(self, path: str, key: str, entry: ReadEntry) -> None:
        """Keep a parsed entry, if it turns out to be published."""
        photos = tuple(digest for _, digest in entry.photos)
        self._kept_entries[path] = _ENCODER.encode(_EntryRow(self._own(key), photos, self._encoder.encode(entry)))

    def _own(self, key: str) -> str:
        return f"{key}{self._recipe[:16]}"

    def save(self, published: Iterable[str], withheld: frozenset[str]) -> None:
        """Write what this build used of published entries; nothing of withheld photos stays."""
        wanted = frozenset(published)
        entries = {
            path: row
            for path, row in self._kept_entries.items()
            if path in wanted and not withheld.intersection(_ENTRIES.decode(row).photos)
        }
        now = file_system_time(self._state.folder) if self._state.folder is not None else 0
        files = {
            path: self._file_rows[path] if row.seen else _ENCODER.encode(_FileRow(row.stat, row.digest, now))
            for path, row in self._files.items()
            if row.digest not in withheld
        }
        photos = {
            digest: _ENCODER.encode(_PhotoRow(self._recipe, facts))
            for digest, facts in self._photos.items()
            if digest not in withheld
        }
        self._save("file", files, self._file_rows)
        self._save("entry", entries, self._entry_rows)
        known = {digest: row for digest in photos if (row := self._state.get("photo", digest)) is not None}
        # A photo that is gone here may stand elsewhere too: then it is looked at once more.
        gone = {old.digest for b in self._file_rows.values() if (old := _decoded(_FILES, b))} - photos.keys()
        self._state.update("photo", {d: row for d, row in photos.items() if known.get(d) != row}, gone | withheld)

    def save_stats(self) -> None:
        """Note again the files that were young when they were noted: nothing of them need be read next time."""
        now = file_system_time(self._state.folder) if self._state.folder is not None else 0
        young = {path: row for path, row in self._files.items() if not row.seen and path in self._file_rows}
        self._state.update("file", {p: _ENCODER.encode(_FileRow(r.stat, r.digest, now)) for p, r in young.items()})

    def _save(self, table: Table, rows: dict[str, bytes], before: dict[str, bytes]) -> None:
        changed = {name: row for name, row in rows.items() if before.get(name) != row}
        self._state.update(table, changed, before.keys() - rows.keys())


class FileDigests:
    """Digests of files where nothing else is asked of them: what spares opening a community's members."""

    def __init__(self, site: SiteFolder, state: State) -> None:
        """Load nothing yet: of most members what the file system says is what it said."""
        self._site, self._state = site, state
        self._rows: dict[str, bytes] = {}
        self._fresh: dict[str, _FileRow] = {}

    def content_digest(self, paths: Iterable[str], prefix: str) -> str:
        """Digest these files together, as a member's own cache does; all lie below ``prefix``."""
        self._rows = self._state.rows("file", prefix)
        parts: list[str] = []
        for path in sorted(paths):
            try:
                parts += [path, self._digest(path)]
            except OSError as error:
                parts += [path, f"error {error.errno}"]
        return key_of(*parts)

    def _digest(self, path: str) -> str:
        row = _decoded(_FILES, self._rows.get(path))
        stat = self._site.files[path].stat
        if row is not None and row.is_settled and row.stat == stat:
            return row.digest
        digest = digest_of(self._site.read(path))
        if row is not None and row.digest == digest:
            self._fresh[path] = _FileRow(stat, digest, 0)
        return digest

    def save(self) -> None:
        """Note again the files that were young when they were noted, or were touched: they need not be read again."""
        now = file_system_time(self._state.folder) if self._state.folder is not None else 0
        rows = {path: _ENCODER.encode(_FileRow(row.stat, row.digest, now)) for path, row in self._fresh.items()}
        self._state.update("file", rows)


def noted_digests(state: State) -> tuple[tuple[str, str], ...]:
    """Return path and digest of every file that is noted in a state."""
    rows = ((path, _decoded(_FILES, row)) for path, row in state.rows("file").items())
    return tuple((path, row.digest) for path, row in rows if row is not None)


def digest_rows(site: SiteFolder, digests: Iterable[tuple[str, str]], now: int) -> dict[str, bytes]:
    """Make the rows of digests that another machine read, of files as they were listed here no later than ``now``."""
    listed = ((path, digest) for path, digest in digests if path in site.files)
    return {path: _ENCODER.encode(_FileRow(site.files[path].stat, digest, now)) for path, digest in listed}


def _decoded(decoder: Decoder[T], row: bytes | None) -> T | None:
    """Decode a row; None where there is none or it has another shape."""
    if row is None:
        return None
    try:
        return decoder.decode(row)
    except DecodeError:
        return None


def entry_key(kind: str, parts: Iterable[Any]) -> str:
    """Make the cache key of an entry: its kind, and all besides photos that reading it depends on."""
    return digest_of(repr((kind, *parts)).encode())
