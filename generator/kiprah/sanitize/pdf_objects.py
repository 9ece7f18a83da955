"""The objects of a PDF written anew: those that its pages lead to, and of those only what is seen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from urllib.parse import urlsplit

from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    EncodedStreamObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from kiprah.blake2 import blake2b
from kiprah.sanitize.embedded_image import bare_jpeg, bare_jpeg2000
from kiprah.sanitize.refused import FileRefused

_MAX_OBJECTS = 50_000
_MAX_DEPTH = 50
_MAX_DECODED = 200_000_000
_MAX_WRITTEN = 60_000_000


def _names(text: str) -> frozenset[str]:
    return frozenset(f"/{name}" for name in re.findall(r"\w+", text))


_PAGE_KEYS = _names("MediaBox CropBox BleedBox TrimBox ArtBox Rotate UserUnit Group Resources Contents")

_DROPPED = _names(
    """Metadata PieceInfo LastModified AA OpenAction JS JavaScript EF EmbeddedFiles AF Thumb OPI Alternates Measure
    PtData GPTS Ref StructParent StructParents StructTreeRoot Parent P OC OCProperties ID"""
)
"""Keys that lead to what a page does not need to be seen, wherever they stand."""

_STREAM_DROPPED = _names("Length F FFilter FDecodeParms DL")
"""Keys of a stream that are written anew, or that point to a file outside."""

_NAMED = _names("Font XObject ExtGState ColorSpace Pattern Shading CharProcs Colorants")
"""Dictionaries whose keys are names somebody chose: none of them may be taken for one of the dropped keys."""

_FOREIGN = _names("Page Pages Catalog Metadata EmbeddedFile Filespec Action Sig StructElem PS XML")
"""Types of object that nothing seen on a page is made of."""

_UNSEEN = _names("Popup Text FileAttachment Sound Movie Screen RichMedia 3D TrapNet PrinterMark")
"""Annotations that a page shows as an icon at most."""

_TRACES = re.compile(rb"Exif\0\0|http://ns\.adobe\.com/xap/|<x:xmpmeta|<rdf:RDF|Photoshop 3\.0\0")


class DocumentRefused(FileRefused):
    """A document that cannot be published; ``code`` and ``values`` are those of the problem to report."""


def resolve(value: object) -> object:
    """Follow a reference to its object; any other value is its own."""
    return value.get_object() if isinstance(value, IndirectObject) else value


class PdfRebuilder:
    """The new file while it is written: objects in the order in which the pages lead to them."""

    def __init__(self) -> None:
        self._bodies: dict[int, bytes] = {}
        self._numbers: dict[tuple[int, int, bool], int] = {}
        self._waiting: list[tuple[int, IndirectObject, bool]] = []
        self._next = 3  # 1 is the catalog, 2 the list of pages
        self._decoded = 0
        self._size = 0

    def document(self, pages: Sequence[DictionaryObject], language: object) -> bytes:
        """Write the whole file. Raises ``DocumentRefused``, and ValueError where it unfolds beyond all bounds."""
        references = []
        for page in pages:
            number = self._new_number()
            references.append(b"%d 0 R" % number)
            self._put(number, self._page(page))
            while self._waiting:
                number, reference, named = self._waiting.pop()
                self._put(number, self._written(reference.get_object(), 0, named))
        catalog = b"<< /Type /Catalog /Pages 2 0 R"
        if isinstance(language, str) and re.fullmatch(r"[A-Za-z0-9-]{2,35}", language):
            catalog += b" /Lang (%s)" % language.encode("ascii")
        self._put(1, catalog + b" >>")
        self._put(2, b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(pages), b" ".join(references)))
        return self._file()

    def _file(self) -> bytes:
        parts = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"]
        offsets = []
        position = len(parts[0])
        for number in range(1, self._next):
            offsets.append(position)
            part = b"%d 0 obj\n%s\nendobj\n" % (number, self._bodies[number])
            parts.append(part)
            position += len(part)
        digest = blake2b(b"".join(parts), digest_size=16).hexdigest().encode("ascii")
        parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % self._next)
        parts.extend(b"%010d 00000 n \n" % offset for offset in offsets)
        trailer = b"trailer\n<< /Size %d /Root 1 0 R /ID [<%s> <%s>] >>\nstartxref\n%d\n%%%%EOF\n"
        parts.append(trailer % (self._next, digest, digest, position))
        return b"".join(parts)

    def _new_number(self) -> int:
        if self._next > _MAX_OBJECTS:
            raise ValueError("more objects than any document needs")
        self._next += 1
        return self._next - 1

    def _put(self, number: int, body: bytes) -> None:
        self._size += len(body)
        if self._size > _MAX_WRITTEN:
            raise ValueError("unfolds to more than any document needs")
        self._bodies[number] = body

    def _page(self, page: DictionaryObject) -> bytes:
        items = [b"/Type /Page /Parent 2 0 R"]
        kept = sorted(_PAGE_KEYS & page.keys())
        items.extend(_name(key) + b" " + self._written(page.raw_get(key), 1) for key in kept)
        annotations = [kept for kept in map(self._annotation, _each(page.get("/Annots"))) if kept]
        if annotations:
            items.append(b"/Annots [%s]" % b" ".join(annotations))
        return b"<< %s >>" % b" ".join(items)

    def _annotation(self, annotation: DictionaryObject) -> bytes | None:
        """Keep a link to the web as a link, and what else is seen on the page as a stamp that does nothing."""
        flags = resolve(annotation.get("/F"))
        kind = resolve(annotation.get("/Subtype"))
        is_hidden = isinstance(flags, NumberObject) and int(flags) & 0b100010  # hidden, or not for the screen
        if is_hidden or "/Rect" not in annotation:
            return None
        area = b"/Rect " + self._written(annotation.raw_get("/Rect"), 1)
        if kind == "/Link":
            address = _web_address(annotation)
            link = b"<< /Type /Annot /Subtype /Link %s /Border [0 0 0] /A << /S /URI /URI (%s) >> >>"
            return link % (area, address) if address else None
        looks = resolve(annotation.get("/AP"))
        if kind in _UNSEEN or not isinstance(looks, DictionaryObject) or "/N" not in looks:
            return None
        state = resolve(annotation.get("/AS"))
        chosen = b" /AS " + _name(state) if isinstance(state, NameObject) else b""
        normal = self._written(looks.raw_get("/N"), 1, named=True)
        return b"<< /Type /Annot /Subtype /Stamp /F 4 %s /AP << /N %s >>%s >>" % (area, normal, chosen)

    def _written(self, value: object, depth: int, named: bool = False) -> bytes:
        """Write one value; what it refers to is numbered and waits for its turn."""
        if depth > _MAX_DEPTH:
            raise ValueError("nested too deeply")
        if isinstance(value, IndirectObject):
            return self._reference(value, named)
        if isinstance(value, StreamObject):
            return self._stream(value)
        if isinstance(value, DictionaryObject):
            return self._dictionary(value, depth, named)
        if isinstance(value, ArrayObject):
            return b"[%s]" % b" ".join(self._written(item, depth + 1) for item in value)
        if isinstance(value, NameObject):
            return _name(value)
        if isinstance(value, TextStringObject | ByteStringObject):
            return b"<%s>" % value.original_bytes.hex().encode("ascii")
        if isinstance(value, BooleanObject | NumberObject | FloatObject):
            target = BytesIO()
            value.write_to_stream(target)
            return target.getvalue()
        return b"null"

    def _reference(self, reference: IndirectObject, named: bool) -> bytes:
        key = (reference.idnum, reference.generation, named)
        if key not in self._numbers:
            self._numbers[key] = self._new_number()
            self._waiting.append((self._numbers[key], reference, named))
        return b"%d 0 R" % self._numbers[key]

    def _dictionary(self, value: DictionaryObject, depth: int, named: bool) -> bytes:
        if _is_foreign(value):
            return b"null"
        if named:
            items = [_name(key) + b" " + self._written(value.raw_get(key), depth + 1) for key in sorted(value)]
            return b"<< %s >>" % b" ".join(items)
        return b"<< %s >>" % b" ".join(self._items(value, depth, _DROPPED))

    def _items(self, value: DictionaryObject, depth: int, dropped: frozenset[str]) -> Iterator[bytes]:
        _refuse_switched_layer(value.get("/OC"))
        for key in sorted(value):
            if key == "/Properties":
                # Marked content may name any dictionary here, such as a drawing program's notes.
                names = resolve(value.raw_get(key))
                empty = []
                if isinstance(names, DictionaryObject):
                    for name in sorted(names):
                        _refuse_switched_layer(names.get(name))
                        empty.append(_name(name) + b" << >>")
                yield b"/Properties << %s >>" % b" ".join(empty)
            elif key not in dropped:
                yield _name(key) + b" " + self._written(value.raw_get(key), depth + 1, key in _NAMED)

    def _stream(self, stream: StreamObject) -> bytes:
        if _is_foreign(stream):
            return b"null"
        dropped = _DROPPED | _STREAM_DROPPED
        filters = [str(resolve(item)) for item in _listed(stream.get("/Filter"))]
        parameters = _listed(stream.get("/DecodeParms"))
        body: bytes = stream._data
        extra = b""
        pictures = {"/DCTDecode": bare_jpeg, "/DCT": bare_jpeg, "/JPXDecode": bare_jpeg2000}
        if pictures.keys() & set(filters):
            if filters[-1] not in pictures:
                raise ValueError("a picture is compressed in an unknown way")
            body = pictures[filters[-1]](self._decode(stream, filters[:-1], parameters[: len(filters) - 1]))
            extra = b" /Filter " + _name("/JPXDecode" if filters[-1] == "/JPXDecode" else "/DCTDecode")
            last = resolve(parameters[-1]) if len(parameters) == len(filters) else None
            if isinstance(last, DictionaryObject):
                extra += b" /DecodeParms " + self._written(last, 1)
            dropped |= {"/Filter", "/DecodeParms"}
        elif resolve(stream.get("/Subtype")) != "/Image" and _TRACES.search(self._decode(stream, filters, parameters)):
            # A picture inside the page's own drawing commands, or notes in a font.
            raise DocumentRefused("document-hidden-data")
        items = b" ".join(self._items(stream, 1, dropped))
        return b"<< %s%s /Length %d >>\nstream\n%s\nendstream" % (items, extra, len(body), body)

    def _decode(self, stream: StreamObject, filters: list[str], parameters: list[object]) -> bytes:
        """Undo some of a stream's filters; all streams together may not unpack to more than a fixed size."""
        unpacked: bytes = stream._data
        if filters:
            packed = EncodedStreamObject()
            packed._data = unpacked
            packed[NameObject("/Filter")] = ArrayObject(NameObject(name) for name in filters)
            if parameters:
                packed[NameObject("/DecodeParms")] = ArrayObject(parameters)
            unpacked = packed.get_data()
        self._decoded += len(unpacked)
        if self._decoded > _MAX_DECODED:
            raise ValueError("unpacks to more than any document needs")
        return unpacked


def _is_foreign(value: DictionaryObject) -> bool:
    return any(resolve(value.get(key)) in _FOREIGN for key in ("/Type", "/Subtype"))


def _refuse_switched_layer(value: object) -> None:
    """Refuse a layer that shows when others do not: rebuilt without its switches, it would come to light."""
    layer = resolve(value)
    if isinstance(layer, DictionaryObject) and ("/VE" in layer or resolve(layer.get("/P")) in ("/AllOff", "/AnyOff")):
        raise DocumentRefused("document-hidden-layers")


def _listed(value: object) -> list[object]:
    value = resolve(value)
    if isinstance(value, ArrayObject):
        return list(value)
    return [] if value is None else [value]


def _each(value: object) -> Iterator[DictionaryObject]:
    for item in map(resolve, _listed(value)):
        if isinstance(item, DictionaryObject):
            yield item


def _name(value: str) -> bytes:
    target = BytesIO()
    NameObject(value).write_to_stream(target)
    return target.getvalue()


def _web_address(annotation: DictionaryObject) -> bytes | None:
    """Return a link's address, escaped for a PDF string, where it leads to the web and nowhere else."""
    action = resolve(annotation.get("/A"))
    if not isinstance(action, DictionaryObject) or resolve(action.get("/S")) != "/URI":
        return None
    address = resolve(action.get("/URI"))
    if isinstance(address, ByteStringObject):
        address = address.decode("latin-1")
    if not isinstance(address, str) or not re.fullmatch(r"[!-~]{1,2000}", address):
        return None
    parts = urlsplit(address)
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        return None
    return re.sub(rb"([\\()])", rb"\\\1", address.encode("ascii"))
