"""PDF sanitizer: rebuilds a document object by object from what its pages show, and copies nothing."""

from __future__ import annotations

import logging
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import DictionaryObject

from kiprah.imaging.decoder_errors import PARSER_ERRORS
from kiprah.sanitize.pdf_objects import DocumentRefused, PdfRebuilder, resolve

__all__ = ["MAX_PDF_BYTES", "DocumentRefused", "clean_pdf"]

# pypdf logs what it repairs; without a handler, Python would print that over the command's own words.
logging.getLogger("pypdf").addHandler(logging.NullHandler())

MAX_PDF_BYTES = 20_000_000
_MAX_PAGES = 500

_BROKEN: tuple[type[Exception], ...] = (PyPdfError, *PARSER_ERRORS)


def clean_pdf(data: bytes) -> bytes:
    """Rebuild a PDF from what its pages show; same input, same bytes. Raises ``DocumentRefused``.

    Pages, fonts, pictures, links to the web and the looks of stamps and form fields are kept. Everything else has no
    way in: document information, XMP, scripts, actions, attachments, comments, outlines, thumbnails, earlier revisions.
    """
    if len(data) > MAX_PDF_BYTES:
        raise DocumentRefused("document-too-large", {"limit": str(MAX_PDF_BYTES // 1_000_000)})
    if b"%PDF-" not in data[:1024]:
        raise DocumentRefused("document-kind")
    try:
        reader = PdfReader(BytesIO(data), strict=False)
        if reader.is_encrypted:
            raise DocumentRefused("document-locked")
        pages = list(reader.pages)
        if not 1 <= len(pages) <= _MAX_PAGES:
            raise DocumentRefused("document-pages", {"limit": str(_MAX_PAGES)})
        if _hides_layers(reader.root_object):
            raise DocumentRefused("document-hidden-layers")
        return PdfRebuilder().document(pages, reader.root_object.get("/Lang"))
    except DependencyError as error:  # only ciphers need what is not installed
        raise DocumentRefused("document-locked") from error
    except _BROKEN as error:
        raise DocumentRefused("document-broken", {"reason": type(error).__name__}) from error


def _hides_layers(root: DictionaryObject) -> bool:
    """Say whether a viewer would leave a layer out: rebuilt without its switches, it would come to light."""
    properties = resolve(root.get("/OCProperties"))
    if not isinstance(properties, DictionaryObject):
        return False
    default = resolve(properties.get("/D"))
    if not isinstance(default, DictionaryObject):
        return False
    return bool(resolve(default.get("/OFF"))) or resolve(default.get("/BaseState")) == "/OFF"
