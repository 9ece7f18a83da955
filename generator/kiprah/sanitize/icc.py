"""ICC profile sanitizer: drops descriptions, since screens and scanners write their name, model and day (ICC.1)."""

from __future__ import annotations

_COLOUR = frozenset(
    {b"wtpt", b"bkpt", b"chad", b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC", b"kTRC", b"gamt", b"cicp"}
    | {bytes((*b"A2B", digit)) for digit in b"012"}
    | {bytes((*b"B2A", digit)) for digit in b"012"}
)
"""The tags that say what colours are; all others describe, sign or date."""

_HEADER = 128
_TAG = 12
_MOST = 100
"""Maximum number of tags; a profile with more is not one."""

_MARKS = ((4, 8), (24, 36), (40, 64), (80, 128))
"""Bytes of the header that name the program, the day, the platform, maker and model, and a digest of it all."""


def bare_profile(profile: bytes) -> bytes | None:
    """Rebuild an ICC profile from the tags that say what colours are; None where it cannot be read."""
    count = int.from_bytes(profile[_HEADER : _HEADER + 4], "big")
    if profile[36:40] != b"acsp" or not 0 < count <= _MOST:
        return None
    values: dict[bytes, bytes] = {}
    for number in range(count):
        entry = _HEADER + 4 + _TAG * number
        name = profile[entry : entry + 4]
        start, size = (int.from_bytes(profile[at : at + 4], "big") for at in (entry + 4, entry + 8))
        if size < 8 or start + size > len(profile):
            return None
        if name in _COLOUR:
            values[name] = profile[start : start + size]
    header = bytearray(profile[:_HEADER])
    for start, end in _MARKS:
        header[start:end] = bytes(end - start)
    values = {**values, b"desc": _text(header[8], "colours", b"desc"), b"cprt": _text(header[8], "none", b"text")}
    table, block = b"", b""
    first = _HEADER + 4 + _TAG * len(values)
    for name, value in values.items():
        table += name + (first + len(block)).to_bytes(4, "big") + len(value).to_bytes(4, "big")
        block += value + bytes(-len(value) % 4)
    header[:4] = (first + len(block)).to_bytes(4, "big")
    return bytes(header) + len(values).to_bytes(4, "big") + table + block


def _text(version: int, text: str, older: bytes) -> bytes:
    """Write one of the two texts every profile must have, as its version of ICC wants it."""
    if version >= 4:
        words = text.encode("utf-16-be")
        return (
            b"mluc"
            + bytes(4)
            + (1).to_bytes(4, "big")
            + (12).to_bytes(4, "big")
            + b"enUS"
            + (len(words).to_bytes(4, "big") + (28).to_bytes(4, "big") + words)
        )
    words = text.encode() + b"\0"
    if older == b"text":
        return b"text" + bytes(4) + words
    return b"desc" + bytes(4) + len(words).to_bytes(4, "big") + words + bytes(4 + 4 + 2 + 1 + 67)
