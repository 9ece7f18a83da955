"""Reader of Google Photos' Takeout: photos by the day they were taken, with their captions, and nothing else of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from kiprah.authoring.refusal import Refusal
from kiprah.catalog import words
from kiprah.importers.attachments import VIDEOS
from kiprah.importers.import_files import ImportFiles
from kiprah.importers.json_resume import json_of
from kiprah.importers.json_values import text_in_json
from kiprah.importers.phone_photos import PHONE_PHOTO_ENDINGS
from kiprah.importers.plain_text import clean_paragraphs
from kiprah.importers.records import (
    IMPORTING_DOMAIN,
    ImportOptions,
    ImportRecord,
    RecordPhoto,
    SkippedItem,
    SourceReading,
)
from kiprah.importers.written_dates import day_in_timezone

_SUPPLEMENT = "supplemental-metadata"
_LONGEST = 46
"""Letters of a sidecar's name before ``.json``: what is longer, Google cuts."""


def read_takeout(files: ImportFiles, options: ImportOptions) -> SourceReading | Refusal:
    """Read one activity a day; parts of one export may be given in any order."""
    photos = files.ending(*PHONE_PHOTO_ENDINGS)
    if not photos:
        return Refusal("nothing-of-source", {"wanted": "Takeout/Google Photos"}, IMPORTING_DOMAIN, "content")
    skipped = [SkippedItem(path, "video") for path in files.ending(*VIDEOS)]
    sidecars: dict[str, str] = {}
    for path in files.ending(".json"):
        if (name := sidecar_subject(PurePosixPath(path).name)) and PurePosixPath(path).name != "metadata.json":
            sidecars.setdefault(f"{PurePosixPath(path).parent.name}/{name}", path)
    days: dict[str, list[tuple[float, str, str]]] = {}
    for path in photos:
        sidecar = _sidecar_of(path, sidecars)
        details = json_of(files, sidecar) if sidecar is not None else None
        if not isinstance(details, Mapping):
            skipped.append(SkippedItem(path, "photo-no-day"))
            continue
        seconds = _capture_time(details)
        day = day_in_timezone(seconds, options.timezone) if seconds is not None else ""
        if seconds is None or not day:
            skipped.append(SkippedItem(path, "photo-no-day"))
        else:
            days.setdefault(day, []).append((seconds, path, text_in_json(details.get("description"))))
    say = words(options.language, "importing").say
    records = []
    for day, taken in days.items():
        ordered = sorted(taken)
        body = "\n\n".join(dict.fromkeys(clean_paragraphs(text) for _, _, text in ordered if text.strip()))
        kept = tuple(RecordPhoto(PurePosixPath(path).name, partial(files.read, path)) for _, path, _ in ordered)
        records.append(ImportRecord(day, say("title.photos", date=day), day, {}, body, kept))
    return SourceReading(tuple(records), tuple(skipped))


def sidecar_subject(name: str) -> str:
    """Return the photo's name, perhaps cut, that a sidecar's name is for; empty where it is no sidecar's.

    ``IMG.jpg.supplemental-metadata.json``, any beginning of that word, ``IMG.jpg.json``, and with a number
    ``IMG.jpg.supplemental-metadata(1).json`` for ``IMG(1).jpg``.
    """
    bare = name[: -len(".json")]
    number = ""
    if match := re.fullmatch(r"(.*)\((\d+)\)", bare):
        bare, number = match[1], f"({match[2]})"
    subject, dot, last = bare.rpartition(".")
    if (dot and last and _SUPPLEMENT.startswith(last)) or (dot and not last):
        bare = subject
    if not number:
        return bare
    stem, dot, ending = bare.rpartition(".")
    return f"{stem}{number}{dot}{ending}" if dot else f"{bare}{number}"


def _sidecar_of(path: str, sidecars: Mapping[str, str]) -> str | None:
    name, folder = PurePosixPath(path).name, PurePosixPath(path).parent.name
    stem = PurePosixPath(name).stem
    original = re.sub(r"-(?:edited|diedit)(?=\.\w+$|\(\d+\)\.\w+$)", "", name)
    for wanted in (name, original, stem, name[:_LONGEST]):
        if found := sidecars.get(f"{folder}/{wanted}"):
            return found
    return None


def _capture_time(details: Mapping[str, Any]) -> float | None:
    """Return when it was taken; ``creationTime`` is when it was sent up, and is not believed."""
    taken = details.get("photoTakenTime")
    seconds = taken.get("timestamp") if isinstance(taken, Mapping) else None
    try:
        return float(seconds) if isinstance(seconds, str | int) and float(seconds) > 0 else None
    except ValueError:
        return None
