"""Strict JPEG decoder: refuses a picture whose coded data end too early, go on for too long, or miss a restart.

Where data are missing, libjpeg draws grey and only warns, and Pillow does not pass its warnings on. So the decoder is
fed scan by scan, and how much it takes tells what it met: a sound scan is not finished before its last bytes, and is
finished right after them. That costs no second decoding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

from kiprah.imaging.jpeg_segments import EOI, SOS, JpegBroken, JpegSegment, jpeg_segments

_RESTART = re.compile(rb"\xff[\xd0-\xd7]")
_FILLER = bytes(8)
"""Bytes that fill libjpeg's bit buffer: it wants it full before it decodes the last block."""
_EXTRA = 6
"""Bytes too many that are let pass: cameras round up."""
_MAX_INTERVALS = 2_000
"""Maximum number of restart intervals looked at singly; of more only the order: they are a few bytes long each."""
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_RESTART_INTERVAL = 0xDD


def load_jpeg(image: JpegImageFile, data: bytes) -> None:
    """Decode the pixels of an opened JPEG, ``data`` being its whole file. Raises ``JpegBroken``, ``OSError``."""
    _, extents, _, arguments = image.tile[0]
    image.load_prepare()
    codec = Image._getdecoder(image.mode, "jpeg", arguments, image.decoderconfig)
    codec.setimage(image.im, extents)
    feed = _Feed(codec)
    position = 0
    for scan, restarts in _scans(data):
        feed.give(data[position : scan.coded])
        start = scan.coded
        for end in (*restarts, scan.end):
            _decode_interval(feed, data, start, end)
            start = end
        position = scan.end
    if not feed.is_done:
        feed.give(data[position:] + b"\xff\xd9")
    if not feed.is_done:
        raise JpegBroken("a JPEG's scans do not make a picture")
    image.tile = []


class _Codec(Protocol):
    def decode(self, data: bytes, /) -> tuple[int, int]: ...


class _Feed:
    """Pillow's incremental decoder, with what it has not taken yet."""

    def __init__(self, codec: _Codec) -> None:
        self._codec = codec
        self._pending = b""
        self.is_done = False

    def give(self, data: bytes) -> None:
        """Decode more; what the decoder cannot use yet is given again with what follows."""
        if self.is_done or not data:
            return
        data = self._pending + data
        taken, error = self._codec.decode(data)
        if taken >= 0:
            self._pending = data[taken:]
        elif error:
            raise JpegBroken(f"decoder error {error}")
        else:
            self.is_done = True

    @property
    def waits_for_marker(self) -> bool:
        """Return whether all was taken: in the midst of a scan a block's bytes are given back until it is whole."""
        return self.is_done or not self._pending


def _decode_interval(feed: _Feed, data: bytes, start: int, end: int) -> None:
    """Decode a scan's data between two markers, and check that the blocks end where they do."""
    # Zeros and ones may have been added to round up; else the very last block needs the last bytes.
    last = end
    while last > start and data[last - 1] in (0x00, 0xFF):
        last -= 1
    last = max(start, last - _EXTRA)
    feed.give(data[start:last])
    if last > start and feed.waits_for_marker:
        # By chance a block may have ended just there: then the next one gives its bytes back.
        following = last + 1
        while data[following - 1] == 0xFF:
            following += 1
        feed.give(data[last:following])
        last = following
        if feed.waits_for_marker and following <= end:
            raise JpegBroken("a JPEG scan goes on after its last block")
    feed.give(data[last:end])
    feed.give(_FILLER)
    if feed.waits_for_marker:
        feed.give(_FILLER[:1])
    if not feed.waits_for_marker:
        raise JpegBroken("a JPEG scan is truncated")


def _scans(data: bytes) -> Iterator[tuple[JpegSegment, tuple[int, ...]]]:
    """Yield each scan, and where its restart markers stand if each interval is to be checked."""
    frame = b""
    interval = 0
    for segment in jpeg_segments(data):
        payload = data[segment.payload : segment.coded]
        if segment.marker in _FRAMES:
            frame = payload
        elif segment.marker == _RESTART_INTERVAL:
            interval = int.from_bytes(payload[:2], "big")
        elif segment.marker == SOS:
            restarts = [found.start() for found in _RESTART.finditer(data, segment.coded, segment.end)]
            if any(data[at + 1] != 0xD0 + number % 8 for number, at in enumerate(restarts)):
                raise JpegBroken("a JPEG restart is missing")
            expected = -(-_units(frame, payload) // interval) - 1 if interval else 0
            if restarts[expected:] not in ([], [segment.end - 2]) or len(restarts) < expected:
                raise JpegBroken("a JPEG restart is missing")
            few = len(restarts) <= _MAX_INTERVALS
            yield segment, tuple(restarts[:expected]) if few else ()
        elif segment.marker == EOI:
            return


def _units(frame: bytes, scan: bytes) -> int:
    """Return how many units of blocks (MCU) a scan codes (ITU T.81, A.2)."""
    height, width = int.from_bytes(frame[1:3], "big"), int.from_bytes(frame[3:5], "big")
    factors = {frame[at]: (frame[at + 1] >> 4, frame[at + 1] & 15) for at in range(6, len(frame) - 2, 3)}
    if not factors or not all(across and down for across, down in factors.values()):
        raise JpegBroken("a JPEG frame is broken")
    most_across = max(across for across, _ in factors.values())
    most_down = max(down for _, down in factors.values())
    if scan[:1] == b"\1" and len(scan) >= 2:
        across, down = factors.get(scan[1], (1, 1))
        return -(-width * across // (8 * most_across)) * -(-height * down // (8 * most_down))
    return -(-width // (8 * most_across)) * -(-height // (8 * most_down))
