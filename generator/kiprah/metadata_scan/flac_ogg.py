"""FLAC and Ogg scanners: the blocks and packets that describe a sound (RFC 9639, RFC 3533)."""

from __future__ import annotations

from collections.abc import Iterator

from kiprah.metadata_scan.sound_tags import traces_in_flac_picture, traces_in_vorbis_comment

_STREAM, _PADDING, _APPLICATION, _SEEKS, _COMMENT, _CUES, _PICTURE = range(7)
_OGG_HEADS = {
    b"\x01vorbis": b"\x03vorbis",
    b"OpusHead": b"OpusTags",
    b"\x80theora": b"\x81theora",
    b"Speex   ": b"",
}
"""First packet of each kind of stream, and what its second, the list of comments, begins with."""
_OGG_FLAC = b"\x7fFLAC"


def traces_in_flac(data: bytes) -> tuple[str, ...]:
    """Name what the blocks before the sound give away, and a tag after it."""
    traces: list[str] = []
    place, is_last = 4, False
    while not is_last:
        head = data[place : place + 4]
        end = place + 4 + int.from_bytes(head[1:], "big")
        if len(head) < 4 or end > len(data):
            return _distinct([*traces, "damaged"])
        traces.extend(_in_block(head[0] & 127, data[place + 4 : end]))
        place, is_last = end, head[0] >= 128
    if data[place : place + 1] not in (b"\xff", b""):
        traces.append("damaged")
    if data[-128:].startswith(b"TAG"):
        traces.append("trailing bytes")
    return _distinct(traces)


def _in_block(kind: int, block: bytes) -> list[str]:
    if kind == _COMMENT:
        traces, end = traces_in_vorbis_comment(block)
        return [*traces, "leftovers"] if end >= 0 and block[end:].strip(b"\0") else traces
    if kind == _PICTURE:
        return [*traces_in_flac_picture(block)]
    if kind == _PADDING:
        return ["leftovers"] if block.strip(b"\0") else []
    return [] if kind in (_STREAM, _SEEKS, _CUES) else ["application data"]


def _distinct(traces: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in traces if name))


class _Stream:
    """Packets at the beginning of one stream, until its comments are complete."""

    def __init__(self) -> None:
        self.packets: list[bytes] = []
        self.open: list[bytes] = []
        self.is_read = False
        self.traces: list[str] = []

    def take(self, piece: bytes, *, ends: bool) -> None:
        """Take a piece of a packet, and read what is complete."""
        self.open.append(piece)
        if not ends:
            return
        self.packets.append(b"".join(self.open))
        self.open = []
        first = self.packets[0]
        if first.startswith(_OGG_FLAC):
            self._take_flac()
            return
        head = next((head for head in _OGG_HEADS if first.startswith(head)), None)
        if head is None:
            self.traces, self.is_read = ["unknown Ogg stream"], True
        elif len(self.packets) == 2:
            begins, packet = _OGG_HEADS[head], self.packets[1]
            self.is_read = True
            if not packet.startswith(begins):
                self.traces = ["damaged"]
                return
            self.traces, end = traces_in_vorbis_comment(packet[len(begins) :])
            if end >= 0 and packet[len(begins) + end :].strip(b"\0\1"):
                self.traces.append("leftovers")

    def _take_flac(self) -> None:
        if len(self.packets) == 1:
            return
        block = self.packets.pop()
        self.traces.extend(_in_block(block[0] & 127, block[4:]) if block else ["damaged"])
        self.is_read = not block or block[0] >= 128


def traces_in_ogg(data: bytes) -> tuple[str, ...]:
    """Name what the comments of each stream in an Ogg file give away; what is between its pages is damaged."""
    streams: dict[bytes, _Stream] = {}
    traces: list[str] = []
    for kind, serial, pieces in _pages(data):
        if not serial:
            traces.append("damaged")
            break
        if kind & 2:
            traces.extend(_left_by(streams.pop(serial, None)))
            streams[serial] = _Stream()
        stream = streams.get(serial)
        if stream is None:
            traces.append("damaged")
            break
        for piece, ends in pieces:
            if stream.is_read:
                break
            stream.take(piece, ends=ends)
    for stream in streams.values():
        traces.extend(_left_by(stream))
    return _distinct(traces)


def _left_by(stream: _Stream | None) -> list[str]:
    if stream is None:
        return []
    return stream.traces if stream.is_read else [*stream.traces, "damaged"]


def _pages(data: bytes) -> Iterator[tuple[int, bytes, list[tuple[bytes, bool]]]]:
    """Yield kind, number of the stream and pieces of packets of each page; no number for what is no page."""
    place = 0
    while place < len(data):
        head = data[place : place + 27]
        lengths = data[place + 27 : place + 27 + head[26]] if len(head) == 27 else b""
        begin = place + 27 + len(lengths)
        end = begin + sum(lengths)
        if head[:5] != b"OggS\0" or len(head) < 27 or len(lengths) < head[26] or end > len(data):
            yield 0, b"", []
            return
        pieces: list[tuple[bytes, bool]] = []
        size = 0
        for length in lengths:
            size += length
            if length < 255:
                pieces.append((data[begin : begin + size], True))
                begin, size = begin + size, 0
        if size:
            pieces.append((data[begin : begin + size], False))
        yield head[5], head[14:18], pieces
        place = end
