"""ID3 scanner: the tag before a sound (ID3v2.2 to 2.4), frame by frame."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from kiprah.metadata_scan.sound_tags import trace_of_tag, traces_in_cover

_TEXTS = {
    **dict.fromkeys((b"TYER", b"TDRC", b"TDRL", b"TDOR", b"TORY", b"TYE", b"TOR", b"TDEN", b"TDTG"), "date"),
    **dict.fromkeys((b"TENC", b"TOWN", b"TRSO", b"TEN"), "encoded by"),
    **dict.fromkeys((b"TPUB", b"TRSN", b"TPB"), "publisher"),
}
"""Tag that each text frame is."""
_SHOWN = frozenset(
    b"TIT1 TIT2 TIT3 TALB TPE1 TPE2 TCOM TCOP TRCK TPOS TCON TBPM TKEY TLAN TLEN TFLT TMED TSSE TSST TCMP TSOA TSOP "
    b"TDAT TDA TSOT TSO2 TSOC TSIZ TDLY TPRO TSRC MVNM MVIN GRP1 PCST TGID "
    b"TT1 TT2 TT3 TAL TP1 TP2 TCM TCR TRK TPA TCO TBP TKE TLA TLE TFT TMT TSS TCP TSI TDY TRC TSA TSP TST TS2 TSC "
    b"RVA2 RVAD RVRB EQU2 EQUA RGAD MLLT ETCO SYTC SEEK ASPI RBUF RVA EQU MLL ETC STC BUF WCOP WCP".split()
)
"""Frames for whoever listens or plays: texts, loudness, positions, the licence."""
_NAMES = {
    **dict.fromkeys((b"TIME", b"TRDA", b"TIM", b"TRD"), "dates"),
    **dict.fromkeys((b"USLT", b"SYLT", b"ULT", b"SLT"), "lyrics"),
    **dict.fromkeys((b"GEOB", b"GEO"), "embedded file"),
    **dict.fromkeys((b"UFID", b"UFI", b"MCDI", b"MCI"), "identifier"),
    **dict.fromkeys((b"POPM", b"POP", b"PCNT", b"CNT"), "ratings"),
    **dict.fromkeys((b"OWNE", b"COMR"), "person"),
    **dict.fromkeys((b"ENCR", b"AENC", b"CRA"), "encryption"),
}
_ENCODINGS = ("latin-1", "utf-16", "utf-16-be", "utf-8")
_MOST = 20_000_000


def id3_size(data: bytes, place: int) -> int:
    """Return how many bytes an ID3v2 tag takes that begins here; 0 where none does."""
    head = data[place : place + 10]
    if head[:3] != b"ID3" or len(head) < 10 or max(head[6:10]) > 127:
        return 0
    return 10 + _seven_bits(head[6:10]) + (10 if head[3] == 4 and head[5] & 0x10 else 0)


def traces_in_id3(data: bytes, place: int) -> list[str]:
    """Name what a tag that begins here gives away, and what stands in it besides frames."""
    size = id3_size(data, place)
    version, flags = data[place + 3], data[place + 5]
    body = data[place + 10 : place + size - (10 if version == 4 and flags & 0x10 else 0)]
    if version not in (2, 3, 4) or place + size > len(data) or (version == 2 and flags & 0x40):
        return ["damaged"]
    if version < 4 and flags & 0x80:
        body = body.replace(b"\xff\0", b"\xff")
    if version > 2 and flags & 0x40:
        told = int.from_bytes(body[:4], "big") + 4 if version == 3 else _seven_bits(body[:4])
        body = body[max(told, 4) :]
    return [*_in_frames(body, version, is_within=False)]


def _in_frames(body: bytes, version: int, *, is_within: bool) -> Iterator[str]:
    name_length, head = (3, 6) if version == 2 else (4, 10)
    place = 0
    while place + head <= len(body) and body[place]:
        name = body[place : place + name_length]
        size = _frame_size(body, place, version)
        begin, place = place + head, place + head + size
        if not _is_name(name) or place > len(body):
            yield "damaged"
            return
        content = _frame_content(body[begin:place], body[begin - 1] if version > 2 else 0, version)
        if isinstance(content, str):
            yield content
        elif name in (b"CHAP", b"CTOC") and not is_within:
            yield from _in_frames(_within(name, content), version, is_within=True)
        else:
            yield from _in_frame(name, content)
    if body[place:].strip(b"\0"):
        yield "leftovers"


def _is_name(name: bytes) -> bool:
    return name.isalnum() and name == name.upper()


def _seven_bits(number: bytes) -> int:
    value = 0
    for byte in number:
        value = value << 7 | byte & 127
    return value


def _frame_size(body: bytes, place: int, version: int) -> int:
    if version == 2:
        return int.from_bytes(body[place + 3 : place + 6], "big")
    told = body[place + 4 : place + 8]
    plain, sevens = int.from_bytes(told, "big"), _seven_bits(told)
    if version == 3 or plain == sevens:
        return plain
    # iTunes wrote plain numbers where others have seven bits in a byte: what leads to another frame is right.
    after = place + 10 + sevens
    follows = body[after : after + 4]
    return sevens if max(told) < 128 and (not follows.strip(b"\0") or _is_name(follows)) else plain


def _frame_content(content: bytes, flags: int, version: int) -> bytes | str:
    """Return a frame as it was before it was packed; the trace where it cannot be unpacked."""
    packed, locked, grouped = (0x08, 0x04, 0x40) if version == 4 else (0x80, 0x40, 0x20)
    if flags & locked:
        return "encryption"
    if version == 4:
        content = content[1 if flags & grouped else 0 :]
        content = content[4 if flags & 0x01 else 0 :]
        content = content.replace(b"\xff\0", b"\xff") if flags & 0x02 else content
    else:
        content = content[4 if flags & packed else 0 :]
        content = content[1 if flags & grouped else 0 :]
    if not flags & packed:
        return content
    unpacker = zlib.decompressobj()
    try:
        content = unpacker.decompress(content, _MOST)
    except zlib.error:
        return "damaged"
    return content if unpacker.eof else "too large"


def _within(name: bytes, content: bytes) -> bytes:
    """Return the frames of a chapter, or of a table of them."""
    rest = content.partition(b"\0")[2]
    if name == b"CHAP":
        return rest[16:]
    for _ in range(rest[1] if len(rest) > 1 else 0):
        rest = rest[:2] + rest[2:].partition(b"\0")[2]
    return rest[2:]


def _in_frame(name: bytes, content: bytes) -> Iterator[str]:
    if name in _SHOWN or not content.strip(b"\0\1\2\3\xff\xfe "):
        return
    if name in (b"APIC", b"PIC"):
        yield from _in_picture(content, is_older=name == b"PIC")
    elif name in (b"COMM", b"COM"):
        about, _, text = _text(content[:1] + content[4:]).partition("\0")
        yield trace_of_tag(about if about.startswith("iTun") else "comment", text or about)
    elif name in (b"TXXX", b"TXX"):
        about, _, text = _text(content).partition("\0")
        yield trace_of_tag(about or "comment", text)
    elif name in _TEXTS:
        yield trace_of_tag(_TEXTS[name], _text(content))
    elif name == b"PRIV":
        yield "XMP" if content.startswith(b"XMP\0") else "private data"
    elif name in _NAMES:
        yield _NAMES[name]
    elif name[:1] == b"W":
        yield "web address"
    else:
        yield f"tag ({name.decode('ascii', 'replace')})"


def _text(content: bytes) -> str:
    encoding = _ENCODINGS[content[0]] if content[:1] and content[0] < 4 else "latin-1"
    return content[1:].decode(encoding, "replace").replace("\ufeff", "")


def _in_picture(content: bytes, *, is_older: bool) -> tuple[str, ...]:
    kind, _, rest = (content[1:4], b"", content[4:]) if is_older else content[1:].partition(b"\0")
    if kind == b"-->":
        return ("remote content",)
    if content[0] not in (1, 2):
        return traces_in_cover(rest[1:].partition(b"\0")[2])
    ends = next((at for at in range(1, len(rest) - 1, 2) if rest[at : at + 2] == b"\0\0"), len(rest))
    return traces_in_cover(rest[ends + 2 :])
