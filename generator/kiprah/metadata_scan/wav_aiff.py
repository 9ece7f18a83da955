"""WAV and AIFF scanners, chunk by chunk."""

from __future__ import annotations

from collections.abc import Iterator

from kiprah.metadata_scan.id3 import id3_size, traces_in_id3
from kiprah.metadata_scan.sound_tags import trace_of_tag

_SHOWN = frozenset({b"fmt ", b"data", b"fact", b"PEAK", b"cue ", b"smpl", b"inst", b"plst", b"ds64", b"chna"})
_SHOWN_AIFF = frozenset({b"COMM", b"SSND", b"FVER", b"MARK", b"INST", b"AESD", b"CHAN", b"NAME", b"AUTH", b"(c) "})
_EMPTY = frozenset({b"JUNK", b"junk", b"PAD ", b"pad ", b"FLLR", b"filr"})
_NAMES = {
    b"bext": "recorder's notes", b"iXML": "recorder's notes", b"axml": "recorder's notes", b"_PMX": "XMP",
    b"ANNO": "comment", b"COMT": "comment", b"APPL": "application data", b"cart": "recorder's notes",
}  # fmt: skip
_INFO = {
    b"INAM": "title", b"IART": "artist", b"IPRD": "album", b"ITRK": "track", b"IPRT": "track", b"IGNR": "genre",
    b"ICOP": "copyright", b"ISFT": "software", b"ILNG": "language", b"ICRD": "date", b"ICMT": "comment",
    b"IENG": "engineer", b"ITCH": "technician", b"ISBJ": "comment", b"IKEY": "comment", b"ITOC": "encoder",
}  # fmt: skip


_UNTIL_END = 0xFFFFFFFF
"""Size of a recording that was still going on when it was written down."""


def traces_in_wav(data: bytes) -> tuple[str, ...]:
    """Name the chunks that are not the sound, and what notes, tags and bytes after the end give away."""
    is_aiff = data[:4] == b"FORM"
    end = _end(data, 4, len(data), is_aiff)
    traces: list[str] = []
    kinds = set()
    for kind, content in _chunks(data, 12, min(end, len(data)), is_aiff):
        kinds.add(kind)
        traces.extend(_in_chunk(kind, content, is_aiff))
    if end > len(data) or not kinds & {b"data", b"SSND"}:
        traces.append("damaged")
    if data[end:].strip(b"\0"):
        traces.append("trailing bytes")
    return tuple(dict.fromkeys(name for name in traces if name))


def _end(data: bytes, place: int, last: int, is_aiff: bool) -> int:
    """Return where a chunk ends whose size stands here."""
    size = int.from_bytes(data[place : place + 4], "big" if is_aiff else "little")
    return last if size == _UNTIL_END else place + 4 + size


def _chunks(data: bytes, place: int, last: int, is_aiff: bool) -> Iterator[tuple[bytes, bytes]]:
    """Yield kind and content of each chunk, and no kind for what is none."""
    while place < last:
        end = _end(data, place + 4, last, is_aiff)
        # A size in another chunk counts for a sound that is too long for its own.
        if place + 8 > last or end > last:
            yield b"", b""
            return
        yield data[place : place + 4], data[place + 8 : end]
        place = end + (end - place) % 2


def _in_chunk(kind: bytes, content: bytes, is_aiff: bool) -> Iterator[str]:
    if kind in (_SHOWN_AIFF if is_aiff else _SHOWN):
        return
    if not kind:
        yield "damaged"
    elif kind == b"LIST":
        yield from _in_list(content)
    elif kind in (b"id3 ", b"ID3 "):
        yield from traces_in_id3(content, 0) if id3_size(content, 0) else ("damaged",)
    elif content.strip(b"\0"):
        yield "leftovers" if kind in _EMPTY else _NAMES.get(kind, _readable(kind))


def _in_list(content: bytes) -> Iterator[str]:
    for kind, text in _chunks(content, 4, len(content), is_aiff=False):
        if content[:4] == b"INFO":
            yield trace_of_tag(_INFO.get(kind, _readable(kind)), text.decode("utf-8", "replace")) if kind else "damaged"
        elif content[:4] == b"adtl":  # marks with a number, and perhaps a text
            yield "comment" if text[4:].strip(b"\0 ") else ""
        else:
            yield "LIST"


def _readable(kind: bytes) -> str:
    return "".join(chr(byte) if 33 <= byte < 127 else "?" for byte in kind)
