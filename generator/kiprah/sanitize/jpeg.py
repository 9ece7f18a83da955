"""Lossless JPEG metadata stripper: the picture's own segments stay byte for byte (ITU T.81, Annex B)."""

from __future__ import annotations

from kiprah.imaging.jpeg_segments import APP0, APP15, COM, PICTURE_MARKERS, JpegBroken, jpeg_segments
from kiprah.sanitize.icc import bare_profile

_PROFILE = b"ICC_PROFILE\0"
_PART = 65_000
"""Bytes of a colour profile in one segment; a segment holds 65,533."""


def without_metadata(data: bytes, orientation: int, *, keep_profile: bool) -> bytes | None:
    """Strip a JPEG of metadata without decoding its pixels.

    Everything after the first picture goes too: second pictures, videos of "live" photos, notes. ``orientation``
    (1..8) is written into an EXIF block that holds nothing else, and only where the picture is not upright. A
    colour profile is kept without its words and marks where ``keep_profile`` says that colours need it. Returns
    None for a file whose structure is not understood to the end.
    """
    try:
        segments = tuple(jpeg_segments(data))
    except JpegBroken:
        return None
    kept: list[bytes] = []
    profile: dict[int, bytes] = {}
    jfif = b""
    for segment in segments[:-1]:
        kind, body = segment.marker, data[segment.payload : segment.coded]
        if kind == APP0 and body.startswith(b"JFIF\0") and len(body) >= 14:
            # Only how the samples are to be understood: neither a thumbnail nor its size.
            jfif = jfif or _segment(APP0, body[:12] + b"\0\0")
        elif kind == 0xE2 and body.startswith(_PROFILE) and len(body) > 14:
            profile[body[12]] = body[14:]
        elif kind == 0xEE and body.startswith(b"Adobe") and len(body) >= 12:
            kept.append(_segment(0xEE, body[:12]))
        elif kind in PICTURE_MARKERS:
            kept.append(data[segment.start : segment.end])
        elif not (APP0 <= kind <= APP15 or kind == COM):
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


def _segment(kind: int, body: bytes) -> bytes:
    return bytes((0xFF, kind)) + (len(body) + 2).to_bytes(2, "big") + body


def _only_orientation(orientation: int) -> bytes:
    """Write a TIFF structure with one tag (TIFF 6.0, section 2)."""
    tag = (0x0112).to_bytes(2, "big") + (3).to_bytes(2, "big") + (1).to_bytes(4, "big") + bytes((0, orientation, 0, 0))
    return b"MM\0*" + (8).to_bytes(4, "big") + (1).to_bytes(2, "big") + tag + bytes(4)
