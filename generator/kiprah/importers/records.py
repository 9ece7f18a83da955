"""Records of what a source holds, before anything is decided: the same for every source, and nothing is written yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date as Day  # noqa: N812  a field is called date
from hashlib import sha256
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.json import encode

from kiprah.authoring.refusal import Refusal
from kiprah.authoring.yaml_text import Value
from kiprah.fields.decoding import Wrong
from kiprah.fields.types import day_of
from kiprah.fields.yaml_spans import Plain

IMPORTING_DOMAIN = "importing"
"""The catalogue of refusals and reasons of importers."""
Item: TypeAlias = "dict[str, Plain]"
"""One item of a list of the profile, its keys in the order in which they stand."""
PlanState = Literal["new", "same", "changed", "skipped"]


class RecordPhoto(Struct, frozen=True):
    """A photo of a record; its bytes are read when it is written, and cleaned before they are."""

    name: str
    load: Callable[[], bytes | Refusal]


class ImportRecord(Struct, frozen=True):
    """Record of a source: one activity as it tells it."""

    key: str
    """The source's own name for it: the same every time it is read."""
    title: str
    date: str
    """Date as exact as the source is: ``2026-03-14``, ``2026-03`` or ``2026``; empty where it says nothing."""
    values: Mapping[str, Value] = {}
    body: str = ""
    photos: tuple[RecordPhoto, ...] = ()
    kind: Literal["activities", "testimonials"] = "activities"
    """Kind of its entry; in a testimonial the title is the name of who speaks, and there may be no date."""

    @property
    def digest(self) -> str:
        """Tell whether the source says the same as the last time."""
        facts = (self.title, self.date, dict(self.values), self.body, [photo.name for photo in self.photos])
        return sha256(encode(facts)).hexdigest()[:16]

    @property
    def first_day(self) -> Day | None:
        """The first day it can have been on; None where the source says nothing that is a date."""
        text = f"{self.date}-01-01"[:10] if len(self.date) in (4, 7) else self.date
        try:
            return day_of(text)
        except Wrong:
            return None


class SkippedItem(Struct, frozen=True):
    """Item of a source that is not taken, and why: ``skip.<reason>`` in the catalogue."""

    what: str
    reason: str
    detail: str = ""


class PlanRow(Struct, frozen=True):
    """Row of an import's plan: one record, or an item that is none, and what becomes of it."""

    state: PlanState
    what: str
    date: str = ""
    reason: str = ""
    """Name of the reason, ``skip.<reason>`` in the catalogue; empty for what is taken."""
    detail: str = ""
    photos: int = 0
    path: str = ""
    """The entry that was made of it before."""


class ProfileFacts(Struct, frozen=True):
    """Facts of the person in a source; a source that says nothing has empty ones."""

    words: Mapping[str, str] = {}
    """Texts by key: ``name``, ``headline``, ``place``."""
    bio: str = ""
    """Text of the bio as Markdown."""
    terms: Mapping[str, tuple[str, ...]] = {}
    """Words by key: ``skills``, ``interests``."""
    items: Mapping[str, tuple[Item, ...]] = {}
    """Items by key: ``links``, ``education``, ``work``, ``awards``, ``certificates``, ``languages``."""

    def __bool__(self) -> bool:
        """Say whether there is anything."""
        return any((self.words, self.bio, self.terms, self.items))


class SourceReading(Struct, frozen=True):
    """Reading of a source: all that it holds for a portfolio, and what of it is left out."""

    records: tuple[ImportRecord, ...]
    skipped: tuple[SkippedItem, ...] = ()
    profile: ProfileFacts = ProfileFacts()
    """Facts that it holds about the person."""


class ImportOptions(Struct, frozen=True):
    """Options of a source that only the person knows."""

    language: str
    timezone: str = "UTC"
    date_order: str = ""
    """Order of day, month and year, ``dmy``, ``mdy`` or ``ymd``, where the source's dates could be read in two ways."""
    me: str = ""
    """Name in a chat that is the person's own."""
    picked: tuple[str, ...] = ()
    """Days of a chat that are taken; ``all`` takes each."""
