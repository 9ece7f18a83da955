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
_TOLD = rb"(?:[\0\t\n\f\r ]|%[^\r\n]{0,200}+)*+(?:\(|<(?!<)|\d+[\0\t\n\f\r ]+\d+[\0\t\n\f\r ]+R)"
"""Pattern of a text as a name's value, in its place or in an object of its own."""
_BRACKETS = rb"<<|>>"
_PARENT = rb"/Parent[\0\t\n\f\r ]"
_NEAR = 4000
"""Maximum distance in bytes of what is looked at around a title."""
_STREAM = rb"stream\r?\n"
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
_TELLING = _DESCRIBES - {b"Trapped"}
_BLANK = b"\0\t\n\f\r "
_END = rb"startxref[\0\t\n\f\r ]+(\d{1,10})[\0\t\n\f\r ]+%%EOF"
_TABLE = rb"[\0\t\n\f\r ]*(?:(xref)[\0\t\n\f\r ]|\d{1,10}[\0\t\n\f\r ]+\d{1,5}[\0\t\n\f\r ]+obj)"
"""Pattern of what the end of a document leads to: a table of its objects, or the object that holds one."""


def traces_in_pdf(data: bytes) -> tuple[str, ...]:
    """Name what a PDF carries besides its pages. What unpacks to more than 40 MB is named, not read on.

    One that does not end as a PDF does is damaged: what its end would lead to is then found by names alone.
    """
    traces: list[str] = list(_wrong_at_end(data))
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
                return tuple(dict.fromkeys((*traces, "damaged")))
            left -= len(objects)
            if left < 0:
                return (*dict.fromkeys(traces), "too large")
            if not unpacker.eof:
                traces.append("damaged")
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


def _wrong_at_end(data: bytes) -> Iterator[str]:
    """Name an end that leads to no table of objects, and what stands behind it."""
    end = re.compile(_END).match(data, max(data.rfind(b"startxref"), 0))
    if end is None:
        yield "damaged"
        return
    if data[end.end() :].strip(_BLANK):
        yield "trailing bytes"
    # What was put before the first line counts to some programs, and to others not.
    begun = data.find(b"%PDF-", 0, 1024)
    if begun < 0 or not any(_leads_to_table(data, base + int(end[1])) for base in {0, begun}):
        yield "damaged"


def _leads_to_table(data: bytes, place: int) -> bool:
    table = re.compile(_TABLE).match(data, place)
    if table is None:
        return False
    if table[1]:
        return data.find(b"trailer", table.end()) >= 0
    stream = data.find(b"stream", table.end())
    return b"/XRef" in data[table.end() : min(stream, table.end() + _NEAR)] if stream >= 0 else False


def _parts(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield what stands between streams, each with the stream that follows it."""
    position = 0
    begins = re.compile(_STREAM)
    while (stream := begins.search(data, position)) is not None:
        end = data.find(b"endstream", stream.end())
        if end < 0:  # what is cut off is read as if it were none
            break
        yield data[position : stream.start()], data[stream.end() : end]
        position = end + len(b"endstream")
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
        elif (
            text in _TELLING
            and (told := re.compile(_TOLD).match(plain, name.end())) is not None
            and (text != b"Title" or not _is_bookmark(plain, name.start(), told.end() - 1))
        ):
            yield "information"


def _is_bookmark(plain: bytes, begun: int, told: int) -> bool:
    """Say whether a title is that of an entry in a list of contents: those have a parent, a document has none."""
    before = plain[max(0, begun - _NEAR) : begun]
    after = re.sub(_STRING, b" ", plain[told : told + _NEAR])
    first, last = 0, len(after)
    depth = 0
    for bracket in reversed(list(re.finditer(_BRACKETS, before))):
        depth += 1 if bracket[0] == b">>" else -1
        if depth < 0:
            first = bracket.end()
            break
    depth = 0
    for bracket in re.finditer(_BRACKETS, after):
        depth += 1 if bracket[0] == b"<<" else -1
        if depth < 0:
            last = bracket.start()
            break
    return re.search(_PARENT, before[first:] + b" " + after[:last]) is not None
