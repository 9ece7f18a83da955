"""An MP4 with pictures and sound and nothing else: places, dates and makers' notes become zeroes of the same length."""

from __future__ import annotations

from collections.abc import Mapping

from kiprah.publish.inspect.film import boxes

MAX_BYTES = 50_000_000
_BRANDS = frozenset({b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"dash"})
_HOLDERS = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"dinf", b"mvex"})
_DESCRIBING = frozenset({b"udta", b"meta", b"uuid", b"XMP_", b"ilst"})
_DATED = frozenset({b"mvhd", b"tkhd", b"mdhd"})


class VideoRefused(Exception):
    """The video cannot be published; ``code`` and ``values`` are those of the problem."""

    def __init__(self, code: str, values: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.values = dict(values or {})


def clean_video(data: bytes) -> bytes:
    """Return the video with descriptions zeroed in place, so that offsets stay right. Raises ``VideoRefused``."""
    if len(data) > MAX_BYTES:
        raise VideoRefused("video-too-large", {"limit": str(MAX_BYTES // 1_000_000)})
    if data[4:8] != b"ftyp" or data[8:12] not in _BRANDS:
        raise VideoRefused("video-kind")
    clean = bytearray(data)
    found_movie = False
    waiting = [(0, len(data), 0)]
    while waiting:
        start, end, depth = waiting.pop()
        for kind, inner, last in boxes(data, start, end):
            found_movie = found_movie or kind == b"moov"
            if kind in _HOLDERS and depth < 8:
                waiting.append((inner, last, depth + 1))
            elif kind in _DESCRIBING:
                clean[inner - 4 : inner] = b"free"
                clean[inner:last] = bytes(last - inner)
            elif kind in _DATED:
                width = 16 if data[inner] == 1 else 8
                clean[inner + 4 : inner + 4 + width] = bytes(width)
            elif kind == b"hdlr":
                if data[inner + 8 : inner + 12] not in (b"vide", b"soun", b"url "):
                    raise VideoRefused("video-metadata-track")
                # The handler's name is free text of the camera's or the editor's.
                clean[inner + 24 : last] = bytes(last - inner - 24)
    if not found_movie:
        raise VideoRefused("video-broken")
    return bytes(clean)
