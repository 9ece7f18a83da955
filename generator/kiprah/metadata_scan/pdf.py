"""PDF scanner: names of things that describe, act or hide, in plain sight and in packed object streams."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from kiprah.metadata_scan.jpeg import traces_in_jpeg

_NAMES = {
    b"Info": "information",
    b"Metadata": "XMP",
    b"XML": "XMP",
    b"JS": "JavaScript",
    b"JavaScript": "JavaScript",
    b"EF": "embedded file",
    b"EmbeddedFile": "embedded file",
    b"EmbeddedFiles": "embedded file",
    b"AA": "action",
    b"OpenAction": "action",
    b"SubmitForm": "action",
    b"Launch": "program",
    b"GoToR": "other file",
    b"AcroForm": "form",
    b"RichMedia": "film",
    b"Thumb": "thumbnail",
    b"PieceInfo": "editor's notes",
    b"Encrypt": "encryption",
}
# Texts, made into patterns when they are first tried: most files are no PDF.
_NAME = rb"/([^\x00\t\n\f\r ()<>\[\]{}/%]+)"
_SHORT = frozenset({b"AA", b"EF", b"JS"})
_OWN_VALUE = rb"\s*[<(]"
_STREAM = rb"(?s)stream\r?\n(.*?)endstream"
_ESCAPE = rb"#([0-9a-fA-F]{2})"
_MOST = 40_000_000
_PACKET = rb"(?s)<x:xmpmeta.*?</x:xmpmeta>"
_ELEMENT = rb"<([A-Za-z][\w.-]*:[\w.-]+)"
_DESCRIBED = frozenset(
    b"x:xmpmeta dc:title dc:creator dc:description dc:language dc:subject dc:format xmp:CreatorTool xmp:ModifyDate "
    b"xmp:CreateDate xmpMM:History xmpMM:InstanceID xmpMM:DocumentID xmpMM:RenditionClass stEvt:action stEvt:when "
    b"stEvt:softwareAgent stEvt:instanceID xmpTPg:NPages pdf:PDFVersion pdf:Keywords pdf:Producer pdfaid:part "
    b"pdfaid:conformance pdfaid:rev pdfuaid:part pdfaExtension:schemas".split()
)
_INFO = rb"/Info\s+(\d+)\s+0\s+R"
_STRING = rb"(?s)\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f\s]*>"
_DESCRIBES = frozenset(
    (b"Title", b"Author", b"Subject", b"Keywords", b"Creator", b"Producer", b"CreationDate", b"ModDate", b"Trapped")
)


def traces_in_pdf(data: bytes) -> tuple[str, ...]:
    """Name what a PDF carries besides its pages. What unpacks to more than 40 MB is named, not read on."""
    traces: list[str] = []
    left = _MOST
    for plain, packed in _parts(data):
        traces.extend(_names_in(plain))
        if packed.startswith(b"\xff\xd8"):
            traces.extend(traces_in_jpeg(packed.rstrip(b"\r\n")))
        elif b"ObjStm" in plain[-400:]:
            unpacker = zlib.decompressobj()
            try:
                objects = unpacker.decompress(packed, left + 1)
            except zlib.error:
                return (*dict.fromkeys(traces), "damaged")
            left -= len(objects)
            if left < 0:
                return (*dict.fromkeys(traces), "too large")
            traces.extend(_names_in(objects))
    return tuple(dict.fromkeys(traces))


def traces_in_own_pdf(data: bytes) -> tuple[str, ...]:
    """Name what a PDF of our own carries besides its pages and what PDF/UA and PDF/A have to say of a document.

    Its description may hold title, author, language, days and the names of standards; any other entry is named.
    """
    traces = [trace for trace in traces_in_pdf(data) if trace not in ("information", "XMP")]
    packets = re.findall(_PACKET, data)
    if len(packets) != 1 or b"<?xpacket" not in data:
        traces.append("XMP")
    for packet in packets:
        traces += [
            f"XMP {name.decode('ascii', 'replace')}" for name in re.findall(_ELEMENT, packet) if not _is_known(name)
        ]
    for name in re.findall(_NAME, re.sub(_STRING, b" ", _information(data))):
        if name not in _DESCRIBES:
            traces.append(f"information {name.decode('ascii', 'replace')}")
    return tuple(dict.fromkeys(traces))


def _information(data: bytes) -> bytes:
    """Return the dictionary that the trailer calls its information; empty where there is none."""
    numbers = re.findall(_INFO, data)
    found = (re.search(rb"[\r\n]%b 0 obj(.*?)endobj" % number, data, re.DOTALL) for number in numbers)
    return b" ".join(match[1] for match in found if match is not None)


def _is_known(name: bytes) -> bool:
    return name in _DESCRIBED or name.startswith((b"rdf:", b"pdfaSchema:", b"pdfaProperty:"))


def _parts(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield what stands between streams, each with the stream that follows it."""
    position = 0
    for stream in re.finditer(_STREAM, data):
        yield data[position : stream.start()], stream[1]
        position = stream.end()
    yield data[position:], b""


def _names_in(plain: bytes) -> Iterator[str]:
    for name in re.finditer(_NAME, plain):
        text = name[1]
        if b"#" in text:  # any letter may be written by its number
            text = re.sub(_ESCAPE, lambda escape: bytes([int(escape[1], 16)]), text)
        # A font or a glyph may have so short a name too, and leads to an object elsewhere; what is elsewhere in an
        # action or a file is known by its own longer names.
        if text in _NAMES and (text not in _SHORT or re.compile(_OWN_VALUE).match(plain, name.end())):
            yield _NAMES[text]
