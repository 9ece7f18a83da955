"""Reader of LinkedIn's archive: the volunteering table, and nothing else of it."""

from __future__ import annotations

import csv
import io
from hashlib import sha256

from kiprah.authoring.refusal import Refusal
from kiprah.authoring.yaml_text import Value
from kiprah.importers.import_files import ImportFiles
from kiprah.importers.plain_text import clean_line, clean_paragraphs, decoded_text
from kiprah.importers.records import DOMAIN, ImportOptions, ImportRecord, SkippedItem, SourceReading
from kiprah.importers.written_dates import iso_date

TABLE = "Volunteering.csv"
CAUSES = {
    "animal welfare": "animals", "animal rights": "animals", "arts and culture": "arts", "children": "children",
    "civil rights and social action": "human rights", "disaster and humanitarian relief": "disaster relief",
    "economic empowerment": "economic empowerment", "education": "education", "environment": "environment",
    "health": "health", "human rights": "human rights", "politics": "civic engagement",
    "poverty alleviation": "poverty", "science and technology": "technology", "social services": "social services",
    "veteran support": "veterans",
}  # fmt: skip
"""LinkedIn's words for a cause, and what they are called here."""


def read_linkedin(files: ImportFiles, options: ImportOptions) -> SourceReading | Refusal:
    """Read each row of the volunteering table as one span of time without hours: LinkedIn knows none."""
    path = files.named(TABLE)
    if path is None:
        return Refusal("nothing-of-source", {"wanted": TABLE}, DOMAIN, "content")
    data = files.read_text_bytes(path)
    if isinstance(data, Refusal):
        return data
    records: list[ImportRecord] = []
    skipped: list[SkippedItem] = []
    try:
        rows = list(csv.DictReader(io.StringIO(decoded_text(data), newline="")))
    except csv.Error:
        return Refusal("table-damaged", {"path": path}, DOMAIN, "content")
    for number, row in enumerate(rows, 2):
        told = {(name or "").strip(): (text or "") for name, text in row.items() if isinstance(text, str | None)}
        organization, role = clean_line(told.get("Company Name", "")), clean_line(told.get("Role", ""))
        start = iso_date(told.get("Started On", ""))
        if not start:
            skipped.append(SkippedItem(f"{path}:{number}", "no-date", organization))
            continue
        values: dict[str, Value] = {}
        end = iso_date(told.get("Finished On", ""))
        if end:
            values["end"] = end
        elif not told.get("Finished On", "").strip():
            values["ongoing"] = True
        values |= {name: text for name, text in (("organization", organization), ("role", role)) if text}
        if cause := _cause(told.get("Cause", "")):
            values["causes"] = [cause]
        title = f"{role}, {organization}" if role and organization else role or organization
        key = sha256("\x1f".join((organization, role, start)).encode()).hexdigest()[:20]
        body = clean_paragraphs(told.get("Description", ""))
        records.append(ImportRecord(key, title, start, values, body))
    return SourceReading(tuple(records), tuple(skipped))


def _cause(text: str) -> str:
    plain = " ".join(clean_line(text, 60).replace("_", " ").casefold().split())
    return CAUSES.get(plain, plain)
