"""Structure of a zip, byte by byte: what is no member, no row of its directory and no end of it."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator, Sequence

_MEMBER, _DESCRIPTOR, _ROW = b"PK\3\4", b"PK\7\x08", b"PK\1\2"
_END, _LARGE_END, _LARGE_PLACE = b"PK\5\6", b"PK\6\6", b"PK\6\7"
_DESCRIPTORS = ("<4sLLL", "<LLL", "<4sLQQ", "<LQQ")
"""Forms of what follows a member whose size was not known when it was begun."""
_EXTRAS = frozenset({0x0001, 0x000A, 0x5455, 0x5855, 0x7075, 0x7855, 0x7875})
"""Extra fields of sizes, days, numbers of accounts, and the name in UTF-8."""
_PADDING = frozenset({0xA220, 0xCAFE, 0xD935})
"""Extra fields that only take up space: they hold a few bytes, and zeros."""
_MOST_OF_PADDING = 4


def traces_in_structure(data: bytes, entries: Sequence[zipfile.ZipInfo], directory: int) -> Iterator[str]:
    """Name comments, unknown fields, and bytes before, between and after what belongs there.

    Days of members are in every zip, and no packer leaves them out: they are not named.
    """
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        begin = entry.header_offset
        if begin < end or data[begin : begin + 4] != _MEMBER:
            yield "damaged"
            return
        yield from _between(data, end, begin)
        names, extras = struct.unpack("<HH", data[begin + 26 : begin + 30].ljust(4, b"\0"))
        inner = begin + 30 + names
        yield from _in_extra_fields(data[inner : inner + extras])
        end = inner + extras + entry.compress_size
        if entry.flag_bits & 8:
            end = _after_descriptor(data, end, entry)
    if end > directory:
        yield "damaged"
        return
    yield from _between(data, end, directory)
    yield from _in_directory(data, directory)


def _between(data: bytes, begin: int, end: int) -> Iterator[str]:
    if data[begin:end].strip(b"\0"):
        yield "leftovers" if begin else "leading bytes"


def _after_descriptor(data: bytes, place: int, entry: zipfile.ZipInfo) -> int:
    """Return where what follows a member's bytes ends: its sum and sizes, in one of four forms, or nothing."""
    for form in _DESCRIPTORS:
        length = struct.calcsize(form)
        told = data[place : place + length]
        if len(told) < length or ("s" in form and not told.startswith(_DESCRIPTOR)):
            continue
        if struct.unpack(form, told)[-3:] == (entry.CRC, entry.compress_size, entry.file_size):
            return place + length
    return place


def _in_directory(data: bytes, place: int) -> Iterator[str]:
    while data[place : place + 4] == _ROW and place + 46 <= len(data):
        name, extra, comment = struct.unpack("<HHH", data[place + 28 : place + 34])
        inner = place + 46 + name
        yield from _in_extra_fields(data[inner : inner + extra])
        if data[inner + extra : inner + extra + comment].strip():
            yield "comment"
        place = inner + extra + comment
    if data[place : place + 4] == _LARGE_END and place + 12 <= len(data):
        size = int.from_bytes(data[place + 4 : place + 12], "little")
        if size > 44:  # what it may hold beyond is for makers
            yield "leftovers"
        place += 12 + size
        if data[place : place + 4] == _LARGE_PLACE:
            place += 20
    if data[place : place + 4] != _END or place + 22 > len(data):
        yield "leftovers"
        return
    comment = int.from_bytes(data[place + 20 : place + 22], "little")
    if data[place + 22 : place + 22 + comment].strip():
        yield "comment"
    if len(data) > place + 22 + comment:
        yield "trailing bytes"


def _in_extra_fields(data: bytes) -> Iterator[str]:
    place = 0
    while place + 4 <= len(data):
        kind, size = struct.unpack("<HH", data[place : place + 4])
        body = data[place + 4 : place + 4 + size]
        if len(body.strip(b"\0")) > (_MOST_OF_PADDING if kind in _PADDING else len(data) if kind in _EXTRAS else 0):
            yield "extra field"
        place += 4 + size
    if data[place:].strip(b"\0"):
        yield "extra field"
