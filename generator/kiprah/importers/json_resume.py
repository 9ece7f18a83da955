"""Reader of JSON Resume: its volunteer entries as activities; hours and causes where kiprah wrote them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from msgspec import DecodeError
from msgspec.json import decode

from kiprah.authoring.refusal import Refusal
from kiprah.authoring.yaml_text import Value
from kiprah.importers.import_files import ImportFiles
from kiprah.importers.plain_text import clean_line, clean_paragraphs, decoded_text
from kiprah.importers.records import DOMAIN, ImportOptions, ImportRecord, SkippedItem, SourceReading
from kiprah.importers.written_dates import iso_date


def read_json_resume(files: ImportFiles, options: ImportOptions) -> SourceReading | Refusal:
    """Read ``volunteer[]`` of every resume; what else it holds belongs to the profile, and is said."""
    records: list[ImportRecord] = []
    skipped: list[SkippedItem] = []
    paths = files.ending(".json")
    if not paths:
        return Refusal("nothing-of-source", {"wanted": "resume.json"}, DOMAIN, "content")
    for path in paths:
        resume = json_of(files, path)
        if isinstance(resume, Refusal):
            return resume
        if not isinstance(resume, Mapping) or not {"basics", "volunteer", "work"} & resume.keys():
            skipped.append(SkippedItem(path, "not-this"))
            continue
        for number, one in enumerate(objects_of(resume.get("volunteer"))):
            record = _record(one)
            if record is None:
                skipped.append(SkippedItem(f"{path}: volunteer[{number}]", "no-date"))
            else:
                records.append(record)
        skipped += [
            SkippedItem(f"{path}: {name}", "for-profile", str(len(objects_of(resume.get(name)))))
            for name in ("education", "work", "awards", "certificates", "languages")
            if objects_of(resume.get(name))
        ]
    return SourceReading(tuple(records), tuple(skipped))


def json_of(files: ImportFiles, path: str) -> Any:
    """Decode a file of JSON, or refuse it by name."""
    data = files.read_text_bytes(path)
    if isinstance(data, Refusal):
        return data
    try:
        return decode(decoded_text(data))
    except (DecodeError, RecursionError, UnicodeError):
        return Refusal("json-damaged", {"path": path}, DOMAIN, "content")


def objects_of(value: Any) -> list[Mapping[str, Any]]:
    """Return the objects of a list, whatever else stands there."""
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def text_in_json(value: Any) -> str:
    """Return a text, or nothing where a value is none."""
    return value if isinstance(value, str) else ""


def _record(one: Mapping[str, Any]) -> ImportRecord | None:
    start = iso_date(text_in_json(one.get("startDate")))
    if not start:
        return None
    organization, role = (
        clean_line(text_in_json(one.get("organization"))),
        clean_line(text_in_json(one.get("position"))),
    )
    values: dict[str, Value] = {}
    if end := iso_date(text_in_json(one.get("endDate"))):
        if end != start:
            values["end"] = end
    else:
        values["ongoing"] = True
    if organization:
        url = text_in_json(one.get("url") or one.get("website"))
        values["organization"] = {"name": organization, "url": url} if url.startswith("http") else organization
    if role and organization:
        values["role"] = role
    hours = one.get("hours")
    if isinstance(hours, int | float) and not isinstance(hours, bool) and hours > 0:
        minutes = round(hours * 60)
        values["hours"] = f"{minutes // 60}:{minutes % 60:02}" if minutes % 60 else str(minutes // 60)
        if one.get("hoursEstimated") is True:
            values["hours_are"] = "estimated"
    if causes := [clean_line(cause, 60) for cause in _texts(one.get("causes"))]:
        values["causes"] = causes[:12]
    points = "\n".join(f"- {clean_paragraphs(' '.join(point.split()))}" for point in _texts(one.get("highlights")))
    body = "\n\n".join(part for part in (clean_paragraphs(text_in_json(one.get("summary"))), points) if part)
    title = f"{role}, {organization}" if role and organization else role or organization
    key = sha256("\x1f".join((organization, role, start)).encode()).hexdigest()[:20]
    return ImportRecord(key, title, start, values, body)


def _texts(value: Any) -> Iterable[str]:
    return [one for one in value if isinstance(one, str) and one.strip()] if isinstance(value, list) else []
