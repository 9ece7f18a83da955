"""Disk cache of what reading found: digests of files, facts of photos, parsed entries.

Only what is published is kept: no draft, nothing private, no word of a photo that is withheld is in it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.msgpack import Decoder, Encoder

from kiprah.cache.digests import digest_of, key_of
from kiprah.cache.row_decoding import decoded_row
from kiprah.cache.stat_index import file_system_time
from kiprah.cache.state import State, Table
from kiprah.content.file_digests import FILE_ROWS, FileRow
from kiprah.content.folder import SiteFolder
from kiprah.imaging.photo_fault import PhotoFault
from kiprah.model.entry import Activity, Event, Page, Reflection, Testimonial
from kiprah.model.member import EntryFile, Profile, Withheld
from kiprah.model.photo import PhotoFacts
from kiprah.model.selection import Selection
from kiprah.problem import Problem
from kiprah.task_runner import LostTask

if TYPE_CHECKING:
    from kiprah.content.read_ahead import ReadAhead
    from kiprah.workers import WorkerPool


PROFILE_KIND = "profile"
"""Kind of a member's profile, which is read and kept like an entry."""


class ReadEntry(Struct, frozen=True, omit_defaults=True):
    """Result of reading one entry with its translations; at most one of the first seven is there."""

    activity: Activity | None = None
    reflection: Reflection | None = None
    testimonial: Testimonial | None = None
    page: Page | None = None
    event: Event | None = None
    selection: Selection | None = None
    profile: Profile | None = None
    files: tuple[EntryFile, ...] = ()
    """Files beside it that it names, without their digests."""
    problems: tuple[Problem, ...] = ()
    held: tuple[Withheld, ...] = ()
    secrets: tuple[tuple[str, str], ...] = ()
    photos: tuple[tuple[str, str], ...] = ()
    """Path and digest of each photo it asked for: another photo under the same name is another entry."""


class _PhotoRow(Struct, frozen=True, array_like=True):
    recipe: str
    facts: PhotoFacts


class _EntryRow(Struct, frozen=True, array_like=True):
    key: str
    photos: tuple[str, ...]
    """Digests of the photos it names."""
    entry: bytes


_ENCODER = Encoder(order="deterministic")
_PHOTOS, _ENTRIES = Decoder(_PhotoRow), Decoder(_EntryRow)


class _EntryPhotos(Struct):
    photos: tuple[tuple[str, str], ...] = ()


_PHOTOS_OF = Decoder(_EntryPhotos)


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
    return {p: row for prefix in prefixes for p, row in state.rows(table, prefix).items() if is_within(p, root)}


@lru_cache(8)
def _coders(base: Path) -> tuple[Encoder, Decoder[ReadEntry]]:
    """Make what writes and reads entries: places on this machine are written as seen from the site's folder."""
    encoder = Encoder(enc_hook=lambda place: os.fspath(place.relative_to(base)), order="deterministic")
    return encoder, Decoder(ReadEntry, dec_hook=lambda kind, text: base / text)


class ReadCache:
    """Cache of all that earlier builds read below one folder of a site, and of what this one reads."""

    def __init__(self, site: SiteFolder, recipe: str = "", state: State | None = None, root: str = "") -> None:
        """Load what is known of the files below ``root``; rows of other code (another ``recipe``) are not believed."""
        self._site, self._recipe = site, key_of(recipe)
        self._state = state if state is not None else State(None)
        self._root = root
        self.ahead: ReadAhead | None = None
        """Entries that children read since before anything was known of this cache."""
        self.decoders: WorkerPool | None = None
        """Workers that decode photos, since that may end a process; None: this process."""
        self._encoder, self._decoder = _coders(Path(site.root))
        self._file_rows = _rows(self._state, "file", root)
        self._entry_rows = _rows(self._state, "entry", root)
        self._files: dict[str, FileRow] = {}
        self._photos: dict[str, PhotoFacts] = {}
        self._kept_entries: dict[str, bytes] = {}
        self._decoded: dict[str, _EntryRow] = {}

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
            row = FileRow(self._site.files[path].stat, digest_of(data), 0)
        self._files[path] = row
        return row.digest, data

    def _known(self, path: str) -> FileRow | None:
        """Return what is known of a file that is as it was."""
        row = decoded_row(FILE_ROWS, self._file_rows.get(path))
        return row if row is not None and row.is_settled and row.stat == self._site.files[path].stat else None

    def _photo(self, digest: str) -> PhotoFacts | None:
        row = decoded_row(_PHOTOS, self._state.get("photo", digest))
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
                    self._files[path] = FileRow(self._site.files[path].stat, digest, 0)
                if self.decoders is None:
                    answer = photo_facts(data, digest)
                else:
                    [one] = self.decoders.map(photo_facts, [data], digest, parallel=False, isolate=lambda _: True)
                    answer = _lost_photo(one.result, path) if isinstance(one.result, LostTask) else one.result
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
            self._files[path] = FileRow(self._site.files[path].stat, photo.digest, 0)
            self._photos[photo.digest] = photo

    def recognize(self, facts: Iterable[tuple[str, PhotoFacts]]) -> None:
        """Know photos by what they hold: those that are asked for are read, and not decoded."""
        self._photos.update((photo.digest, photo) for _, photo in facts)

    def read_photos(self) -> tuple[tuple[str, PhotoFacts], ...]:
        """Return what was read of photos, by path."""
        return tuple((p, self._photos[row.digest]) for p, row in self._files.items() if row.digest in self._photos)

    def add_texts(self, digests: Iterable[tuple[str, str]]) -> None:
        """Add the digests of texts as they were read."""
        for path, digest in digests:
            self._files[path] = FileRow(self._site.files[path].stat, digest, 0)

    def has_entry(self, path: str) -> bool:
        """Say whether an earlier build kept an entry of this file; nothing is read."""
        return path in self._entry_rows

    def has_text(self, path: str, key: str) -> bool:
        """Say whether an entry of this key was kept that names no photo; nothing more of it is read."""
        row = self._row(path, key)
        return row is not None and not row.photos

    def _row(self, path: str, key: str) -> _EntryRow | None:
        row = self._decoded.get(path)
        if row is None:
            row = decoded_row(_ENTRIES, self._entry_rows.get(path))
            if row is None:
                return None
            self._decoded[path] = row
        return row if row.key == self._own(key) else None

    def get_entry(self, path: str, key: str) -> ReadEntry | None:
        """Return a parsed entry where its key is the same and so are its photos and files."""
        row = self._row(path, key)
        if row is None:
            return None
        entry = decoded_row(self._decoder, row.entry)
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

    def encoded(self, entry: ReadEntry) -> bytes:
        """Write a parsed entry as it is kept."""
        return self._encoder.encode(entry)

    def decoded(self, encoded: bytes) -> ReadEntry:
        """Return the entry that ``encoded`` wrote."""
        return self._decoder.decode(encoded)

    def put_entry(self, path: str, key: str, encoded: bytes) -> None:
        """Keep a parsed entry, if it turns out to be published."""
        photos = tuple(digest for _, digest in _PHOTOS_OF.decode(encoded).photos)
        self._kept_entries[path] = _ENCODER.encode(_EntryRow(self._own(key), photos, encoded))

    def _own(self, key: str) -> str:
        return f"{key}{self._recipe[:16]}"

    def save(self, published: Iterable[str], withheld: frozenset[str]) -> None:
        """Write what this build used of published entries; nothing of withheld photos stays."""
        wanted = frozenset(published)
        entries = {
            path: row
            for path, row in self._kept_entries.items()
            if path in wanted and not (withheld and withheld.intersection(_ENTRIES.decode(row).photos))
        }
        now = file_system_time(self._state.folder) if self._state.folder is not None else 0
        files = {
            path: self._file_rows[path] if row.seen else _ENCODER.encode(FileRow(row.stat, row.digest, now))
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
        names = frozenset(self._state.names("photo"))
        known = {digest: self._state.get("photo", digest) for digest in photos.keys() & names}
        # A photo that is gone here may stand elsewhere too: then it is looked at once more.
        rows = self._file_rows.values() if names else ()
        gone = {old.digest for row in rows if (old := decoded_row(FILE_ROWS, row)) is not None} - photos.keys()
        fresh = {digest: row for digest, row in photos.items() if known.get(digest) != row}
        self._state.update("photo", fresh, (gone | withheld) & names)

    def save_stats(self) -> None:
        """Note again the files that were young when they were noted: nothing of them need be read next time."""
        now = file_system_time(self._state.folder) if self._state.folder is not None else 0
        young = {path: row for path, row in self._files.items() if not row.seen and path in self._file_rows}
        self._state.update("file", {p: _ENCODER.encode(FileRow(r.stat, r.digest, now)) for p, r in young.items()})

    def _save(self, table: Table, rows: dict[str, bytes], before: dict[str, bytes]) -> None:
        changed = {name: row for name, row in rows.items() if before.get(name) != row}
        self._state.update(table, changed, before.keys() - rows.keys())


def _lost_photo(lost: LostTask, path: str) -> PhotoFault:
    problem = lost.problem(path, reading=True)
    return PhotoFault(problem.code, problem.values)


def entry_key(kind: str, parts: Iterable[Any]) -> str:
    """Make the cache key of an entry: its kind, and all besides photos that reading it depends on."""
    return digest_of(repr((kind, *parts)).encode())
