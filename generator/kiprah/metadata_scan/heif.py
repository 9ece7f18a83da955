"""AVIF and HEIC scanner, by the items they list (ISO 23008-12)."""

from __future__ import annotations

from kiprah.metadata_scan.mp4 import mp4_boxes

_TOP = frozenset({b"ftyp", b"meta", b"mdat", b"free", b"skip"})
_META = frozenset({b"hdlr", b"pitm", b"iloc", b"iinf", b"iprp", b"iref", b"idat", b"grpl"})
_PICTURES = frozenset({b"av01", b"hvc1", b"grid", b"iovl", b"iden"})


def traces_in_heif(data: bytes) -> tuple[str, ...]:
    """Name items that are not the picture (EXIF, XMP), colour profiles, and boxes that should not be there."""
    traces: list[str] = []
    for kind, inner, last in mp4_boxes(data, 0, len(data)):
        if kind not in _TOP:
            traces.append("trailing bytes" if not kind else _readable(kind))
        elif kind in (b"free", b"skip") and data[inner:last].strip(b"\0"):
            traces.append("leftovers")
        elif kind == b"meta":
            traces.extend(_in_meta(data, inner + 4, last))
    return tuple(dict.fromkeys(traces))


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
