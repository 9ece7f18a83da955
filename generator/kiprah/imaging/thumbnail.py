"""The small picture a camera puts into its photo: for a photo's mean colour, it spares decoding the large one."""

from __future__ import annotations

import re
from io import BytesIO

from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

from kiprah.imaging.decoder_errors import DECODER_ERRORS
from kiprah.imaging.exif import thumbnail_in

_LEAST, _MOST = 32, 640
"""Pixels of a thumbnail's sides; anything else was not made by a camera."""
_UNLIKE = 1.4
"""Cameras add bars to fit a standard shape; a shape that differs more was left behind by cutting the photo."""
_PROBE = 1 << 16
"""Bytes of the scan that must decode: enough to use every table of the header."""

_MARKER = re.compile(rb"\xff+([^\x00\xff])", re.DOTALL)
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]", re.DOTALL)
"""The end of a scan's data: a marker that is neither stuffing nor a restart."""


def thumbnail_of(data: bytes, size: tuple[int, int], exif: bytes) -> Image.Image | None:
    """Return the thumbnail in a JPEG of this size, as it is stored, if the JPEG itself is sound.

    Sound means: its segments follow one another up to the end of the picture, and its tables decode. None otherwise,
    and on any doubt: the photo is then decoded, which says what is wrong with it.
    """
    small = thumbnail_in(exif)
    if not small.startswith(b"\xff\xd8"):
        return None
    scan = _scan_of(data)
    if scan is None or not _begins_well(data[: scan + _PROBE]):
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


def _scan_of(data: bytes) -> int | None:
    """Return where the first scan of a JPEG begins if the picture has an end (ITU T.81, Annex B)."""
    first: int | None = None
    position = 2
    while found := _MARKER.match(data, position):
        marker = found[1][0]
        if marker == 0xD9:
            return first
        position = found.end() + int.from_bytes(data[found.end() : found.end() + 2], "big")
        if marker == 0xDA:
            first = position if first is None else first
            after = _AFTER_SCAN.search(data, position)
            if after is None:
                return None
            position = after.start()
    return None


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
