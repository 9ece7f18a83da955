"""HEIF item reader for HEIC and AVIF: whether all of the picture is there, and how it is to be cropped (ISO 23008-12).

Decoders draw what they have: tiles that are missing become green, and AVIF's leaves the crop to its caller.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from msgspec import Struct

from kiprah.imaging.data_gaps import has_gap
from kiprah.imaging.iso_boxes import BoxesBroken, IsoBox, boxes, number

_MAX_ENTRIES = 20_000


class HeifBroken(ValueError):
    """The picture's items are damaged."""


class HeifPicture(Struct, frozen=True):
    """Size of the primary picture as coded, and what of it is shown: left, top, right, bottom."""

    size: tuple[int, int]
    crop: tuple[int, int, int, int] | None
    turns: bool
    """True where width and height change places when it is turned upright."""

    @property
    def shown_size(self) -> tuple[int, int]:
        """Return the size of the picture cropped and upright."""
        left, top, right, bottom = self.crop or (0, 0, *self.size)
        return (bottom - top, right - left) if self.turns else (right - left, bottom - top)


class _Item(Struct):
    kind: bytes = b""
    extents: list[tuple[int, int]] = []
    properties: list[int] = []


def read_heif(data: bytes) -> HeifPicture | None:
    """Read what a file says of its primary picture, and check that every item's data are there and have no gap.

    None for a sequence without items, whose frames stand elsewhere. Raises ``HeifBroken``, ``BoxesBroken``.
    """
    meta = next((box for box in _top_boxes(data) if box.kind == b"meta"), None)
    if meta is None:
        return None
    parts = {box.kind: box for box in boxes(data, meta.inner + 4, meta.end)}
    if not {b"pitm", b"iinf", b"iloc", b"iprp"} <= parts.keys():
        raise HeifBroken("a HEIF file lists no picture")
    items: dict[int, _Item] = {}
    _read_kinds(data, parts[b"iinf"], items)
    _read_extents(data, parts, items)
    properties = _read_properties(data, parts[b"iprp"], items)
    for item in items.values():
        _check_item(data, item, properties)
    wide = data[parts[b"pitm"].inner] != 0
    primary = items.get(number(data, parts[b"pitm"].inner + 4, 4 if wide else 2))
    if primary is None:
        raise HeifBroken("a HEIF file's main picture is missing")
    return _picture(data, [properties[at - 1] for at in primary.properties if 0 < at <= len(properties)])


def _top_boxes(data: bytes) -> Iterator[IsoBox]:
    """Yield the file's own boxes; what phones append after them is not one. Raises ``HeifBroken`` without any."""
    walk = boxes(data, 0, len(data))
    seen = 0
    while seen < _MAX_ENTRIES:
        try:
            box = next(walk)
        except StopIteration:
            return
        except BoxesBroken:
            if seen > 1:
                return
            raise
        seen += 1
        yield box


def _read_kinds(data: bytes, box: IsoBox, items: dict[int, _Item]) -> None:
    wide = data[box.inner] != 0
    for entry in boxes(data, box.inner + (8 if wide else 6), box.end):
        version = data[entry.inner]
        if entry.kind != b"infe" or version < 2:
            raise HeifBroken("an item of a HEIF file is not described")
        size = 2 if version == 2 else 4
        kind = entry.inner + 4 + size + 2
        items[number(data, entry.inner + 4, size)] = _Item(bytes(data[kind : kind + 4]), [], [])


def _read_extents(data: bytes, parts: Mapping[bytes, IsoBox], items: Mapping[int, _Item]) -> None:
    """Read where each item's data are (``iloc``), as offsets into the file."""
    box = parts[b"iloc"]
    version, sizes = data[box.inner], number(data, box.inner + 4, 2)
    offset_size, length_size, base_size, index_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15, sizes & 15
    id_size = 4 if version == 2 else 2
    at = box.inner + 6
    count, at = number(data, at, id_size), at + id_size
    for _ in range(min(count, _MAX_ENTRIES)):
        identity, at = number(data, at, id_size), at + id_size
        method = number(data, at, 2) & 15 if version else 0
        at += 2 if version else 0
        reference, base, at = number(data, at, 2), number(data, at + 2, base_size), at + 2 + base_size
        extents, at = number(data, at, 2), at + 2
        for _ in range(extents):
            at += index_size if version else 0
            start, length = number(data, at, offset_size), number(data, at + offset_size, length_size)
            at += offset_size + length_size
            if at > box.end:
                raise HeifBroken("a HEIF file's list of places is broken")
            if identity in items and not reference and method < 2:
                inside = parts.get(b"idat") if method else None
                if method and inside is None:
                    raise HeifBroken("a HEIF item is missing")
                first, most = (inside.inner, inside.end) if inside is not None else (0, len(data))
                first += base + start
                end = first + length if length else most
                if first > most or end > most:
                    raise HeifBroken("a HEIF item is truncated")
                items[identity].extents.append((first, end))


def _read_properties(data: bytes, box: IsoBox, items: Mapping[int, _Item]) -> list[IsoBox]:
    """Read which of the properties (``ipco``) each item has (``ipma``), in the order in which they are applied."""
    properties: list[IsoBox] = []
    for part in boxes(data, box.inner, box.end):
        if part.kind == b"ipco":
            properties = list(boxes(data, part.inner, part.end))
        elif part.kind == b"ipma":
            wide_id, wide = data[part.inner] >= 1, data[part.inner + 3] & 1
            at = part.inner + 8
            for _ in range(min(number(data, part.inner + 4, 4), _MAX_ENTRIES)):
                identity, at = number(data, at, 4 if wide_id else 2), at + (4 if wide_id else 2)
                count, at = number(data, at, 1), at + 1
                for _ in range(count):
                    index, at = number(data, at, 2 if wide else 1), at + (2 if wide else 1)
                    if identity in items:
                        items[identity].properties.append(index & (0x7FFF if wide else 0x7F))
                if at > part.end:
                    raise HeifBroken("a HEIF file's list of properties is broken")
    return properties


def _check_item(data: bytes, item: _Item, properties: Sequence[IsoBox]) -> None:
    """Check that a coded picture's data are whole."""
    coded = b"".join(data[start:end] for start, end in item.extents) if item.kind in (b"hvc1", b"av01") else b""
    if item.kind == b"av01" and (not coded or has_gap(coded)):
        raise HeifBroken("an AV1 picture is broken")
    if item.kind == b"hvc1":
        settings = [properties[at - 1] for at in item.properties if 0 < at <= len(properties)]
        length = next((data[box.inner + 21] & 3 for box in settings if box.kind == b"hvcC"), 3) + 1
        _check_units(coded, length)


def _check_units(coded: bytes, length_size: int) -> None:
    """Check that NAL units fill the data, and hold no three zeros in a row, which HEVC never writes (7.4.2)."""
    at = 0
    while at < len(coded):
        size, at = int.from_bytes(coded[at : at + length_size], "big"), at + length_size
        if not 2 <= size <= len(coded) - at or b"\0\0\0" in coded[at : at + size]:
            raise HeifBroken("an HEVC picture is broken")
        at += size
    if not coded:
        raise HeifBroken("an HEVC picture is missing")


def _picture(data: bytes, properties: Sequence[IsoBox]) -> HeifPicture:
    kinds = [box.kind for box in properties]
    if b"ispe" not in kinds:
        raise HeifBroken("a HEIF picture has no size")
    extents = properties[kinds.index(b"ispe")]
    size = number(data, extents.inner + 4, 4), number(data, extents.inner + 8, 4)
    crop = None
    if b"clap" in kinds:
        # The standard has it cropped before it is turned; the other way about, what is meant is anybody's guess.
        place = kinds.index(b"clap")
        if kinds.count(b"clap") > 1 or {b"irot", b"imir"} & set(kinds[:place]):
            raise HeifBroken("a HEIF picture is cropped twice or too late")
        crop = _crop(data, properties[place], size)
    turns = any(box.kind == b"irot" and data[box.inner] & 1 for box in properties)
    return HeifPicture(size, crop, turns)


def _crop(data: bytes, box: IsoBox, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return what a clean aperture leaves of a picture (ISO 14496-12, 12.1.4), and not a pixel more."""
    values = [number(data, box.inner + 4 * place, 4) for place in range(8)]
    if not all(values[1::2]):
        raise HeifBroken("a HEIF picture's crop is broken")
    signed = [value - (1 << 32) if place in (4, 6) and value >> 31 else value for place, value in enumerate(values)]
    width, height, across, down = (Fraction(a, b) for a, b in zip(signed[::2], values[1::2], strict=True))
    left, top = across + Fraction(size[0]) / 2 - width / 2, down + Fraction(size[1]) / 2 - height / 2
    crop = math.ceil(left), math.ceil(top), math.floor(left + width), math.floor(top + height)
    if not (0 <= crop[0] < crop[2] <= size[0] and 0 <= crop[1] < crop[3] <= size[1]):
        raise HeifBroken("a HEIF picture's crop is broken")
    return crop
