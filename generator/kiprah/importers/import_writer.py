"""Writer of imports: every new record as a draft whose photos wait for consent; all of them or none."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from msgspec import Struct

from kiprah.authoring.addresses import photo_names
from kiprah.authoring.context import AuthoringContext
from kiprah.authoring.editing.replace_file import Replacement
from kiprah.authoring.members.staging import Staging
from kiprah.authoring.new.entry_request import EntryPhoto, EntryRequest
from kiprah.authoring.new.entry_text import entry_text
from kiprah.authoring.new.new_profile import PROFILE_FILE as PROFILE
from kiprah.authoring.new.write_entry import problems_of_text
from kiprah.authoring.photos.take_photo import MOST_PHOTOS, ImportedPhoto, import_photo
from kiprah.authoring.refusal import Refusal
from kiprah.authoring.sveltia.sveltia_site import as_sveltia_holds
from kiprah.authoring.yaml_text import Value, key_text
from kiprah.importers.import_plan import ImportPlan
from kiprah.importers.profile_merge import ProfileMerge, merge_in_folder
from kiprah.importers.records import ImportRecord, SkippedItem
from kiprah.model.slug import is_reserved, same_name, slug_of


class WrittenImport(Struct, frozen=True):
    """Report of an import: the paths it wrote."""

    paths: tuple[Path, ...]
    photos: int
    skipped: tuple[SkippedItem, ...]
    """Items that turned out to be of no use while they were written."""


def write_import(plan: ImportPlan, context: AuthoringContext) -> WrittenImport | Refusal:
    """Write what is new; where one file cannot be written, nothing is."""
    writer = _Writer(plan.source, context)
    if not plan.records and not plan.profile.is_changed:
        return WrittenImport((), 0, ())
    try:
        # Photos take their time: whoever edited the profile meanwhile finds what they wrote.
        profile = merge_in_folder(plan.profile.facts, context.folder, context.language, plan.profile.since)
        with Staging(context.folder) as staging, ExitStack() as stack:
            for record in plan.records:
                writer.add(record, staging)
            replacement = _profile(profile, context, staging, stack)
            staging.commit()
            if replacement is not None:
                replacement.commit()
            if profile.is_changed:
                writer.paths.append(context.folder / PROFILE)
    except OSError as error:
        values = {"path": str(context.folder), "reason": str(error.strerror or error)}
        return Refusal("not-written", values, cause="machine")
    return WrittenImport(tuple(writer.paths), writer.photos, tuple(writer.skipped))


def _profile(merge: ProfileMerge, context: AuthoringContext, staging: Staging, stack: ExitStack) -> Replacement | None:
    """Write the profile aside, before anything is put in its place; one that is new goes with the entries."""
    if merge.after is None or not merge.is_changed:
        return None
    if merge.before is None:
        staging.add(PROFILE, merge.after)
        return None
    return stack.enter_context(Replacement(context.folder / PROFILE, merge.after))


class _Writer:
    def __init__(self, source: str, context: AuthoringContext) -> None:
        self._source, self._context = source, context
        self._taken = {(self._space(entry.kind), same_name(entry.slug)) for entry in context.entries}
        self._last: dict[tuple[str, str], int] = {}
        """The number that the last address of a name ended with."""
        self.paths: list[Path] = []
        self.photos = 0
        self.skipped: list[SkippedItem] = []

    def add(self, record: ImportRecord, staging: Staging) -> None:
        if record.kind == "testimonials":
            self._testimonial(record, staging)
            return
        photos = self._cleaned(record)
        slug = self._slug(record)
        name = f"{record.date}-{slug}" if len(record.date) == len("2026-03-14") else slug
        values = {"date": record.date, **self._values(record)}
        request = EntryRequest(
            kind="activities",
            title=record.title,
            values=values,
            body=record.body,
            photos=tuple(EntryPhoto(photo) for photo in photos),
        )
        names = photo_names([photo.ending for photo in photos])
        day = record.first_day or date.min
        folder = f"activities/{name}"
        written = entry_text(request, day, names, self._context.language)
        text = as_sveltia_holds(written, f"{folder}/index.md", self._context.folder)
        if problems := problems_of_text(text, "activities"):
            self.skipped.append(SkippedItem(record.title, "unusable", problems[0].code))
            return
        for file, photo in zip(names, photos, strict=True):
            staging.add(f"{folder}/{file}", photo.content)
        staging.add(f"{folder}/index.md", text.encode())
        self.photos += len(photos)
        self.paths.append(self._context.folder / folder / "index.md")

    def _testimonial(self, record: ImportRecord, staging: Staging) -> None:
        """Write what somebody else said; it waits for their consent, and is a draft besides."""
        date_of = {"date": record.date} if record.date else {}
        keys: dict[str, Value] = {"from": record.title, **self._values(record), **date_of}
        front = "".join(key_text(key, value) for key, value in {**keys, "consent": "pending", "draft": True}.items())
        text = f"---\n{front}---\n{record.body.strip()}\n"
        if problems := problems_of_text(text, record.kind):
            self.skipped.append(SkippedItem(record.title, "unusable", problems[0].code))
            return
        path = f"{record.kind}/{self._slug(record)}.md"
        staging.add(path, text.encode())
        self.paths.append(self._context.folder / path)

    def _values(self, record: ImportRecord) -> dict[str, Value]:
        values: dict[str, Value] = {**record.values}
        extra = values.pop("extra", None)
        mark = {"from": self._source, "key": record.key, "digest": record.digest}
        values["extra"] = {**(extra if isinstance(extra, Mapping) else {}), "imported": mark}
        return values

    def _cleaned(self, record: ImportRecord) -> list[ImportedPhoto]:
        photos: list[ImportedPhoto] = []
        for photo in record.photos:
            if len(photos) == MOST_PHOTOS:
                self.skipped.append(SkippedItem(photo.name, "many-photos", str(MOST_PHOTOS)))
                continue
            data = photo.load()
            clean = data if isinstance(data, Refusal) else import_photo(data, Path(photo.name))
            if isinstance(clean, Refusal):
                self.skipped.append(SkippedItem(photo.name, "unusable", clean.key))
            else:
                photos.append(clean)
        return photos

    @staticmethod
    def _space(kind: str) -> str:
        """Name the space of addresses that a kind shares: cards and share pages are named by those of two."""
        return "activities" if kind == "reflections" else kind

    def _slug(self, record: ImportRecord) -> str:
        """Make an address that is free: the title's; else with its date, else with a number."""
        kind = self._space(record.kind)
        plain = slug_of(record.title)
        if not plain or is_reserved(plain) or plain == "profile" or (len(plain) == 4 and plain.isdigit()):
            plain = slug_of(f"{record.title} {record.date}") if plain else f"activity-{record.date}".strip("-")
        number = self._last.get((kind, plain), 1)
        tried = plain if number == 1 else f"{plain}-{number}"
        while (kind, same_name(tried)) in self._taken:
            number += 1
            tried = f"{plain}-{number}"
        self._last[kind, plain] = number
        self._taken.add((kind, same_name(tried)))
        return tried
