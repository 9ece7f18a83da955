"""TIFF strip checker: whether each strip's or tile's compressed data are there, and decode to their end (TIFF 6.0)."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from io import BytesIO

from PIL.JpegImagePlugin import JpegImageFile
from PIL.TiffImagePlugin import TiffImageFile

from kiprah.imaging.data_gaps import has_gap
from kiprah.imaging.jpeg_decode import load_jpeg

_COMPRESSION, _TABLES = 259, 347
_PLACES = ((273, 279), (324, 325))
"""Offsets and lengths, of strips and of tiles."""
_NONE, _FAX, _JPEG, _DEFLATE, _PACK_BITS = (1,), (2, 3, 4), 7, (8, 32946), 32773


class TiffBroken(ValueError):
    """A strip is damaged or cut short."""


def check_tiff(image: TiffImageFile, data: bytes) -> None:
    """Check an opened TIFF's strips. Raises ``TiffBroken``, ``JpegBroken``.

    Pixels that are stored as they are cannot be checked: nothing tells a gap in them from what is black.
    """
    tags = image.tag_v2
    compression = tags.get(_COMPRESSION, 1)
    for places, lengths in _PLACES:
        for start, length in zip(_numbers(tags.get(places)), _numbers(tags.get(lengths)), strict=False):
            if start + length > len(data):
                raise TiffBroken("a TIFF strip is truncated")
            strip = data[start : start + length]
            if compression in _NONE or compression in _FAX:
                continue
            if compression == _JPEG:
                _check_jpeg(tags.get(_TABLES, b""), strip)
            elif compression in _DEFLATE:
                _check_deflate(strip)
            elif compression == _PACK_BITS:
                _check_pack_bits(strip)
            elif has_gap(strip):
                raise TiffBroken("a TIFF strip has a gap")


def _numbers(value: object) -> Sequence[int]:
    return [int(number) for number in value] if isinstance(value, tuple) else [value] if isinstance(value, int) else []


def _check_jpeg(tables: bytes, strip: bytes) -> None:
    """Decode a strip as small as can be: it is a JPEG whose tables may stand beside it."""
    whole = strip
    if tables[:2] == b"\xff\xd8" and strip[:2] == b"\xff\xd8":
        whole = tables.removesuffix(b"\xff\xd9") + strip[2:]
    small = JpegImageFile(BytesIO(whole))
    small.draft(None, (1, 1))
    load_jpeg(small, whole)


def _check_deflate(strip: bytes) -> None:
    """Unpack a strip up to its checksum."""
    unpacker = zlib.decompressobj()
    rest = strip
    while rest and not unpacker.eof:
        unpacker.decompress(rest, 1 << 20)
        rest = unpacker.unconsumed_tail
    if not unpacker.eof:
        raise TiffBroken("a TIFF strip is truncated")


def _check_pack_bits(strip: bytes) -> None:
    """Walk over a strip's runs: no encoder writes a run of one byte again and again, as a gap reads."""
    if has_gap(strip):
        raise TiffBroken("a TIFF strip has a gap")
    at = 0
    while at < len(strip):
        head = strip[at]
        at += 2 + head if head < 128 else 1 if head == 128 else 2
    if at != len(strip):
        raise TiffBroken("a TIFF strip is truncated")
