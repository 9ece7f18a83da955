"""Import of evidence files: a PDF or a photo, cleaned of what it tells besides its pages, or why it cannot be used."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

from kiprah.authoring.dropped_paths import dropped_paths
from kiprah.authoring.photos.take_photo import ImportedPhoto, import_photo, take_photo
from kiprah.authoring.refusal import Refusal
from kiprah.content.keys.key_types import web_address
from kiprah.fields.decoding import Wrong
from kiprah.sanitize.pdf import MAX_PDF_BYTES, DocumentRefused, clean_pdf


class ImportedEvidence(Struct, frozen=True):
    """Evidence of a new entry: a link, or a file that is copied beside it."""

    kind: str
    url: str = ""
    content: bytes = b""
    ending: str = ""


def read_evidence(typed: str) -> ImportedEvidence | Refusal:
    """Read what was typed or dropped as a link or a file; a file's kind is still to be said."""
    if urlsplit(typed).scheme.casefold() in ("http", "https"):
        try:
            return ImportedEvidence("link", url=web_address(typed.strip()))
        except Wrong as wrong:
            return Refusal(wrong.code, wrong.values, "problems")
    paths = dropped_paths(typed)
    whole = Path(typed.strip())
    path = whole if len(paths) != 1 else Path(paths[0])
    return take_evidence(path)


def take_evidence(path: Path) -> ImportedEvidence | Refusal:
    """Read an evidence file and take away what it tells besides its pages; the file itself stays as it is."""
    try:
        if not path.is_file():
            return Refusal("evidence-none", {"path": str(path)[:300]})
        if path.suffix.casefold() != ".pdf":
            photo = take_photo(path)
            return photo if isinstance(photo, Refusal) else _photo_evidence(photo)
        with path.open("rb") as file:
            data = file.read(MAX_PDF_BYTES + 1)
    except (OSError, ValueError) as error:
        values = {"path": str(path)[:300], "reason": getattr(error, "strerror", "") or str(error)}
        return Refusal("photo-unreadable", values)
    return import_evidence(data, path)


def import_evidence(data: bytes, source: Path) -> ImportedEvidence | Refusal:
    """Take away from the bytes of a PDF or a photo what they tell besides their pages."""
    if source.suffix.casefold() != ".pdf":
        photo = import_photo(data, source)
        return photo if isinstance(photo, Refusal) else _photo_evidence(photo)
    try:
        return ImportedEvidence("other", content=clean_pdf(data), ending="pdf")
    except DocumentRefused as refused:
        return Refusal(refused.code, {"file": str(source)[:300], **refused.values}, "problems", "content")


def _photo_evidence(photo: ImportedPhoto) -> ImportedEvidence:
    return ImportedEvidence("other", content=photo.content, ending=photo.ending)
