"""MP4 scanner, box by box (ISO 14496-12)."""

from __future__ import annotations

from collections.abc import Iterator

_HOLDERS = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"dinf"})
_EMPTY = frozenset({b"free", b"skip", b"wide"})
_DATED = frozenset({b"mvhd", b"tkhd", b"mdhd"})
_SHOWN = frozenset(
    {b"ftyp", b"mdat", b"vmhd", b"smhd", b"nmhd", b"elst", b"stsd", b"stts", b"ctts", b"cslg", b"stsc", b"stsz"}
    | {b"stz2", b"stco", b"co64", b"stss", b"sdtp", b"sgpd", b"sbgp", b"dref"}
)
_MOST_BOXES = 20_000


def mp4_boxes(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield kind, start of the content and end of each box, and ``b""`` for what is no box."""
    position = start
    while position < end:
        size = int.from_bytes(data[position : position + 4], "big")
        head = 8
        if size == 1:
            size, head = int.from_bytes(data[position + 8 : position + 16], "big"), 16
        elif size == 0:
            size = end - position
        if size < head or position + size > end:
            yield b"", position, end
            return
        yield data[position + 4 : position + 8], position + head, position + size
        position += size


def traces_in_mp4(data: bytes) -> tuple[str, ...]:
    """Name whatever describes instead of being played: user data, metadata, makers' boxes, dates, names, places.

    A recording that was broken off has no ``moov``: nobody can say what it holds.
    """
    traces: list[str] = []
    if not {b"moov", b"mdat"} <= {kind for kind, _, _ in mp4_boxes(data, 0, len(data))}:
        traces.append("damaged")
    waiting = [(0, len(data))]
    seen = 0
    while waiting:
        start, end = waiting.pop()
        for kind, inner, last in mp4_boxes(data, start, end):
            seen += 1
            if seen > _MOST_BOXES:
                return (*dict.fromkeys(traces), "too many boxes")
            if kind in _HOLDERS:
                waiting.append((inner, last))
            else:
                traces.append(_trace(data, kind, inner, last))
    return tuple(dict.fromkeys(name for name in traces if name))


def _trace(data: bytes, kind: bytes, inner: int, last: int) -> str:
    """Name what one box should not hold; empty where it is as it should be."""
    if kind in _SHOWN:
        return ""
    if kind in _DATED:
        width = 16 if data[inner : inner + 1] == b"\1" else 8
        return "dates" if any(data[inner + 4 : inner + 4 + width]) else ""
    if kind == b"hdlr":
        if data[inner + 8 : inner + 12] not in (b"vide", b"soun"):
            return "metadata track"
        return "handler name" if any(data[inner + 24 : last]) else ""
    if not data[inner:last].strip(b"\0"):
        return ""
    if kind in _EMPTY:
        return "leftovers"
    return "".join(chr(byte) if 33 <= byte < 127 else "?" for byte in kind) or "damaged"
