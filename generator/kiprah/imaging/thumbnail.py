"""Embedded EXIF thumbnail of a JPEG: for a photo's mean colour, it spares decoding the large picture."""

from __future__ import annotations

from io import BytesIO

from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

from kiprah.imaging.data_gaps import has_gap
from kiprah.imaging.decoder_errors import DECODER_ERRORS
from kiprah.imaging.exif import thumbnail_bytes
from kiprah.imaging.jpeg_segments import SOS, JpegBroken, jpeg_segments

_LEAST, _MOST = 32, 640
"""Pixels of a thumbnail's sides; anything else was not made by a camera."""
_UNLIKE = 1.4
"""Maximum ratio of the shapes: cameras add bars to fit a standard one; what differs more is left from a cut photo."""
_PROBE = 1 << 16
"""Bytes of the scan that must decode: enough to use every table of the header."""


def embedded_thumbnail(data: bytes, size: tuple[int, int], exif: bytes) -> Image.Image | None:
    """Return the thumbnail in a JPEG of this size, as it is stored, if the JPEG itself is sound.

    Sound means: its segments follow one another up to the end of the picture, and its tables decode. None otherwise,
    and on any doubt: the photo is then decoded, which says what is wrong with it.
    """
    small = thumbnail_bytes(exif)
    if not small.startswith(b"\xff\xd8"):
        return None
    scan = _first_scan(data)
    if scan is None or has_gap(data) or not _begins_well(data[: scan + _PROBE]):
        return None
    try:
        image = JpegImageFile(BytesIO(small))
        if not all(_LEAST <= side <= _MOST for side in image.size):
            return None
        shapes = image.width * size[1] / (image.height * size[0])
        if max(shapes, 1 / shapes) > _UNLIKE:
            return None
        image.load()
    except DECODER_ERRORS:
        return None
    return image


def _first_scan(data: bytes) -> int | None:
    """Return where the coded data of a JPEG's first scan begins, if its segments are whole."""
    try:
        scans = [segment.coded for segment in jpeg_segments(data) if segment.marker == SOS]
    except JpegBroken:
        return None
    return scans[0] if scans else None


def _begins_well(beginning: bytes) -> bool:
    """Say whether a JPEG that is cut off decodes up to where it ends."""
    try:
        image = JpegImageFile(BytesIO(beginning))
        image.draft(None, (1, 1))
        image.load()
    except OSError as error:
        return "truncated" in str(error)
    except DECODER_ERRORS:
        return False
    return True
