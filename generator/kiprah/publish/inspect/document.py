"""PDF: names of things that describe, act or hide, wherever they stand unpacked."""

from __future__ import annotations

import re
import zlib

_MARKS = (
    (rb"/Info\s+\d", "Info"),
    (rb"/Metadata\b", "XMP"),
    (rb"/JavaScript\b|/JS\b", "JavaScript"),
    (rb"/EmbeddedFiles?\b", "embedded file"),
    (rb"/OpenAction\b|/AA\b", "action"),
    (rb"/Launch\b", "program"),
    (rb"/Thumb\b", "thumbnail"),
    (rb"/PieceInfo\b", "editor's data"),
    (rb"<x:xmpmeta|<\?xpacket", "XMP"),
    (rb"\xff\xe1..Exif\0\0", "EXIF"),
)
_MOST = 40_000_000


def traces_in_pdf(data: bytes) -> tuple[str, ...]:
    """Name what a PDF carries besides its pages; packed object streams are unpacked, within bounds."""
    found: list[str] = []
    left = _MOST
    for part in _parts(data):
        left -= len(part)
        if left < 0:
            return (*found, "too large")
        found.extend(name for mark, name in _MARKS if re.search(mark, part, re.DOTALL))
    return tuple(dict.fromkeys(found))


def _parts(data: bytes) -> list[bytes]:
    parts = [data]
    for match in re.finditer(rb"/Type\s*/ObjStm[^>]*>>\s*stream\r?\n", data):
        unpacker = zlib.decompressobj()
        try:
            parts.append(unpacker.decompress(data[match.end() :], _MOST))
        except zlib.error:
            parts.append(b"/Metadata")
    return parts
