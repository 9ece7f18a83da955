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
_NAME = re.compile(rb"/([^\x00\t\n\f\r ()<>\[\]{}/%]+)")
_SHORT = frozenset({b"AA", b"EF", b"JS"})
_OWN_VALUE = re.compile(rb"\s*[<(]")
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_ESCAPE = re.compile(rb"#([0-9a-fA-F]{2})")
_MOST = 40_000_000


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


def _parts(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield what stands between streams, each with the stream that follows it."""
    position = 0
    for stream in _STREAM.finditer(data):
        yield data[position : stream.start()], stream[1]
        position = stream.end()
    yield data[position:], b""


def _names_in(plain: bytes) -> Iterator[str]:
    for name in _NAME.finditer(plain):
        text = name[1]
        if b"#" in text:  # any letter may be written by its number
            text = _ESCAPE.sub(lambda escape: bytes([int(escape[1], 16)]), text)
        # A font or a glyph may have so short a name too, and leads to an object elsewhere; what is elsewhere in an
        # action or a file is known by its own longer names.
        if text in _NAMES and (text not in _SHORT or _OWN_VALUE.match(plain, name.end())):
            yield _NAMES[text]
