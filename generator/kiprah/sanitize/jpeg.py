"""A JPEG without what it tells: its own segments stay byte for byte, all others go (ITU T.81, Annex B)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kiprah.sanitize.icc import bare_profile

_OWN = frozenset({*range(0xC0, 0xD0), 0xDB, 0xDC, 0xDD}) - {0xC8}
"""Frames and tables; the scans (0xDA) and the end stand apart."""

_MARKER = re.compile(rb"\xff+([^\x00\xff])", re.DOTALL)
_AFTER_SCAN = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]", re.DOTALL)
_PROFILE = b"ICC_PROFILE\0"
_PART = 65_000
"""Bytes of a colour profile in one segment; a segment holds 65,533."""


def without_metadata(data: bytes, orientation: int, *, keep_profile: bool) -> bytes | None:
    """Take a JPEG apart and put back what draws the picture; no pixel is made anew.

    Everything after the first picture goes too: second pictures, videos of "live" photos, notes. ``orientation``
    (1..8) is written into an EXIF block that holds nothing else, and only where the picture is not upright. A
    colour profile is kept without its words and marks where ``keep_profile`` says that colours need it. Returns
    None for a file whose structure is not understood to the end.
    """
    kept: list[bytes] = []
    profile: dict[int, bytes] = {}
    jfif = b""
    ended = False
    for kind, body in _segments(data):
        if kind == 0xD9:
            ended = True
        elif kind == 0xE0 and body.startswith(b"JFIF\0") and len(body) >= 14:
            # Only how the samples are to be understood: neither a thumbnail nor its size.
            jfif = jfif or _segment(0xE0, body[:12] + b"\0\0")
        elif kind == 0xE2 and body.startswith(_PROFILE) and len(body) > 14:
            profile[body[12]] = body[14:]
        elif kind == 0xEE and body.startswith(b"Adobe") and len(body) >= 12:
            kept.append(_segment(0xEE, body[:12]))
        elif kind == 0xDA:
            kept.append(b"\xff\xda" + body)
        elif kind in _OWN:
            kept.append(_segment(kind, body))
        elif not (0xE0 <= kind <= 0xEF or kind == 0xFE):
            return None
    if not ended:
        return None
    head = [jfif]
    if orientation != 1:
        head.append(_segment(0xE1, b"Exif\0\0" + _only_orientation(orientation)))
    if keep_profile and profile:
        bare = bare_profile(b"".join(profile[number] for number in sorted(profile)))
        if bare is None:
            return None
        parts = [bare[start : start + _PART] for start in range(0, len(bare), _PART)]
        head += [_segment(0xE2, _PROFILE + bytes((number, len(parts))) + part) for number, part in enumerate(parts, 1)]
    return b"".join((b"\xff\xd8", *head, *kept, b"\xff\xd9"))


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each segment up to the first picture's end; a scan comes whole, its length and coded data included."""
    position = 2
    while marker := _MARKER.match(data, position):
        kind, position = marker[1][0], marker.end()
        if kind == 0xD9:
            yield kind, b""
            return
        length = int.from_bytes(data[position : position + 2], "big")
        if length < 2 or position + length > len(data):
            return
        if kind == 0xDA:
            after = _AFTER_SCAN.search(data, position + length)
            if after is None:
                return
            yield kind, data[position : after.start()]
            position = after.start()
        else:
            yield kind, data[position + 2 : position + length]
            position += length


def _segment(kind: int, body: bytes) -> bytes:
    return bytes((0xFF, kind)) + (len(body) + 2).to_bytes(2, "big") + body


def _only_orientation(orientation: int) -> bytes:
    """Write a TIFF structure with one tag (TIFF 6.0, section 2)."""
    tag = (0x0112).to_bytes(2, "big") + (3).to_bytes(2, "big") + (1).to_bytes(4, "big") + bytes((0, orientation, 0, 0))
    return b"MM\0*" + (8).to_bytes(4, "big") + (1).to_bytes(2, "big") + tag + bytes(4)
