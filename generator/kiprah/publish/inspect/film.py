"""Files made of boxes: MP4 videos, AVIF and HEIC pictures."""

from __future__ import annotations

from collections.abc import Iterator

_HOLDERS = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"dinf", b"mvex", b"moof", b"traf"})
_MOST_BOXES = 20_000


def boxes(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield kind, start of the content and end of each box; stops at the first that does not fit."""
    position = start
    while position + 8 <= end:
        size = int.from_bytes(data[position : position + 4], "big")
        kind = data[position + 4 : position + 8]
        head = 8
        if size == 1 and position + 16 <= end:
            size = int.from_bytes(data[position + 8 : position + 16], "big")
            head = 16
        elif size == 0:
            size = end - position
        if size < head or position + size > end:
            return
        yield kind, position + head, position + size
        position += size


def traces_in_film(data: bytes) -> tuple[str, ...]:
    """Name boxes that describe instead of show: user data, metadata, makers' boxes, a picture's EXIF and XMP."""
    found: list[str] = []
    waiting = [(0, len(data))]
    seen = 0
    picture = data[8:12] in (b"avif", b"avis", b"heic", b"heix", b"mif1")
    while waiting:
        start, end = waiting.pop()
        for kind, inner, last in boxes(data, start, end):
            seen += 1
            if seen > _MOST_BOXES:
                return (*found, "too many boxes")
            if kind in _HOLDERS:
                waiting.append((inner, last))
            elif kind in (b"udta", b"uuid", b"XMP_") and any(data[inner:last]):
                found.append(kind.decode("latin-1"))
            elif kind == b"meta" and picture:
                content = data[inner:last]
                found += [
                    name for mark, name in ((b"Exif\0", "EXIF"), (b"application/rdf+xml", "XMP")) if mark in content
                ]
                found += ["ICC"] if b"colrprof" in content or b"colrrICC" in content else []
            elif kind == b"meta" and any(data[inner:last]):
                found.append("meta")
            elif kind == b"hdlr" and data[inner + 8 : inner + 12] == b"meta":
                found.append("timed metadata")
    return tuple(dict.fromkeys(found))
