"""Strips metadata from compressed images inside a document (JPEG, JPEG 2000), without decoding them."""

from __future__ import annotations

from kiprah.imaging.jpeg_segments import APP0, PICTURE_MARKERS, jpeg_segments

_JFIF = b"\xff\xe0\x00\x10JFIF\0\1\1\0\0\1\0\1\0\0"
"""JFIF as plain as it can be: it says how colours are stored, and carries no thumbnail."""

_JP2_KEPT = frozenset({b"jP  ", b"ftyp", b"jp2h", b"jp2c"})


def bare_jpeg(data: bytes) -> bytes:
    """Keep a JPEG's frames, tables and scans, and of its application data only how its colours are stored.

    Everything after the first picture's end is dropped. Raises ValueError where the structure is broken.
    """
    kept = [b"\xff\xd8"]
    for segment in jpeg_segments(data):
        payload = data[segment.payload : segment.coded]
        if segment.marker in PICTURE_MARKERS:
            kept.append(data[segment.start : segment.end])
        elif segment.marker == APP0 and payload.startswith(b"JFIF\0") and _JFIF not in kept:
            kept.append(_JFIF)
        elif segment.marker == 0xEE and payload.startswith(b"Adobe") and len(payload) >= 12:
            kept.append(b"\xff\xee\x00\x0e" + payload[:7] + b"\0\0\0\0" + payload[11:12])
    kept.append(b"\xff\xd9")
    return b"".join(kept)


def bare_jpeg2000(data: bytes) -> bytes:
    """Keep the boxes of a JPEG 2000 picture that its pixels need, and drop the comments of its code stream.

    A bare code stream is accepted too, as documents may hold one. Raises ValueError where the structure is broken.
    """
    if data.startswith(b"\xff\x4f"):
        return _bare_code_stream(data)
    kept = []
    position = 0
    while position < len(data):
        length = int.from_bytes(data[position : position + 4], "big")
        kind = data[position + 4 : position + 8]
        header = 8
        if length == 1:
            length, header = int.from_bytes(data[position + 8 : position + 16], "big"), 16
        end = len(data) if length == 0 else position + length
        if end > len(data) or end < position + header:
            raise ValueError("a JPEG 2000 box is cut short")
        if kind in _JP2_KEPT:
            body = data[position + header : end]
            body = _bare_code_stream(body) if kind == b"jp2c" else body
            kept.append((len(body) + 8).to_bytes(4, "big") + kind + body)
        position = end
    return b"".join(kept)


def _bare_code_stream(data: bytes) -> bytes:
    """Drop COM segments from a code stream's main header (ISO 15444-1, Annex A)."""
    if data[:2] != b"\xff\x4f":
        raise ValueError("not a JPEG 2000 code stream")
    kept = [data[:2]]
    position = 2
    while data[position : position + 2] != b"\xff\x90":
        length = int.from_bytes(data[position + 2 : position + 4], "big")
        end = position + 2 + length
        if data[position : position + 1] != b"\xff" or length < 2 or end > len(data):
            raise ValueError("a JPEG 2000 header is broken")
        if data[position + 1] != 0x64:
            kept.append(data[position:end])
        position = end
    kept.append(data[position:])
    return b"".join(kept)
