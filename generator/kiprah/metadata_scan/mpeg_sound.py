"""MPEG sound scanner (MP3, AAC): tags before, between and after the frames, and whatever is neither."""

from __future__ import annotations

import re
import struct
from functools import lru_cache

from kiprah.metadata_scan.flac_ogg import traces_in_flac
from kiprah.metadata_scan.id3 import id3_size, traces_in_id3
from kiprah.metadata_scan.sound_tags import trace_of_tag, traces_in_cover

_RATES_1 = (
    (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
)
_RATES_2 = (
    (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
)
"""Kilobits a second by layer, of MPEG-1 and of what came later (ISO 11172-3, 13818-3)."""
_ZEROS = re.compile(rb"\0+")
_APE = b"APETAGEX"
_MOST_TAGS = 100


def traces_in_mpeg_sound(data: bytes) -> tuple[str, ...]:
    """Name what the tags of a sound give away, and bytes that are neither tags nor sound.

    A last frame may be cut off, as it is wherever a recording was stopped: what it holds is sound as far as it goes.
    """
    traces: list[str] = []
    end = _before_last_tags(data, traces)
    place = frames = tags = 0
    while place < end:
        if length := _frame_length(data, place):
            frames += 1
            place += length
        elif (size := id3_size(data, place)) and tags < _MOST_TAGS:
            tags += 1
            traces.extend(traces_in_id3(data, place))
            place += size
        elif not frames and data.startswith(b"fLaC", place):
            return _distinct([*traces, *traces_in_flac(data[place:end])])
        elif (zeros := _ZEROS.match(data, place)) is not None:
            place = zeros.end()
        else:
            traces.append("leftovers")
            break
    if not frames:
        traces = [trace for trace in traces if trace != "leftovers"] + ["damaged"]
    return _distinct(traces)


def _distinct(traces: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in traces if name))


def _frame_length(data: bytes, place: int) -> int:
    """Return the bytes of the frame that begins here; 0 where none does."""
    head = data[place : place + 6]
    if len(head) < 4 or head[0] != 0xFF:
        return 0
    if head[1] & 0xF6 == 0xF0:  # AAC
        length = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5 if len(head) == 6 else 0
        return length if length >= 7 else 0
    return _mpeg_length(head[1], head[2])


@lru_cache(maxsize=1024)
def _mpeg_length(first: int, second: int) -> int:
    version, layer = first >> 3 & 3, 4 - (first >> 1 & 3)
    rate, sampling = second >> 4, second >> 2 & 3
    if first < 0xE0 or version == 1 or layer == 4 or rate in (0, 15) or sampling == 3:
        return 0
    bits = 1000 * (_RATES_1 if version == 3 else _RATES_2)[layer - 1][rate - 1]
    samples = (44100, 48000, 32000)[sampling] >> {3: 0, 2: 1, 0: 2}[version]
    padding = second >> 1 & 1
    if layer == 1:
        return (12 * bits // samples + padding) * 4
    return (72 if layer == 3 and version != 3 else 144) * bits // samples + padding


def _before_last_tags(data: bytes, traces: list[str]) -> int:
    """Take the tags off the end one by one, and return where the first of them begins."""
    end = len(data)
    for _ in range(_MOST_TAGS):
        if data[max(end - 128, 0) : end].startswith(b"TAG") and end >= 128:
            end -= 128
            # Title, artist, album, year, and then what was noted; with a number of the track at its end.
            note = data[end + 97 : end + 127]
            traces.append("comment" if note[: 28 if note[28:29] == b"\0" else 30].strip(b"\0 ") else "")
        elif data[max(end - 32, 0) : end].startswith(_APE):
            size, count, flags = struct.unpack("<III", data[end - 20 : end - 8])
            begin = end - size
            if size < 32 or begin < 0:
                traces.append("damaged")
                return end
            traces.extend(_in_ape(data[begin : end - 32], count))
            end = begin - (32 if flags >> 31 and data[max(begin - 32, 0) : begin].startswith(_APE) else 0)
        else:
            break
    return end


def _in_ape(data: bytes, count: int) -> list[str]:
    traces: list[str] = []
    place = 0
    for _ in range(count):
        ends = data.find(b"\0", place + 8)
        if ends < 0:
            return [*traces, "damaged"]
        size, flags = struct.unpack("<II", data[place : place + 8])
        key = data[place + 8 : ends].decode("ascii", "replace")
        place = ends + 1 + size
        value = data[ends + 1 : place]
        if place > len(data):
            return [*traces, "damaged"]
        if flags >> 1 & 3 != 1:
            traces.append(trace_of_tag(key, value.decode("utf-8", "replace")))
        elif key.lower().startswith("cover art"):
            traces.extend(traces_in_cover(value.partition(b"\0")[2]))
        else:
            traces.append("embedded file")
    return traces if not data[place:].strip(b"\0") else [*traces, "leftovers"]
