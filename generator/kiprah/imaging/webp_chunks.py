"""WebP chunk reader: whether all of the picture is there, and whether it is animated (RFC 9649)."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

_PIXELS = frozenset({b"VP8 ", b"VP8L", b"ALPH"})
_FRAME = b"ANMF"
_ANIMATED = 0x02
_TAIL, _SMALL = 16, 512
"""Bytes that are left out, and of how many they are too large a part."""


class WebpBroken(ValueError):
    """A chunk that the picture needs is damaged or cut short."""


class WebpChunks(Struct, frozen=True):
    """A WebP's chunks by name, in their order."""

    chunks: tuple[tuple[bytes, bytes], ...]
    is_animated: bool

    def shortened(self) -> Iterator[bytes]:
        """Yield the file with the last bytes of its pixels left out, for each chunk that holds some.

        Its codes have no checksum. But a sound picture needs its last bytes: where it can be decoded without them, the
        codes before them were not the ones that were written.
        """
        for place, (name, body) in enumerate(self.chunks):
            if name in _PIXELS and len(body) > _SMALL and not self.is_animated:
                yield _file((*self.chunks[:place], (name, body[:-_TAIL]), *self.chunks[place + 1 :]))


def _file(chunks: tuple[tuple[bytes, bytes], ...]) -> bytes:
    parts = (name + len(body).to_bytes(4, "little") + body + bytes(len(body) % 2) for name, body in chunks)
    inside = b"WEBP" + b"".join(parts)
    return b"RIFF" + len(inside).to_bytes(4, "little") + inside


def parse_webp(data: bytes) -> WebpChunks:
    """Take a WebP apart. Raises ``WebpBroken``."""
    end = 8 + int.from_bytes(data[4:8], "little")
    if end > len(data) + 1:
        raise WebpBroken("a WebP file is truncated")
    chunks: list[tuple[bytes, bytes]] = []
    is_animated = has_pixels = False
    position = 12
    while position + 8 <= min(end, len(data)):
        name, size = data[position : position + 4], int.from_bytes(data[position + 4 : position + 8], "little")
        if position + 8 + size > len(data):
            raise WebpBroken("a WebP chunk is truncated")
        if name == b"VP8X":
            is_animated = bool(data[position + 8] & _ANIMATED)
        has_pixels = has_pixels or name in _PIXELS or name == _FRAME
        chunks.append((name, data[position + 8 : position + 8 + size]))
        position += 8 + size + size % 2
    if not has_pixels:
        raise WebpBroken("a WebP file holds no picture")
    return WebpChunks(tuple(chunks), is_animated)
