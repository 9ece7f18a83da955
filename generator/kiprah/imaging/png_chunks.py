"""PNG chunk reader: checks every checksum, and leaves out what is not needed to decode the picture (PNG, section 5)."""

from __future__ import annotations

import zlib

from msgspec import Struct

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KEPT = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"eXIf"})
_XMP = b"XML:com.adobe.xmp\0"
_MAX_PROFILE = 16_000_000
"""Maximum bytes of a profile; a larger one counts as none; those of printers have some three million."""
_MAX_XMP = 4_000_000


class PngBroken(ValueError):
    """A chunk that the picture needs is missing, damaged or cut short."""


class PngParts(Struct, frozen=True):
    """A PNG taken apart: a file with only the chunks that its pixels and its EXIF need, and what stood beside them."""

    essential: bytes
    profile: bytes = b""
    xmp: bytes = b""
    is_animated: bool = False


def parse_png(data: bytes) -> PngParts:
    """Take a PNG apart. Raises ``PngBroken``; a chunk that is not needed may be as large or as broken as it likes."""
    kept = [SIGNATURE]
    profile = xmp = b""
    is_animated = has_pixels = False
    name, position = b"", len(SIGNATURE)
    while name != b"IEND" and position < len(data):
        name = data[position + 4 : position + 8]
        end = position + 12 + int.from_bytes(data[position : position + 4], "big")
        if end > len(data):
            # Of what stands after the pixels nothing is needed.
            if has_pixels and name != b"IDAT":
                break
            raise PngBroken("a PNG chunk is truncated")
        body = memoryview(data)[position + 8 : end - 4]
        is_whole = zlib.crc32(body, zlib.crc32(name)) == int.from_bytes(data[end - 4 : end], "big")
        if name in _KEPT:
            if is_whole:
                kept.append(data[position:end])
            elif name != b"eXIf":
                raise PngBroken("a PNG chunk is broken")
            has_pixels = has_pixels or name == b"IDAT"
        elif name == b"iCCP" and is_whole:
            profile = _inflated(bytes(body).partition(b"\0")[2][1:], _MAX_PROFILE)
        elif name == b"iTXt" and is_whole and bytes(body[: len(_XMP)]) == _XMP:
            xmp = _international_text(bytes(body[len(_XMP) :]))
        is_animated = is_animated or name == b"acTL"
        position = end
    if name != b"IEND":
        kept.append(bytes(4) + b"IEND" + zlib.crc32(b"IEND").to_bytes(4, "big"))
    return PngParts(b"".join(kept), profile, xmp, is_animated)


def _international_text(body: bytes) -> bytes:
    """Return the text of an ``iTXt`` chunk after its keyword."""
    text = body[2:].partition(b"\0")[2].partition(b"\0")[2]
    return _inflated(text, _MAX_XMP) if body[:1] == b"\1" else text


def _inflated(packed: bytes, most: int) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        data = unpacker.decompress(packed, most)
    except zlib.error:
        return b""
    return data if unpacker.eof else b""
