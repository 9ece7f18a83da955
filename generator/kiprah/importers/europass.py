"""Reader of a Europass CV: its voluntary work, from the XML or from the PDF that carries it; nothing personal of it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from hashlib import sha256
from xml.parsers import expat

from kiprah.authoring.refusal import Refusal
from kiprah.authoring.yaml_text import Value
from kiprah.importers.import_files import ImportFiles
from kiprah.importers.plain_text import clean_line, clean_paragraphs
from kiprah.importers.records import DOMAIN, ImportOptions, ImportRecord, SkippedItem, SourceReading
from kiprah.importers.written_dates import iso_date

_WORK = frozenset({"VoluntaryWork", "Volunteering", "VoluntaryWorkExperience"})
_MOST_XML = 20_000_000
_MOST_DEEP = 100


class _Forbidden(Exception):
    """A document type or an entity: no honest CV has one."""


class XmlElement:
    """An element of XML by its name without a namespace."""

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element without children."""
        self.name, self.attributes = name, attributes
        self.children: list[XmlElement] = []
        self.text = ""

    def all(self, *names: str) -> Iterator[XmlElement]:
        """Yield the elements below this one that are called so."""
        for child in self.children:
            if child.name in names:
                yield child
            else:
                yield from child.all(*names)

    def said(self, *names: str) -> str:
        """Return the first text of an element that is called so."""
        return next((text for one in self.all(*names) if (text := one.whole())), "")

    def whole(self) -> str:
        """Return its text with that of what is in it."""
        return " ".join(part for part in (self.text.strip(), *(c.whole() for c in self.children)) if part)


def read_europass(files: ImportFiles, options: ImportOptions) -> SourceReading | Refusal:
    """Read voluntary work from every CV; photo, birth date, nationality and address are not even looked at."""
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
                return Refusal("xml-damaged", {"path": path}, DOMAIN, "content")
            skipped.append(SkippedItem(path, "not-this"))
            continue
        for work in root.all(*_WORK):
            record = _record(work)
            if record is not None:
                records.append(record)
            else:
                skipped.append(SkippedItem(path, "no-date", clean_line(work.said("Title", "Label"), 60)))
    if not paths:
        return Refusal("nothing-of-source", {"wanted": "CV.xml, CV.pdf"}, DOMAIN, "content")
    return SourceReading(tuple(records), tuple(skipped))


def parsed_xml(data: bytes) -> XmlElement | None:
    """Parse XML without document types, entities or anything outside; None for what is damaged or does more."""
    root = XmlElement("", {})
    stack = [root]
    parser = expat.ParserCreate(namespace_separator=" ")

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(stack) > _MOST_DEEP:
            raise _Forbidden
        element = XmlElement(name.rpartition(" ")[2], attributes)
        stack[-1].children.append(element)
        stack.append(element)

    def text(letters: str) -> None:
        stack[-1].text += letters

    def forbid(*_: object) -> None:
        raise _Forbidden

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: stack.pop()
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = forbid
    parser.EntityDeclHandler = forbid
    try:
        parser.Parse(data[:_MOST_XML], True)
    except (expat.ExpatError, _Forbidden):
        return None
    return root


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
    start, end = _date(work, "From", "StartDate"), _date(work, "To", "EndDate")
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


def _date(work: XmlElement, *names: str) -> str:
    for one in work.all(*names):
        year, month, day = (one.attributes.get(part, "").strip("-") for part in ("year", "month", "day"))
        if year:
            return iso_date("-".join(part for part in (year, month, day if month else "") if part))
        return iso_date(one.whole())
    return ""
