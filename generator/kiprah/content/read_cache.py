"""Remembering what files said, by their content, so that what did not change is not read and understood again.

Only what is published is remembered: the cache holds no draft, nothing private, no word of a photo that is held back.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from typing import Any

from msgspec import Raw, Struct
from msgspec.msgpack import Decoder, Encoder
from msgspec.structs import replace

from kiprah.cache.digests import digest_of
from kiprah.cache.read_store import Kept, KnownFile, MemoryFile, Slot
from kiprah.content.folder import SiteFolder
from kiprah.imaging.photo_fault import PhotoFault
from kiprah.model.entry import SUMMARY, Activity, Body, Page, Reflection, Testimonial
from kiprah.model.member import EntryFile, Withheld
from kiprah.model.photo import PhotoFacts
from kiprah.problem import Problem


class ReadEntry(Struct, frozen=True, omit_defaults=True):
    """All that came of reading one entry with its translations; at most one of the first four is there."""

    activity: Activity | None = None
    reflection: Reflection | None = None
    testimonial: Testimonial | None = None
    page: Page | None = None
    files: tuple[EntryFile, ...] = ()
    """Files beside it that it names, without their digests."""
    problems: tuple[Problem, ...] = ()
    held: tuple[Withheld, ...] = ()
    secrets: tuple[tuple[str, str], ...] = ()
    photos: tuple[tuple[str, str], ...] = ()
    """Path and digest of each photo it asked for: another photo under the same name is another entry."""


class Memory:
    """What earlier builds learned, and what this one learns."""

    def __init__(self, site: SiteFolder, recipe: str = "", cache: Path | None = None) -> None:
        """Read the memory in ``cache``; a missing or damaged one, or one of other code, is empty."""
        self._site = site
        root = Path(site.root)
        self._encoder = Encoder(enc_hook=lambda place: os.fspath(place.relative_to(root)), order="deterministic")
        self._decoder = Decoder(ReadEntry, dec_hook=lambda kind, text: root / text)
        self._known = MemoryFile(cache, recipe)
        self._files: dict[str, KnownFile] = {}
        self._photos: dict[str, PhotoFacts] = {}
        self._entries: dict[str, Slot] = {}
        self.states: dict[str, bytes] = {}
        """By an entry's main file, a digest of all in it that any output may show which does not tell its body."""
        self.texts: dict[str, str] = {}
        """The digests of all files that entries stand in."""

    def digest(self, path: str) -> str:
        """Return the digest of a file, unread where its stamp says that nothing changed. Raises ``OSError``."""
        return self._digest(path)[0]

    def _digest(self, path: str) -> tuple[str, bytes | None]:
        """Return the digest of a file, and what it holds where that had to be read."""
        known = self._files.get(path)
        if known is not None:
            return known[4], None
        found = self._site.files[path]
        stamp = (found.size, found.modified, found.changed, found.inode)
        known, data = self._known.file(path), None
        if known is None or known[:4] != stamp:
            data = self._site.read(path)
            known = (*stamp, digest_of(data))
        self._files[path] = known
        return known[4], data

    def facts(self, path: str) -> PhotoFacts | PhotoFault:
        """Return what a photo's file says; a fault is never remembered."""
        try:
            digest, data = self._digest(path)
            facts = self._photos.get(digest) or self._known.photo(digest)
            if facts is None:
                from kiprah.imaging.decode import photo_facts

                if data is None:
                    data = self._site.read(path)
                    # The file may have changed between the two readings: what it says belongs to what was read.
                    digest = digest_of(data)
                    self._files[path] = (*self._files[path][:4], digest)
                answer = photo_facts(data, digest)
                if isinstance(answer, PhotoFault):
                    return answer
                facts = answer
        except OSError as error:
            return PhotoFault("file-unreadable", {"reason": error.strerror or ""})
        self._photos[facts.digest] = facts
        return facts

    def known_photos(self, paths: Iterable[str]) -> tuple[tuple[str, PhotoFacts], ...]:
        """Tell what is known of those photos among these files whose stamps say that nothing changed."""
        told: list[tuple[str, PhotoFacts]] = []
        for path in paths:
            found, known = self._site.files[path], self._known.file(path)
            if known is None or known[:4] != (found.size, found.modified, found.changed, found.inode):
                continue
            facts = self._known.photo(known[4])
            if facts is not None:
                told.append((path, facts))
        return tuple(told)

    def learn(self, facts: Iterable[tuple[str, PhotoFacts]]) -> None:
        """Take over what a worker read of photos."""
        for path, said in facts:
            found = self._site.files[path]
            self._files[path] = (found.size, found.modified, found.changed, found.inode, said.digest)
            self._photos[said.digest] = said

    def learned(self) -> tuple[tuple[str, PhotoFacts], ...]:
        """Hand over what was read of photos, by path."""
        return tuple((path, self._photos[f[4]]) for path, f in self._files.items() if f[4] in self._photos)

    def learn_texts(self, digests: Iterable[tuple[str, str]]) -> None:
        """Take note of what texts were read."""
        for path, digest in digests:
            found = self._site.files[path]
            self._files[path] = (found.size, found.modified, found.changed, found.inode, digest)

    def recall(self, path: str, key: str) -> ReadEntry | None:
        """Return what reading an entry brought where its key is the same and so are its photos and files."""
        slot = self._known.entry(path)
        if slot is None or slot.key != key:
            return None
        entry = self._decoder.decode(slot.entry)
        try:
            if any(p not in self._site.files or self.digest(p) != digest for p, digest in entry.photos):
                return None
        except OSError:
            return None
        if any(file.path not in self._site.files for file in entry.files):
            return None
        for _, digest in entry.photos:
            facts = self._known.photo(digest)
            if facts is not None:
                self._photos[digest] = facts
        self._entries[path] = slot
        self.states[path] = slot.state
        return entry

    def keep(self, path: str, key: str, entry: ReadEntry) -> None:
        """Remember what reading an entry brought."""
        state = self.states[path] = _state_of(lighter(entry), self._encoder)
        photos = tuple(digest for _, digest in entry.photos)
        self._entries[path] = Slot(key, photos, state, Raw(self._encoder.encode(entry)))

    def note(self, path: str, entry: ReadEntry) -> None:
        """Take note of an entry that is not to be remembered: every word of it is part of its state."""
        self.states[path] = _state_of(entry, self._encoder)

    def write(self, published: Iterable[str], withheld: frozenset[str]) -> None:
        """Write what this build used of the entries that are published; nothing of withheld photos is kept."""
        wanted = frozenset(published)
        entries = {
            path: slot
            for path, slot in self._entries.items()
            if path in wanted and not withheld.intersection(slot.photos)
        }
        files = {path: known for path, known in self._files.items() if known[4] not in withheld}
        photos = {digest: facts for digest, facts in self._photos.items() if digest not in withheld}
        self._known.write(Kept(files, photos, entries))


def lighter(entry: ReadEntry) -> ReadEntry:
    """Leave out of an entry what only outputs that tell its body show; the beginning of the body stays."""
    activity, reflection = entry.activity, entry.reflection
    if activity is not None:
        texts = tuple(
            replace(
                text,
                body=_beginning(text.body),
                reflection=None if text.reflection is None else _beginning(text.reflection),
            )
            for text in activity.texts
        )
        activity = replace(activity, texts=texts)
    if reflection is not None:
        told = tuple(replace(text, body=_beginning(text.body)) for text in reflection.texts)
        reflection = replace(reflection, texts=told)
    return replace(entry, activity=activity, reflection=reflection, problems=())


def _beginning(body: Body) -> Body:
    return Body((), body.text[: SUMMARY + 1])


def _state_of(entry: ReadEntry, encoder: Encoder) -> bytes:
    return blake2b(encoder.encode(entry), digest_size=16).digest()


def key_of_entry(kind: str, parts: Iterable[Any]) -> str:
    """Return the key of an entry: its kind, and all besides photos that reading it depends on."""
    return digest_of(repr((kind, *parts)).encode())
