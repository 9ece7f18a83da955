"""JPEG segment parser (ITU T.81, Annex B).

The scanner of finished files has one of its own, so that a mistake made here is seen there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

EOI, SOS, APP0, APP15, COM = 0xD9, 0xDA, 0xE0, 0xEF, 0xFE
PICTURE_MARKERS = frozenset({*range(0xC0, 0xD0), SOS, 0xDB, 0xDC, 0xDD}) - {0xC8}
"""Markers of frames, tables and scans. Application data, comments and all that is reserved are not among them."""

_MARKER = re.compile(rb"\xff+([^\x00\xff])", re.DOTALL)
# A pattern that begins with one plain byte is looked for thirty times as fast as one that begins with any number of it.
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]", re.DOTALL)
"""The end of a scan's data: a marker that is neither stuffing nor a restart."""


class JpegBroken(ValueError):
    """A JPEG's segments do not follow one another up to the end of its picture."""


class JpegSegment(Struct, frozen=True):
    """One segment, as offsets into the file; ``payload`` lies between its length and its coded data, if it has any."""

    marker: int
    start: int
    """Offset of the marker itself, fill bytes before it left out."""
    payload: int
    coded: int
    """Offset where its payload ends, and in a scan its coded data begins."""
    end: int


def jpeg_segments(data: bytes) -> Iterator[JpegSegment]:
    """Parse the segments after SOI up to the first picture's EOI, which is the last. Raises ``JpegBroken``."""
    if data[:2] != b"\xff\xd8":
        raise JpegBroken("not a JPEG")
    position = 2
    while marker := _MARKER.match(data, position):
        kind, start, payload = marker[1][0], marker.end() - 2, marker.end() + 2
        if kind == EOI:
            yield JpegSegment(kind, start, marker.end(), marker.end(), marker.end())
            return
        length = int.from_bytes(data[marker.end() : payload], "big")
        end = coded = marker.end() + length
        if length < 2 or end > len(data):
            raise JpegBroken("a JPEG segment is cut short")
        if kind == SOS:
            following = _AFTER_SCAN.search(data, coded)
            if following is None:
                raise JpegBroken("a JPEG scan does not end")
            end = following.start()
            while data[end - 1] == 0xFF:  # fill bytes
                end -= 1
        yield JpegSegment(kind, start, payload, coded, end)
        position = end
    raise JpegBroken("a JPEG segment does not begin with a marker")
