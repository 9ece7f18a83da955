"""Matroska and WebM scanner, element by element (RFC 9559)."""

from __future__ import annotations

from collections.abc import Iterator

from kiprah.metadata_scan.flac_ogg import traces_in_flac
from kiprah.metadata_scan.sound_tags import trace_of_tag, traces_in_cover, traces_in_vorbis_comment

_HEAD, _SEGMENT = 0x1A45DFA3, 0x18538067
_INFO, _TRACKS, _CLUSTER, _ATTACHMENTS, _TAGS = 0x1549A966, 0x1654AE6B, 0x1F43B675, 0x1941A469, 0x1254C367
_LEADING = frozenset({0x114D9B74, 0x1C53BB6B, 0x1043A770})
"""Lists of what stands where, and chapters."""
_OF_CLUSTER = frozenset({0xA3, 0xA0, 0xE7, 0xA7, 0xAB, 0x5854, 0xAF})
"""Blocks of picture and sound, which stand beside their cluster where nobody knew how long it would be."""
_EMPTY = frozenset({0xEC, 0xBF})
_DATE, _TITLE = 0x4461, 0x7BA9
_FILE_NAMES = frozenset({0x7384, 0x3C83AB, 0x3E83BB})
_TOLD = frozenset({0x2AD7B1, 0x4489, _TITLE, 0x4D80, 0x5741, 0x73A4, 0x4444, 0x3CB923, 0x3EB923, 0x6924})
"""Elements that say how long a film is, what it and the programs that made it are called, and what it belongs to."""
_TRACK, _CODEC, _PRIVATE = 0xAE, 0x86, 0x63A2
_ATTACHED, _ATTACHED_ABOUT, _ATTACHED_DATA = 0x61A7, 0x467E, 0x465C
_TAG, _SIMPLE_TAG, _TAG_NAME, _TAG_TEXT, _TAG_BYTES = 0x7373, 0x67C8, 0x45A3, 0x4487, 0x4485
_NO_ELEMENT = 0
_MOST = 1_000_000


def traces_in_matroska(data: bytes) -> tuple[str, ...]:
    """Name tags that are not for whoever looks, days, names of files, attachments, and what should not be there."""
    traces: list[str] = []
    seen: set[int] = set()
    for kind, begin, end in _elements(data, 0, len(data)):
        if kind == _SEGMENT:
            for count, (inner, *place) in enumerate(_elements(data, begin, end)):
                if count > _MOST:
                    return (*dict.fromkeys(traces), "too many boxes")
                seen.add(inner)
                traces.extend(_in_segment(data, inner, place[0], place[1]))
        elif kind != _HEAD and (kind not in _EMPTY or data[begin:end].strip(b"\0")):
            traces.append("trailing bytes")
    if not {_TRACKS, _CLUSTER} <= seen:
        traces.append("damaged")
    return tuple(dict.fromkeys(name for name in traces if name))


def _elements(data: bytes, place: int, last: int) -> Iterator[tuple[int, int, int]]:
    """Yield kind, start of the content and end of each element, and no kind for what is none.

    Of a cluster whose length nobody knew the elements follow as if they stood beside it.
    """
    while place < last:
        kind, begin = _number(data, place, 4, is_kind=True)
        size, begin = _number(data, begin, 8, is_kind=False) if kind > 0 else (0, begin)
        end = last if size < 0 else begin + size
        if kind <= 0 or begin > last or end > last:
            yield _NO_ELEMENT, place, last
            return
        yield kind, begin, end
        place = begin if size < 0 and kind == _CLUSTER else end


def _number(data: bytes, place: int, most: int, *, is_kind: bool) -> tuple[int, int]:
    """Read a number that says itself how long it is, and return where it ends; -1 for a length that nobody knew."""
    first = data[place] if place < len(data) else 0
    length = 9 - first.bit_length()
    if length > most or place + length > len(data):
        return (0, len(data) + 1)
    value = int.from_bytes(data[place : place + length], "big")
    if not is_kind:
        value &= (1 << 7 * length) - 1
        value = -1 if value == (1 << 7 * length) - 1 else value
    return value, place + length


def _in_segment(data: bytes, kind: int, begin: int, end: int) -> Iterator[str]:
    if kind == _CLUSTER or kind in _LEADING or kind in _OF_CLUSTER:
        return
    if kind == _INFO:
        yield from _in_info(data, begin, end)
    elif kind == _TRACKS:
        for inner, *track in _elements(data, begin, end):
            if inner == _TRACK:
                yield from _in_track(data, track[0], track[1])
            else:
                yield _unexpected(data, inner, track[0], track[1])
    elif kind == _ATTACHMENTS:
        yield from _in_attachments(data, begin, end)
    elif kind == _TAGS:
        yield from _in_tags(data, begin, end)
    else:
        yield _unexpected(data, kind, begin, end)


def _unexpected(data: bytes, kind: int, begin: int, end: int) -> str:
    if kind == _NO_ELEMENT:
        return "damaged"
    if kind in _EMPTY:  # a sum is as long as any four bytes
        return "leftovers" if data[begin:end].strip(b"\0") and end - begin != 4 else ""
    return f"element {kind:x}"


def _in_info(data: bytes, begin: int, end: int) -> Iterator[str]:
    for kind, *place in _elements(data, begin, end):
        content = data[place[0] : place[1]].strip(b"\0")
        if kind == _DATE or kind in _FILE_NAMES:
            yield ("dates" if kind == _DATE else "file name") if content else ""
        elif kind not in _TOLD:
            yield _unexpected(data, kind, place[0], place[1])


def _in_track(data: bytes, begin: int, end: int) -> Iterator[str]:
    """Name what the head of a sound says that was taken over with it."""
    parts = {kind: data[inner:last] for kind, inner, last in _elements(data, begin, end)}
    codec, private = parts.get(_CODEC, b"").rstrip(b"\0"), parts.get(_PRIVATE, b"")
    if _NO_ELEMENT in parts:
        yield "damaged"
    elif codec == b"A_FLAC" and private:
        yield from traces_in_flac(private)
    elif codec in (b"A_VORBIS", b"V_THEORA") and private:
        # How long the first two of three packets are stands before them, in bytes of which the last is below 255.
        place = 1
        lengths: list[int] = []
        while place < len(private) and len(lengths) < 2:
            ends = next((at for at in range(place, len(private)) if private[at] < 255), len(private) - 1)
            lengths.append(sum(private[place : ends + 1]))
            place = ends + 1
        packet = private[place + sum(lengths[:1]) : place + sum(lengths)]
        yield from traces_in_vorbis_comment(packet[7:])[0]


def _in_attachments(data: bytes, begin: int, end: int) -> Iterator[str]:
    for attached, *file in _elements(data, begin, end):
        if attached != _ATTACHED:
            yield _unexpected(data, attached, file[0], file[1])
            continue
        for kind, inner, last in _elements(data, file[0], file[1]):
            content = data[inner:last]
            if kind == _ATTACHED_DATA:
                found = traces_in_cover(content)
                yield from ("embedded file",) if found == ("damaged",) else found
            elif kind == _ATTACHED_ABOUT and content.strip(b"\0 "):
                yield "comment"


def _in_tags(data: bytes, begin: int, end: int) -> Iterator[str]:
    """Name what tags give away; those within a tag say more of it, and count by themselves."""
    waiting = [(_TAGS, begin, end)]
    name = ""
    while waiting:
        kind, inner, last = waiting.pop()
        if kind in (_TAGS, _TAG, _SIMPLE_TAG):
            waiting.extend(reversed([*_elements(data, inner, last)]))
        elif kind == _TAG_NAME:
            name = data[inner:last].decode("utf-8", "replace")
        elif kind == _TAG_TEXT:
            yield trace_of_tag(name, data[inner:last].decode("utf-8", "replace"))
        elif kind in (_TAG_BYTES, _NO_ELEMENT):
            yield "damaged" if kind == _NO_ELEMENT else "embedded file"
