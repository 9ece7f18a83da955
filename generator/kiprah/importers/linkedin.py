"""Reader of LinkedIn's archive: the volunteering table, and the tables of the background; nothing else of it."""

from __future__ import annotations

import csv
import html
import io
from hashlib import sha256

from kiprah.authoring.refusal import Refusal
from kiprah.authoring.yaml_text import Value
from kiprah.importers.import_files import ImportFiles
from kiprah.importers.linkedin_profile import TABLES
from kiprah.importers.plain_text import decoded_text, plain_line, plain_paragraphs
from kiprah.importers.profile_facts import FactsCollector
from kiprah.importers.records import IMPORTING_DOMAIN, ImportOptions, ImportRecord, SkippedItem, SourceReading
from kiprah.importers.written_dates import iso_date

TABLE = "Volunteering.csv"
_CAUSES = {
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
    if path is None and not any(files.named(name) for name in TABLES):
        return Refusal("nothing-of-source", {"wanted": TABLE}, IMPORTING_DOMAIN, "content")
    records: list[ImportRecord] = []
    skipped: list[SkippedItem] = []
    if path is not None:
        rows = table_of(files, path)
        if isinstance(rows, Refusal):
            return rows
        _volunteering(path, rows, records, skipped)
    collector = FactsCollector("LinkedIn")
    for name, take in TABLES.items():
        if (path := files.named(name)) is None:
            continue
        rows = table_of(files, path)
        if isinstance(rows, Refusal):
            return rows
        for row in rows:
            take(row, collector)
    return SourceReading(tuple(records), (*skipped, *collector.skipped), collector.facts)


def table_of(files: ImportFiles, path: str) -> list[dict[str, str]] | Refusal:
    """Read a table of the archive: each row by its headings, entities as the signs they stand for."""
    data = files.read_text_bytes(path)
    if isinstance(data, Refusal):
        return data
    try:
        rows = list(csv.DictReader(io.StringIO(decoded_text(data), newline="")))
    except csv.Error:
        return Refusal("table-damaged", {"path": path}, IMPORTING_DOMAIN, "content")
    return [
        {(name or "").strip(): html.unescape(text or "") for name, text in row.items() if isinstance(text, str | None)}
        for row in rows
    ]


def _volunteering(
    path: str, rows: list[dict[str, str]], records: list[ImportRecord], skipped: list[SkippedItem]
) -> None:
    for number, cells in enumerate(rows, 2):
        organization, role = plain_line(cells.get("Company Name", "")), plain_line(cells.get("Role", ""))
        start = iso_date(cells.get("Started On", ""))
        if not start:
            skipped.append(SkippedItem(f"{path}:{number}", "no-date", organization))
            continue
        values: dict[str, Value] = {}
        end = iso_date(cells.get("Finished On", ""))
        if end:
            values["end"] = end
        elif not cells.get("Finished On", "").strip():
            values["ongoing"] = True
        values |= {name: text for name, text in (("organization", organization), ("role", role)) if text}
        if cause := _cause(cells.get("Cause", "")):
            values["causes"] = [cause]
        title = f"{role}, {organization}" if role and organization else role or organization
        key = sha256("\x1f".join((organization, role, start)).encode()).hexdigest()[:20]
        body = plain_paragraphs(cells.get("Description", ""))
        records.append(ImportRecord(key, title, start, values, body))


def _cause(text: str) -> str:
    plain = " ".join(plain_line(text, 60).replace("_", " ").casefold().split())
    return _CAUSES.get(plain, plain)
