"""AVIF and HEIC scanner, by the items they list (ISO 23008-12)."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from kiprah.metadata_scan.mp4 import mp4_boxes

_TOP = frozenset({b"ftyp", b"meta", b"mdat", b"free", b"skip"})
_META = frozenset({b"hdlr", b"pitm", b"iloc", b"iinf", b"iprp", b"iref", b"idat", b"grpl"})
_PICTURES = frozenset({b"av01", b"hvc1", b"grid", b"iovl", b"iden"})


def traces_in_heif(data: bytes) -> tuple[str, ...]:
    """Name items that are not the picture (EXIF, XMP), colour profiles, and boxes that should not be there.

    Bytes that no item owns are named too: an item that was taken out of the list may lie there still.
    """
    traces: list[str] = []
    owned: list[tuple[int, int]] | None = None
    held: list[tuple[int, int]] = []
    for kind, inner, last in mp4_boxes(data, 0, len(data)):
        if kind not in _TOP:
            traces.append("trailing bytes" if not kind else _readable(kind))
        elif kind in (b"free", b"skip") and data[inner:last].strip(b"\0"):
            traces.append("leftovers")
        elif kind == b"mdat":
            held.append((inner, last))
        elif kind == b"meta":
            traces.extend(_in_meta(data, inner + 4, last))
            owned = [*(owned or []), *_owned(data, inner + 4, last)]
    if owned is None or any(not 0 <= begin < end <= len(data) for begin, end in owned):
        traces.append("damaged")
    elif any(_left_over(data, sorted(owned), *box) for box in held):
        traces.append("leftovers")
    return tuple(dict.fromkeys(traces))


def _owned(data: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where the bytes of each item begin and end, as ``iloc`` tells it; a place that cannot be is damage."""
    for kind, inner, last in mp4_boxes(data, start, end):
        if kind != b"iloc":
            continue
        reader = BytesIO(data[inner:last])

        def number(width: int, reader: BytesIO = reader) -> int:
            return int.from_bytes(reader.read(width), "big")

        version = number(1)
        number(3)
        widths = number(2)
        for _ in range(number(4 if version == 2 else 2)):
            if reader.tell() >= last - inner:
                yield (0, 0)
                return
            number(4 if version == 2 else 2)
            elsewhere = version > 0 and number(2) & 15
            number(2)
            base = number(widths >> 4 & 15)
            for _ in range(number(2)):
                number(widths & 15 if version > 0 else 0)
                begin = base + number(widths >> 12)
                length = number(widths >> 8 & 15)
                if not elsewhere:
                    yield (begin, begin + length if length else len(data))


def _left_over(data: bytes, owned: list[tuple[int, int]], at: int, last: int) -> bool:
    """Say whether a box holds anything between the items."""
    for begin, end in (*owned, (last, last)):
        if begin > at and data[at : min(begin, last)].strip(b"\0"):
            return True
        at = max(at, end)
    return False


def _in_meta(data: bytes, start: int, end: int) -> list[str]:
    traces: list[str] = []
    for kind, inner, last in mp4_boxes(data, start, end):
        if kind not in _META:
            traces.append(_readable(kind) if kind else "damaged")
        elif kind == b"hdlr" and data[inner + 24 : last].strip(b"\0") not in (b"", b"libavif"):
            traces.append("handler name")
        elif kind == b"iinf":
            width = 2 if data[inner : inner + 1] == b"\0" else 4
            traces.extend(_in_items(data, inner + 4 + width, last))
        elif kind == b"iprp":
            traces.extend(_in_properties(data, inner, last))
    return traces


def _in_items(data: bytes, start: int, end: int) -> list[str]:
    traces: list[str] = []
    for kind, inner, last in mp4_boxes(data, start, end):
        if kind != b"infe" or data[inner : inner + 1] not in (b"\2", b"\3"):
            traces.append("damaged")
            continue
        place = inner + 4 + (2 if data[inner] == 2 else 4) + 2
        item = data[place : place + 4]
        name = data[place + 4 : last].partition(b"\0")[0]
        if item not in _PICTURES:
            traces.append({b"Exif": "EXIF", b"mime": "XMP"}.get(item, _readable(item)))
        elif name not in (b"", b"Color", b"Alpha"):  # what libavif calls its two pictures
            traces.append("item name")
    return traces


def _in_properties(data: bytes, start: int, end: int) -> list[str]:
    for kind, inner, last in mp4_boxes(data, start, end):
        if kind == b"ipco":
            named = {_property(data, *box) for box in mp4_boxes(data, inner, last)}
            return sorted(named - {""})
    return []


def _property(data: bytes, kind: bytes, inner: int, last: int) -> str:
    if kind == b"colr" and data[inner : inner + 4] != b"nclx":
        return "ICC"
    if kind in (b"uuid", b"udes") and last > inner:
        return _readable(kind)
    return ""


def _readable(kind: bytes) -> str:
    return "".join(chr(byte) if 33 <= byte < 127 else "?" for byte in kind)
