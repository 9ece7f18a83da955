"""A PDF with its pages and nothing else: no author, no history, no scripts, no hidden files."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, PdfObject, StreamObject

from kiprah.render.jpeg_segments import stripped_jpeg

MAX_BYTES = 20_000_000
MAX_PAGES = 200
_DESCRIBING = (
    "/Metadata",
    "/PieceInfo",
    "/Thumb",
    "/LastModified",
    "/AA",
    "/OpenAction",
    "/AF",
    "/Names",
    "/AcroForm",
    "/Collection",
    "/JavaScript",
    "/JS",
    "/EmbeddedFiles",
    "/SpiderInfo",
    "/StructTreeRoot",
    "/Outlines",
    "/URI",
    "/Perms",
    "/Legal",
    "/Dests",
    "/Creator",
    "/Producer",
    "/CreationDate",
    "/ModDate",
)


class DocumentRefused(Exception):
    """The document cannot be published; ``code`` and ``values`` are those of the problem."""

    def __init__(self, code: str, values: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.values = dict(values or {})


def clean_pdf(data: bytes) -> bytes:
    """Rebuild a PDF from its pages; same input, same bytes. Raises ``DocumentRefused``."""
    if len(data) > MAX_BYTES:
        raise DocumentRefused("document-too-large", {"limit": str(MAX_BYTES // 1_000_000)})
    try:
        reader = PdfReader(BytesIO(data), strict=False)
        if reader.is_encrypted:
            raise DocumentRefused("document-locked")
        if not 1 <= len(reader.pages) <= MAX_PAGES:
            raise DocumentRefused("document-pages", {"limit": str(MAX_PAGES)})
        writer = PdfWriter()
        for page in reader.pages:
            for key in ("/AA", "/Metadata", "/PieceInfo", "/Thumb", "/LastModified", "/B", "/Tabs"):
                page.pop(NameObject(key), None)
            _keep_plain_links(page)
            writer.add_page(page)
        writer._info = None
        writer._ID = None
        for thing in writer._objects:
            if thing is not None:
                _strip(thing)
        writer.root_object.pop(NameObject("/Metadata"), None)
        target = BytesIO()
        writer.write(target)
    except DocumentRefused:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError) as error:
        raise DocumentRefused("document-broken", {"reason": type(error).__name__}) from error
    return target.getvalue()


def _keep_plain_links(page: DictionaryObject) -> None:
    """Keep annotations that lead to a web page; drop forms, files, sounds and anything that acts."""
    annotations = page.get("/Annots")
    if annotations is None:
        return
    kept = ArrayObject()
    listed = annotations.get_object() if isinstance(annotations, IndirectObject) else annotations
    for item in listed if isinstance(listed, ArrayObject) else ():
        annotation = item.get_object()
        action = annotation.get("/A") if isinstance(annotation, DictionaryObject) else None
        action = action.get_object() if isinstance(action, IndirectObject) else action
        if annotation.get("/Subtype") != "/Link" or not isinstance(action, DictionaryObject):
            continue
        address = str(action.get("/URI", ""))
        if action.get("/S") == "/URI" and address.startswith(("https://", "http://")):
            kept.append(item)
    if kept:
        page[NameObject("/Annots")] = kept
    else:
        page.pop(NameObject("/Annots"), None)


def _strip(thing: PdfObject) -> None:
    """Take descriptions out of one object, and out of a JPEG that it holds."""
    if not isinstance(thing, DictionaryObject):
        return
    is_link = thing.get("/S") == "/URI"
    for key in _DESCRIBING:
        if not (is_link and key == "/URI"):
            thing.pop(NameObject(key), None)
    if isinstance(thing, StreamObject) and thing.get("/Filter") in ("/DCTDecode", ["/DCTDecode"]):
        thing._data = stripped_jpeg(bytes(thing._data))
        thing.pop(NameObject("/Length"), None)
