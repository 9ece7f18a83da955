"""Reader of JSON Resume: volunteer entries as activities, references as testimonials, the rest for the profile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from msgspec import DecodeError
from msgspec.json import decode

from kiprah.authoring.refusal import Refusal
from kiprah.authoring.yaml_text import Value
from kiprah.importers.import_files import ImportFiles
from kiprah.importers.json_values import objects_of, text_in_json
from kiprah.importers.plain_text import decoded_text, plain_line, plain_paragraphs
from kiprah.importers.profile_facts import merged_facts
from kiprah.importers.records import (
    IMPORTING_DOMAIN,
    ImportOptions,
    ImportRecord,
    ProfileFacts,
    SkippedItem,
    SourceReading,
)
from kiprah.importers.resume_profile import read_profile_facts
from kiprah.importers.written_dates import iso_date

_SECTIONS = frozenset({"basics", "volunteer", "work", "education", "awards", "certificates", "languages", "skills"})


def read_json_resume(files: ImportFiles, options: ImportOptions) -> SourceReading | Refusal:
    """Read every resume whole: hours and causes where kiprah wrote them."""
    records: list[ImportRecord] = []
    profiles: list[ProfileFacts] = []
    skipped: list[SkippedItem] = []
    paths = files.ending(".json")
    if not paths:
        return Refusal("nothing-of-source", {"wanted": "resume.json"}, IMPORTING_DOMAIN, "content")
    for path in paths:
        resume = json_of(files, path)
        if isinstance(resume, Refusal):
            return resume
        if not isinstance(resume, Mapping) or not _SECTIONS & resume.keys():
            skipped.append(SkippedItem(path, "not-this"))
            continue
        for number, one in enumerate(objects_of(resume.get("volunteer"))):
            record = _record(one)
            if record is None:
                skipped.append(SkippedItem(f"{path}: volunteer[{number}]", "no-date"))
            else:
                records.append(record)
        for one in objects_of(resume.get("references")):
            name, quote = plain_line(text_in_json(one.get("name")), 120), text_in_json(one.get("reference"))
            if name and quote.strip():
                records.append(_testimonial(name, quote, text_in_json(one.get("relation"))))
            else:
                skipped.append(SkippedItem(f"{path}: references", "no-title"))
        facts, left_out = read_profile_facts(resume, path)
        profiles.append(facts)
        skipped += left_out
    return SourceReading(tuple(records), tuple(skipped), merged_facts(profiles))


def json_of(files: ImportFiles, path: str) -> Any:
    """Decode a file of JSON, or refuse it by name."""
    data = files.read_text_bytes(path)
    if isinstance(data, Refusal):
        return data
    try:
        return decode(decoded_text(data))
    except (DecodeError, RecursionError, UnicodeError):
        return Refusal("json-damaged", {"path": path}, IMPORTING_DOMAIN, "content")


def _record(one: Mapping[str, Any]) -> ImportRecord | None:
    start = iso_date(text_in_json(one.get("startDate")))
    if not start:
        return None
    organization, role = (
        plain_line(text_in_json(one.get("organization"))),
        plain_line(text_in_json(one.get("position"))),
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
    if causes := [plain_line(cause, 60) for cause in _texts(one.get("causes"))]:
        values["causes"] = causes[:12]
    points = "\n".join(f"- {plain_paragraphs(' '.join(point.split()))}" for point in _texts(one.get("highlights")))
    body = "\n\n".join(part for part in (plain_paragraphs(text_in_json(one.get("summary"))), points) if part)
    title = f"{role}, {organization}" if role and organization else role or organization
    key = sha256("\x1f".join((organization, role, start)).encode()).hexdigest()[:20]
    return ImportRecord(key, title, start, values, body)


def _testimonial(name: str, quote: str, relation: str) -> ImportRecord:
    values: dict[str, Value] = {"relation": plain_line(relation, 200)} if relation.strip() else {}
    key = sha256(f"{name}\x1f{quote}".encode("utf-8", "surrogatepass")).hexdigest()[:20]
    return ImportRecord(key, name, "", values, plain_paragraphs(quote), kind="testimonials")


def _texts(value: Any) -> Iterable[str]:
    return [one for one in value if isinstance(one, str) and one.strip()] if isinstance(value, list) else []
