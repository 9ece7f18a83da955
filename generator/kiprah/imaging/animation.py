"""Detector of animated GIFs (GIF89a, section 12)."""

from __future__ import annotations


def has_second_frame(data: bytes) -> bool:
    """Say whether a GIF holds more than one picture; blocks after the first one may be broken."""
    position = 13 + _color_table(data, 10)
    frames = 0
    while position < len(data):
        kind = data[position]
        if kind == 0x2C:
            frames += 1
            if frames > 1:
                return True
            position += 11 + _color_table(data, position + 9)
        elif kind == 0x21:
            position += 2
        else:
            return False
        while position < len(data) and data[position]:
            position += 1 + data[position]
        position += 1
    return False


def _color_table(data: bytes, place: int) -> int:
    """Return how many bytes of a colour table follow, from the byte that says so."""
    flags = data[place] if place < len(data) else 0
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0
