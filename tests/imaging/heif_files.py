"""HEIC and AVIF files put together box by box, since no encoder at hand writes grids and crops."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from kiprah.imaging.iso_boxes import boxes


class Item(Struct):
    """An item: its kind, its data, and its properties, each a whole box."""

    kind: bytes
    data: bytes
    properties: Sequence[bytes]
    tiles: Sequence[int] = ()


def box(kind: bytes, body: bytes) -> bytes:
    return (8 + len(body)).to_bytes(4, "big") + kind + body


def ints(*values: int, size: int = 4) -> bytes:
    return b"".join(value.to_bytes(size, "big", signed=value < 0) for value in values)


def size_box(width: int, height: int) -> bytes:
    return box(b"ispe", ints(0, width, height))


def crop_box(width: int, height: int, across: int, down: int) -> bytes:
    """A clean aperture; ``across`` and ``down`` move its middle, in halves of a pixel."""
    return box(b"clap", ints(width, 1, height, 1, across, 2, down, 2))


def grid(columns: int, rows: int, width: int, height: int) -> bytes:
    return bytes((0, 0, rows - 1, columns - 1)) + ints(width, height, size=2)


def heif(brand: bytes, items: Sequence[Item], primary: int) -> bytes:
    """Put a file together; items are numbered from 1 on."""
    properties = list(dict.fromkeys(p for item in items for p in item.properties))
    entries = b"".join(
        box(b"infe", b"\2\0\0\0" + ints(number, 0, size=2) + item.kind + b"\0") for number, item in enumerate(items, 1)
    )
    links = b"".join(
        ints(number, len(item.properties), size=2)[:2]
        + bytes((len(item.properties), *(0x80 | properties.index(p) + 1 for p in item.properties)))
        for number, item in enumerate(items, 1)
    )
    references = b"".join(
        box(b"dimg", ints(number, len(item.tiles), *item.tiles, size=2))
        for number, item in enumerate(items, 1)
        if item.tiles
    )

    def meta(start: int) -> bytes:
        places, at = b"", start
        for number, item in enumerate(items, 1):
            places += ints(number, 0, 1, size=2) + ints(at, len(item.data))
            at += len(item.data)
        body = ints(0) + box(b"hdlr", bytes(8) + b"pict" + bytes(13)) + box(b"pitm", ints(0) + ints(primary, size=2))
        body += box(b"iinf", ints(0) + ints(len(items), size=2) + entries)
        body += box(b"iloc", ints(0) + b"\x44\0" + ints(len(items), size=2) + places)
        body += box(b"iref", ints(0) + references) if references else b""
        return box(
            b"meta", body + box(b"iprp", box(b"ipco", b"".join(properties)) + box(b"ipma", ints(0, len(items)) + links))
        )

    head = box(b"ftyp", brand + ints(0) + b"mif1" + brand)
    data = b"".join(item.data for item in items)
    return head + meta(len(head) + len(meta(0)) + 8) + box(b"mdat", data)


def picture_of(data: bytes, kind: bytes) -> tuple[bytes, Mapping[bytes, bytes]]:
    """Take the first item's data and its properties from a file with one picture."""
    top = {b.kind: b for b in boxes(data, 0, len(data))}
    inside = {b.kind: b for b in boxes(data, top[b"meta"].inner + 4, top[b"meta"].end)}
    container = next(boxes(data, inside[b"iprp"].inner, inside[b"iprp"].end))
    found = {b.kind: data[b.start : b.end] for b in boxes(data, container.inner, container.end)}
    media = data[top[b"mdat"].inner : top[b"mdat"].end]
    assert kind in (b"hvc1", b"av01")
    if kind == b"av01":
        return media, found
    length = 4 + int.from_bytes(media[:4], "big")
    return media[:length], found
