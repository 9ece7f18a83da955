"""Writer of imports: every new record as a draft whose photos wait for consent; all of them or none."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct

from kiprah.authoring.addresses import photo_names
from kiprah.authoring.context import AuthoringContext
from kiprah.authoring.entry_request import EntryPhoto, EntryRequest
from kiprah.authoring.entry_text import entry_text
from kiprah.authoring.existing import taken_by
from kiprah.authoring.members.staging import Staging
from kiprah.authoring.refusal import Refusal
from kiprah.authoring.take_photo import MOST, ImportedPhoto, import_photo
from kiprah.authoring.write_entry import problems_of_text
from kiprah.authoring.yaml_text import Value
from kiprah.importers.import_plan import ImportPlan
from kiprah.importers.records import ImportRecord, SkippedItem
from kiprah.model.slug import is_reserved, slug_of


class WrittenImport(Struct, frozen=True):
    """What an import wrote."""

    paths: tuple[Path, ...]
    photos: int
    skipped: tuple[SkippedItem, ...]
    """What turned out to be of no use while it was written."""


def write_import(plan: ImportPlan, context: AuthoringContext) -> WrittenImport | Refusal:
    """Write what is new; where one file cannot be written, nothing is."""
    writer = _Writer(plan.source, context)
    if not plan.records:
        return WrittenImport((), 0, ())
    try:
        with Staging(context.folder) as staging:
            for record in plan.records:
                writer.add(record, staging)
            staging.commit()
    except OSError as error:
        values = {"path": str(context.folder), "reason": str(error.strerror or error)}
        return Refusal("not-written", values, cause="machine")
    return WrittenImport(tuple(writer.paths), writer.photos, tuple(writer.skipped))


class _Writer:
    def __init__(self, source: str, context: AuthoringContext) -> None:
        self._source, self._context = source, context
        self._slugs: set[str] = set()
        self.paths: list[Path] = []
        self.photos = 0
        self.skipped: list[SkippedItem] = []

    def add(self, record: ImportRecord, staging: Staging) -> None:
        photos = self._cleaned(record)
        slug = self._slug(record)
        name = f"{record.date}-{slug}" if len(record.date) == len("2026-03-14") else slug
        values = self._values(record, name)
        request = EntryRequest(
            kind="activities",
            title=record.title,
            values=values,
            body=record.body,
            photos=tuple(EntryPhoto(photo) for photo in photos),
        )
        names = photo_names([photo.ending for photo in photos])
        day = record.first_day or date.min
        text = entry_text(request, day, names, self._context.language)
        if problems := problems_of_text(text, "activities"):
            self.skipped.append(SkippedItem(record.title, "unusable", problems[0].code))
            return
        folder = f"activities/{name}"
        for file, photo in zip(names, photos, strict=True):
            staging.add(f"{folder}/{file}", photo.content)
        staging.add(f"{folder}/index.md", text.encode())
        self.photos += len(photos)
        self.paths.append(self._context.folder / folder / "index.md")

    def _values(self, record: ImportRecord, name: str) -> Mapping[str, Value]:
        values: dict[str, Value] = {"date": record.date, **record.values}
        extra = values.pop("extra", None)
        mark = {"from": self._source, "key": record.key, "digest": record.digest}
        values["extra"] = {**(extra if isinstance(extra, Mapping) else {}), "imported": mark}
        return values

    def _cleaned(self, record: ImportRecord) -> list[ImportedPhoto]:
        photos: list[ImportedPhoto] = []
        for photo in record.photos:
            if len(photos) == MOST:
                self.skipped.append(SkippedItem(photo.name, "many-photos", str(MOST)))
                continue
            data = photo.load()
            clean = data if isinstance(data, Refusal) else import_photo(data, Path(photo.name))
            if isinstance(clean, Refusal):
                self.skipped.append(SkippedItem(photo.name, "unusable", clean.key))
            else:
                photos.append(clean)
        return photos

    def _slug(self, record: ImportRecord) -> str:
        """Make an address that is free: the title's; else with its date, else with a number."""
        plain = slug_of(record.title)
        if not plain or is_reserved(plain) or plain == "profile" or (len(plain) == 4 and plain.isdigit()):
            plain = slug_of(f"{record.title} {record.date}") if plain else f"activity-{record.date}"
        for tried in (plain, *(f"{plain}-{number}" for number in range(2, 100_000))):
            if tried not in self._slugs and taken_by(tried, "activities", self._context.entries) is None:
                self._slugs.add(tried)
                return tried
        raise AssertionError("a hundred thousand entries of one name")
