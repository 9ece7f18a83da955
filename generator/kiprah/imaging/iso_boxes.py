"""Box reader of the ISO base media format (ISO 14496-12): what MP4, HEIC and AVIF are made of."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct


class BoxesBroken(ValueError):
    """A box does not fit where it stands."""


class IsoBox(Struct, frozen=True):
    """One box: its kind, and as offsets into the file its start, where its content begins, and its end."""

    kind: bytes
    start: int
    inner: int
    end: int


def boxes(data: bytes | bytearray, start: int, end: int) -> Iterator[IsoBox]:
    """Yield the boxes that fill a span; zeros at its end are none. Raises ``BoxesBroken`` where they do not fill it."""
    position = start
    while position < end:
        if not any(data[position : min(end, position + 8)]) and not any(data[position:end]):
            return
        size = number(data, position, 4)
        header = 8
        if size == 1:
            size, header = number(data, position + 8, 8), 16
        elif size == 0:
            size = end - position
        if position + header > end or size < header or position + size > end:
            raise BoxesBroken("a box does not fit")
        yield IsoBox(bytes(data[position + 4 : position + 8]), position, position + header, position + size)
        position += size


def number(data: bytes | bytearray, offset: int, size: int) -> int:
    """Read a big-endian number; raises ``BoxesBroken`` past the end of the file."""
    if offset + size > len(data):
        raise BoxesBroken("a number is cut off")
    return int.from_bytes(data[offset : offset + size], "big")
