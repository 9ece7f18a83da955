"""JPEG scanner, segment by segment (ITU T.81, Annex B)."""

from __future__ import annotations

import re

_SHOWN = frozenset({*range(0xC0, 0xD0), 0xDA, 0xDB, 0xDC, 0xDD}) - {0xC8}
"""Markers of frames, tables and scans."""

_MARKER = re.compile(rb"\xff+[^\x00\xff]", re.DOTALL)
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]", re.DOTALL)
"""The marker that ends a scan's data: neither stuffing nor a restart."""


def traces_in_jpeg(data: bytes) -> tuple[str, ...]:
    """Name every segment but the picture's own, a thumbnail in the JFIF header, and bytes after the end."""
    traces: list[str] = []
    position = 2
    while True:
        marker = _MARKER.match(data, position)
        if marker is None:
            return _distinct([*traces, "damaged"])
        kind, position = data[marker.end() - 1], marker.end()
        if kind == 0xD9:
            break
        length = int.from_bytes(data[position : position + 2], "big")
        if length < 2 or position + length > len(data):
            return _distinct([*traces, "damaged"])
        if kind not in _SHOWN:
            traces.append(_trace(kind, data[position + 2 : position + length]))
        position += length
        if kind == 0xDA:
            after = _AFTER_SCAN.search(data, position)
            position = after.start() if after else len(data)
    if position < len(data):
        traces.append("trailing bytes")
    return _distinct(traces)


def _distinct(traces: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in traces if name))


def _trace(kind: int, body: bytes) -> str:
    """Name a segment that is not the picture's own; empty for the two that only say how it is stored."""
    if kind == 0xE0 and body.startswith(b"JFIF\0"):
        return "" if len(body) == 14 and body[12] == body[13] == 0 else "thumbnail"
    if kind == 0xEE and body.startswith(b"Adobe") and len(body) == 12:
        return ""
    if kind == 0xFE:
        return "comment"
    for start, name in (
        (b"Exif\0", "EXIF"),
        (b"http://ns.adobe.com/", "XMP"),
        (b"ICC_PROFILE\0", "ICC"),
        (b"Photoshop 3.0\0", "IPTC"),
        (b"JFXX\0", "thumbnail"),
        (b"MPF\0", "second picture"),
    ):
        if body.startswith(start):
            return name
    return f"APP{kind - 0xE0}" if 0xE0 <= kind <= 0xEF else f"segment {kind:02x}"
