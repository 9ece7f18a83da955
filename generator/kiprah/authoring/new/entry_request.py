"""Requests for new entries: what the CLI, the editor and importers hand over, whatever of it is known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from kiprah.authoring.addresses import EntryKind
from kiprah.authoring.photos.capture_date import Moment
from kiprah.authoring.photos.photo_consent import written_consent
from kiprah.authoring.photos.take_photo import ImportedPhoto
from kiprah.authoring.yaml_text import Value


class EntryPhoto(Struct, frozen=True):
    """A photo of a new entry. Where nobody said who is in it, or whether they agreed, it waits."""

    photo: ImportedPhoto
    people: str = ""
    """People in it: ``none``, ``adults`` or ``minors``; empty: not said."""
    consent: str = ""
    """Consent of those people: ``yes``, ``guardian``, ``pending`` or ``no``; empty: not said."""
    alt: str = ""
    """Description of what it shows; empty: left to be written."""
    values: Mapping[str, Value] = {}
    """Its other keys: ``caption``, ``credit``, ``focus``, ``hide`` ..."""

    @property
    def moment(self) -> Moment:
        """Return when it was taken."""
        return self.photo.moment

    @property
    def consent_to_write(self) -> str:
        """Return what the entry says of consent."""
        return written_consent(self.people, self.consent)


class AttachedFile(Struct, frozen=True):
    """A file beside a new entry that is no photo: a certificate, a video."""

    name: str
    content: bytes


class EntryRequest(Struct, frozen=True):
    """Request for a new entry, as far as it is known; what is empty is left to be written."""

    kind: EntryKind
    title: str
    """Its title; in a testimonial, the name of who speaks."""
    day: date | None = None
    """Day of the entry; None: the day of its photos, else today."""
    values: Mapping[str, Value] = {}
    """Other keys of front matter, in the order they are to stand."""
    body: str | None = None
    """Its text as it stands; None: the questions of ``frame``, as comments, and examples of keys."""
    photos: tuple[EntryPhoto, ...] = ()
    files: tuple[AttachedFile, ...] = ()
    frame: str = "what"
    language: str = ""
    """The language it is written in; empty: the site's."""
    draft: bool = True
    """True where it is to be a draft; a testimonial without consent waits by itself and needs no ``draft``."""
