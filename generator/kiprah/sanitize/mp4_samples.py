"""The media data of an MP4: what no sample uses is blanked, and so are notes hidden among the pictures."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from kiprah.imaging.iso_boxes import BoxesBroken, IsoBox, boxes, number

_MAX_SAMPLES = 5_000_000
_USER_DATA = 5
"""SEI ``user_data_unregistered`` (ISO 14496-10, D.1.7): an encoder's settings, or a camera's telemetry."""


class _Coding(Struct, frozen=True):
    """Coding of a track's samples: the bytes of each NAL unit's length (0: there are none), and of which codec."""

    length_size: int
    is_hevc: bool


def blank_samples(data: bytearray) -> None:
    """Zero the media data that no sample of any track points to, and the content of user data units.

    ``data`` is changed in place and keeps its length. Raises ``BoxesBroken``.
    """
    used: list[tuple[int, int]] = []
    movie = [box for box in boxes(data, 0, len(data)) if box.kind == b"moov"]
    tracks = [track for box in movie for track in boxes(data, box.inner, box.end) if track.kind == b"trak"]
    for track in tracks:
        table = track
        for kind in (b"mdia", b"minf", b"stbl"):
            table = _only(data, table, kind)
        coding = _coding(data, _only(data, table, b"stsd"))
        spans = list(_samples(data, table))
        if sum(size for _, size in spans) > len(data):
            raise BoxesBroken("samples overlap")
        for start, size in spans:
            if coding.length_size:
                _blank_notes(data, start, start + size, coding)
        used.extend(spans)
    used.sort()
    for box in boxes(data, 0, len(data)):
        if box.kind == b"mdat":
            _blank_between(data, box, used)


def _only(data: bytearray, holder: IsoBox, kind: bytes) -> IsoBox:
    matches = [box for box in boxes(data, holder.inner, holder.end) if box.kind == kind]
    if len(matches) != 1:
        raise BoxesBroken("a track has no single table of samples")
    return matches[0]


def _coding(data: bytearray, descriptions: IsoBox) -> _Coding:
    """Read the size of NAL lengths from a track's first description with a decoder configuration."""
    for entry in boxes(data, descriptions.inner + 8, descriptions.end):
        if entry.kind not in (b"avc1", b"avc3", b"hvc1", b"hev1"):
            continue
        for box in boxes(data, entry.inner + 78, entry.end):
            if box.kind == b"avcC":
                return _Coding((number(data, box.inner + 4, 1) & 3) + 1, is_hevc=False)
            if box.kind == b"hvcC":
                return _Coding((number(data, box.inner + 21, 1) & 3) + 1, is_hevc=True)
    return _Coding(0, is_hevc=False)


def _samples(data: bytearray, table: IsoBox) -> Iterator[tuple[int, int]]:
    """Yield offset and size of each sample: chunks (stco, co64), samples in a chunk (stsc) and sizes (stsz, stz2)."""
    parts = {box.kind: box for box in boxes(data, table.inner, table.end)}
    chunks = parts.get(b"stco") or parts.get(b"co64")
    runs, sizes_box = parts.get(b"stsc"), parts.get(b"stsz") or parts.get(b"stz2")
    if chunks is None or runs is None or sizes_box is None:
        raise BoxesBroken("a table of samples is missing")
    sizes = _sizes(data, sizes_box)
    width = 8 if chunks.kind == b"co64" else 4
    offsets = _numbers(data, chunks, 8, number(data, chunks.inner + 4, 4), width)
    flat = _numbers(data, runs, 8, 3 * number(data, runs.inner + 4, 4), 4)
    firsts, counts = flat[0::3], flat[1::3]
    if offsets and (not firsts or firsts[0] != 1 or any(a >= b for a, b in pairwise(firsts))):
        raise BoxesBroken("runs of chunks are out of order")
    run = 0
    for index, offset in enumerate(offsets, start=1):
        while run + 1 < len(firsts) and firsts[run + 1] <= index:
            run += 1
        for _ in range(counts[run]):
            size = next(sizes, None)
            if size is None:
                raise BoxesBroken("more samples than sizes")
            if offset + size > len(data):
                raise BoxesBroken("a sample lies outside the file")
            yield offset, size
            offset += size


def _sizes(data: bytearray, box: IsoBox) -> Iterator[int]:
    count = number(data, box.inner + 8, 4)
    if count > _MAX_SAMPLES:
        raise BoxesBroken("more samples than any video has")
    if box.kind == b"stz2":
        bits = number(data, box.inner + 7, 1)
        if bits == 4:
            halves = _numbers(data, box, 12, -(-count // 2), 1)
            return iter([part for pair in halves for part in (pair >> 4, pair & 15)][:count])
        return iter(_numbers(data, box, 12, count, {8: 1, 16: 2}.get(bits, 4)))
    same = number(data, box.inner + 4, 4)
    return iter([same] * count if same else _numbers(data, box, 12, count, 4))


def _numbers(data: bytearray, box: IsoBox, skip: int, count: int, width: int) -> list[int]:
    start = box.inner + skip
    if start + count * width > box.end:
        raise BoxesBroken("a table is cut off")
    return [int.from_bytes(data[at : at + width], "big") for at in range(start, start + count * width, width)]


def _blank_between(data: bytearray, box: IsoBox, used: list[tuple[int, int]]) -> None:
    """Zero what of one box lies in no sample; ``used`` is sorted."""
    position = box.inner
    for start, size in used:
        if start >= box.end:
            break
        if start > position:
            data[position:start] = bytes(start - position)
        position = max(position, start + size)
    if position < box.end:
        data[position : box.end] = bytes(box.end - position)


def _blank_notes(data: bytearray, start: int, end: int, coding: _Coding) -> None:
    """Blank user data in one sample's NAL units."""
    position = start
    while position < end:
        first = position + coding.length_size
        position = first + number(data, position, coding.length_size)
        if position > end:
            raise BoxesBroken("a unit does not fit its sample")
        if position == first:
            continue
        kind = (data[first] >> 1) & 0x3F if coding.is_hevc else data[first] & 0x1F
        if kind in ((39, 40) if coding.is_hevc else (6,)):
            blank_user_data(data, first + (2 if coding.is_hevc else 1), position)


def blank_user_data(data: bytearray, start: int, end: int) -> None:
    """Overwrite the content of user data messages in the payload of one SEI unit with 0xFF.

    Escapes (``00 00 03``) stay where they are: they do not count towards a message's size, so the unit stays valid.
    """
    places = []  # where each byte of the unescaped payload stands
    zeros = 0
    for place in range(start, end):
        if zeros >= 2 and data[place] == 3:
            zeros = 0
            continue
        zeros = zeros + 1 if data[place] == 0 else 0
        places.append(place)
    escapes = {place for at in range(start, end - 2) if data[at : at + 3] == b"\0\0\3" for place in (at, at + 1)}
    at = 0
    while at + 2 < len(places):
        kind, at = _sum(data, places, at)
        size, at = _sum(data, places, at)
        if kind == _USER_DATA:
            for place in places[at : at + size]:
                if place not in escapes:
                    data[place] = 0xFF
        at += size


def _sum(data: bytearray, places: list[int], at: int) -> tuple[int, int]:
    """Read a number written as any count of 0xFF and a last byte."""
    total = 0
    while at < len(places):
        byte = data[places[at]]
        total, at = total + byte, at + 1
        if byte != 0xFF:
            break
    return total, at
