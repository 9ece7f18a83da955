"""Reader of phone photos: one activity a day, of every burst its first picture."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path, PurePosixPath

from kiprah.authoring.photos.take_photo import import_photo
from kiprah.authoring.refusal import Refusal
from kiprah.catalog import words
from kiprah.importers.attachments import VIDEOS
from kiprah.importers.import_files import ImportFiles
from kiprah.importers.records import (
    IMPORTING_DOMAIN,
    ImportOptions,
    ImportRecord,
    RecordPhoto,
    SkippedItem,
    SourceReading,
)

PHONE_PHOTO_ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".avif", ".tif", ".tiff", ".gif")
BURST_SECONDS = 2
"""Seconds within which pictures that follow one another are one moment."""


def read_phone_photos(files: ImportFiles, options: ImportOptions) -> SourceReading | Refusal:
    """Read photos by the day they were taken; what says no day, and what is no photo, is skipped by name."""
    days: dict[str, list[tuple[str, str]]] = {}
    skipped: list[SkippedItem] = []
    seen: dict[str, str] = {}
    paths = files.ending(*PHONE_PHOTO_ENDINGS)
    if not paths:
        return Refusal("nothing-of-source", {"wanted": "JPEG, HEIC, PNG"}, IMPORTING_DOMAIN, "content")
    skipped += [SkippedItem(path, "video") for path in files.ending(*VIDEOS)]
    for path in paths:
        data = files.read(path)
        if isinstance(data, Refusal):
            skipped.append(SkippedItem(path, "unusable", data.key))
            continue
        digest = sha256(data).hexdigest()
        if digest in seen:
            skipped.append(SkippedItem(path, "copy", seen[digest]))
            continue
        seen[digest] = path
        photo = import_photo(data, Path(PurePosixPath(path).name))
        if isinstance(photo, Refusal):
            skipped.append(SkippedItem(path, "unusable", photo.key))
        elif photo.moment.day is None:
            skipped.append(SkippedItem(path, "photo-no-day"))
        else:
            days.setdefault(photo.moment.day.isoformat(), []).append((photo.moment.clock, path))
    records = []
    say = words(options.language, "importing").say
    for day, taken in days.items():
        kept = _without_bursts(sorted(taken), skipped)
        photos = tuple(RecordPhoto(PurePosixPath(path).name, partial(files.read, path)) for path in kept)
        records.append(ImportRecord(day, say("title.photos", date=day), day, photos=photos))
    return SourceReading(tuple(records), tuple(skipped))


def _without_bursts(taken: list[tuple[str, str]], skipped: list[SkippedItem]) -> list[str]:
    kept: list[str] = []
    before: datetime | None = None
    for clock, path in taken:
        moment = datetime.strptime(clock, "%H:%M:%S") if clock else None  # noqa: DTZ007  a day's own clock
        if moment is not None and before is not None and (moment - before).total_seconds() <= BURST_SECONDS:
            skipped.append(SkippedItem(path, "burst", kept[-1]))
        else:
            kept.append(path)
        before = moment
    return kept
