"""WebP chunk checker: whether all of the picture is there, and whether it is animated (RFC 9649)."""

from __future__ import annotations

from kiprah.imaging.gaps import has_gap

_PIXELS = frozenset({b"VP8 ", b"VP8L", b"ALPH", b"ANMF"})
_ANIMATED = 0x02


class WebpBroken(ValueError):
    """A chunk that the picture needs is damaged or cut short."""


def check_webp(data: bytes) -> bool:
    """Check a WebP's chunks, and say whether it is animated. Raises ``WebpBroken``."""
    end = 8 + int.from_bytes(data[4:8], "little")
    if end > len(data) + 1:
        raise WebpBroken("a WebP file is truncated")
    is_animated = has_pixels = False
    position = 12
    while position + 8 <= min(end, len(data)):
        name, size = data[position : position + 4], int.from_bytes(data[position + 4 : position + 8], "little")
        if position + 8 + size > len(data):
            raise WebpBroken("a WebP chunk is truncated")
        if name == b"VP8X":
            is_animated = bool(data[position + 8] & _ANIMATED)
        elif name in _PIXELS:
            has_pixels = True
            if has_gap(data[position + 8 : position + 8 + size]):
                raise WebpBroken("a WebP picture has a gap")
        position += 8 + size + size % 2
    if not has_pixels:
        raise WebpBroken("a WebP file holds no picture")
    return is_animated
