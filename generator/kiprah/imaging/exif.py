"""EXIF reader: orientation, capture date and embedded thumbnail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from msgspec import Struct

_ORIENTATION = 0x0112
_EXIF_FOLDER = 0x8769
_CAPTURED = 0x9003
_SUBFILE_TYPE = 0x00FE
_DNG_VERSION = 0xC612
_THUMBNAIL, _THUMBNAIL_BYTES = 0x0201, 0x0202

_MAKE, _MODEL, _GPS_FOLDER = 0x010F, 0x0110, 0x8825
_SERIAL, _LENS_SERIAL, _OWNER = 0xA431, 0xA435, 0xA430
_LATITUDE, _LONGITUDE = 2, 4

_MAX_TAGS = 512
"""Maximum number of tags in a folder; one claiming more than this is not a camera's."""

_DAY = re.compile(rb"(\d{4})[:-](\d\d)[:-](\d\d)")
_CLOCK = re.compile(rb"[0-9:-]{10}[ T](\d\d:\d\d:\d\d)")


class Exif(Struct, frozen=True):
    """The EXIF fields in use; ``orientation`` is 1..8, and 1 where it is missing or makes no sense."""

    orientation: int = 1
    has_orientation: bool = False
    """True where it says one of the eight; where it says none, XMP may."""
    capture_day: date | None = None
    capture_time: str = ""
    """The time of that day, ``09:30:00``; only to put photos in order, and never kept."""
    is_raw: bool = False
    """True where it is a camera's raw file: a TIFF whose first picture is only a preview of what it holds."""


def read_exif(block: bytes) -> Exif:
    """Read a TIFF structure (with or without ``Exif\\0\\0`` before it); what is broken in it counts as missing.

    Written here since Pillow's reader walks every tag, maker notes too, and warns about what it meets there.
    Layout: TIFF 6.0 section 2, and Exif 2.32 for the tags.
    """
    reader = _reader_of(block)
    if reader is None:
        return Exif()
    main = dict(reader.tags(reader.number(4, 4)))
    orientation = reader.short(main.get(_ORIENTATION))
    folder = reader.long(main.get(_EXIF_FOLDER))
    captured = reader.text(dict(reader.tags(folder)).get(_CAPTURED)) if folder else b""
    return Exif(
        orientation=orientation if 1 <= orientation <= 8 else 1,
        has_orientation=1 <= orientation <= 8,
        capture_day=_day(captured),
        capture_time=match[1].decode() if (match := _CLOCK.match(captured)) else "",
        is_raw=_DNG_VERSION in main or bool(reader.long(main.get(_SUBFILE_TYPE)) & 1) or reader.block[8:10] == b"CR",
    )


class TellingTags(Struct, frozen=True):
    """Tags of a camera's notes that would lead somebody to a place, or to the camera's owner."""

    place: bool = False
    camera: bool = False


def telling_tags(block: bytes) -> TellingTags:
    """Say what a TIFF structure (with or without ``Exif\\0\\0`` before it) tells of place and camera."""
    reader = _reader_of(block)
    if reader is None:
        return TellingTags()
    main = dict(reader.tags(reader.number(4, 4)))
    within = {tag for tag, _ in reader.tags(reader.long(main.get(_EXIF_FOLDER)))}
    located = {tag for tag, _ in reader.tags(reader.long(main.get(_GPS_FOLDER)))}
    return TellingTags(
        place={_LATITUDE, _LONGITUDE} <= located,
        camera=bool({_MAKE, _MODEL} & main.keys() or {_SERIAL, _LENS_SERIAL, _OWNER} & within),
    )


def thumbnail_bytes(block: bytes) -> bytes:
    """Return the JPEG that a TIFF structure (with or without ``Exif\\0\\0`` before it) holds in its second folder."""
    reader = _reader_of(block)
    if reader is None:
        return b""
    main = reader.number(4, 4)
    second = dict(reader.tags(reader.number(main + 2 + 12 * reader.number(main, 2), 4)))
    start, length = reader.long(second.get(_THUMBNAIL)), reader.long(second.get(_THUMBNAIL_BYTES))
    return reader.block[start : start + length] if start else b""


def _reader_of(block: bytes) -> _Reader | None:
    block = block.removeprefix(b"Exif\0\0")
    order = {b"II*\0": "little", b"MM\0*": "big"}.get(block[:4])
    return None if order is None else _Reader(block, order)


def _day(text: bytes) -> date | None:
    match = _DAY.match(text)
    if not match:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


class _Reader(Struct, frozen=True):
    """A TIFF structure; reading past its end gives zeros, since that is what "missing" means to the caller."""

    block: bytes
    order: str

    def number(self, offset: int, size: int) -> int:
        return int.from_bytes(self.block[offset : offset + size], "little" if self.order == "little" else "big")

    def tags(self, offset: int) -> Iterator[tuple[int, int]]:
        """Yield each tag of a folder with where its twelve bytes begin."""
        if not 8 <= offset <= len(self.block) - 2:
            return
        for index in range(min(self.number(offset, 2), _MAX_TAGS)):
            entry = offset + 2 + 12 * index
            if entry + 12 > len(self.block):
                return
            yield self.number(entry, 2), entry

    def short(self, entry: int | None) -> int:
        if entry is None:
            return 0
        return self.number(entry + 8, 2) if self.number(entry + 2, 2) == 3 else self.long(entry)

    def long(self, entry: int | None) -> int:
        return 0 if entry is None else self.number(entry + 8, 4)

    def text(self, entry: int | None) -> bytes:
        if entry is None or self.number(entry + 2, 2) != 2:
            return b""
        length = self.number(entry + 4, 4)
        start = entry + 8 if length <= 4 else self.number(entry + 8, 4)
        return self.block[start : start + min(length, 32)]
