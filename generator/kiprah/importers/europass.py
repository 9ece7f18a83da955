"""Reader of a Europass CV: voluntary work and background, from the XML or from the PDF that carries it."""

from __future__ import annotations

import io
from hashlib import sha256

from kiprah.authoring.refusal import Refusal
from kiprah.authoring.yaml_text import Value
from kiprah.importers.europass_profile import collect_europass, period_date
from kiprah.importers.import_files import ImportFiles
from kiprah.importers.plain_text import clean_line, clean_paragraphs
from kiprah.importers.profile_facts import FactsCollector, merged_facts
from kiprah.importers.records import (
    IMPORTING_DOMAIN,
    ImportOptions,
    ImportRecord,
    ProfileFacts,
    SkippedItem,
    SourceReading,
)
from kiprah.importers.xml_elements import XmlElement, parsed_xml

_WORK = frozenset({"VoluntaryWork", "Volunteering", "VoluntaryWorkExperience"})


def read_europass(files: ImportFiles, options: ImportOptions) -> SourceReading | Refusal:
    """Read every CV; photo, birth date, nationality and address are not even looked at."""
    profiles: list[ProfileFacts] = []
    records: list[ImportRecord] = []
    skipped: list[SkippedItem] = []
    paths = files.ending(".xml", ".pdf")
    for path in paths:
        data = files.read(path)
        if isinstance(data, Refusal):
            return data
        found = _xml_in(data) if path.casefold().endswith(".pdf") else data
        root = parsed_xml(found) if found is not None else None
        if root is None:
            if path.casefold().endswith(".xml"):
                return Refusal("xml-damaged", {"path": path}, IMPORTING_DOMAIN, "content")
            skipped.append(SkippedItem(path, "not-this"))
            continue
        for work in root.all(*_WORK):
            record = _record(work)
            if record is not None:
                records.append(record)
            else:
                skipped.append(SkippedItem(path, "no-date", clean_line(work.said("Title", "Label"), 60)))
        collector = FactsCollector(path)
        collect_europass(root, collector)
        profiles.append(collector.facts)
        skipped += collector.skipped
    if not paths:
        return Refusal("nothing-of-source", {"wanted": "CV.xml, CV.pdf"}, IMPORTING_DOMAIN, "content")
    return SourceReading(tuple(records), tuple(skipped), merged_facts(profiles))


def _xml_in(data: bytes) -> bytes | None:
    """Return the XML that the portal's own PDF carries as an attachment."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        for contents in PdfReader(io.BytesIO(data)).attachments.values():
            for content in contents:
                if content.lstrip()[:1] == b"<":
                    return content
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError, AttributeError):
        return None
    return None


def _record(work: XmlElement) -> ImportRecord | None:
    start, end = period_date(work, "From", "StartDate"), period_date(work, "To", "EndDate")
    if not start:
        return None
    role = clean_line(work.said("Position", "PositionTitle", "Title"))
    organization = clean_line(work.said("OrganizationName", "OrganisationName", "Name"))
    values: dict[str, Value] = {"end": end} if end and end != start else {}
    if not end and work.said("Current", "CurrentIndicator").casefold() in ("true", "1"):
        values["ongoing"] = True
    values |= {name: text for name, text in (("organization", organization), ("role", role)) if text}
    title = f"{role}, {organization}" if role and organization else role or organization
    key = sha256("\x1f".join((organization, role, start)).encode()).hexdigest()[:20]
    return ImportRecord(key, title, start, values, clean_paragraphs(work.said("Activities", "Description")))
