"""PNG, WebP and GIF scanners, chunk by chunk."""

from __future__ import annotations

_PNG_SHOWN = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"sRGB", b"gAMA", b"cHRM", b"cICP", b"mDCV", b"cLLI"}
    | {b"bKGD", b"sBIT", b"hIST", b"pHYs", b"acTL", b"fcTL", b"fdAT"}
)
_PNG_NAMES = {b"tEXt": "text", b"zTXt": "text", b"iTXt": "text", b"eXIf": "EXIF", b"iCCP": "ICC", b"tIME": "time"}

_WEBP_SHOWN = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"})
_WEBP_NAMES = {b"ICCP": "ICC", b"EXIF": "EXIF", b"XMP ": "XMP"}

_GIF_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
_GIF_MOST = {b"\xff": 12 + 4 + 6 + 1, b"\xf9": 5 + 1}
"""Maximum size of the two extensions that are shown, with the lengths of their parts and the end."""


def traces_in_png(data: bytes) -> tuple[str, ...]:
    """Name every chunk that is not the picture, and bytes after the end."""
    traces: list[str] = []
    position = 8
    name = b""
    while name != b"IEND":
        name = data[position + 4 : position + 8]
        end = position + 12 + int.from_bytes(data[position : position + 4], "big")
        if len(name) < 4 or end > len(data):
            return _distinct([*traces, "damaged"])
        if name not in _PNG_SHOWN:
            traces.append(_PNG_NAMES.get(name, _readable(name)))
        if name == b"IEND" and end - position > 12:
            traces.append("trailing bytes")
        position = end
    if position < len(data):
        traces.append("trailing bytes")
    return _distinct(traces)


def traces_in_webp(data: bytes) -> tuple[str, ...]:
    """Name every chunk that is not the picture, also inside frames, and bytes after the end."""
    end = 8 + int.from_bytes(data[4:8], "little")
    if end > len(data):
        return ("damaged",)
    traces = _webp_chunks(data, 12, end)
    if len(data) > end:
        traces.append("trailing bytes")
    return _distinct(traces)


def _webp_chunks(data: bytes, start: int, end: int) -> list[str]:
    traces: list[str] = []
    position = start
    while position < end:
        name = data[position : position + 4]
        length = int.from_bytes(data[position + 4 : position + 8], "little")
        if position + 8 + length > end:
            return [*traces, "damaged"]
        if name not in _WEBP_SHOWN:
            traces.append(_WEBP_NAMES.get(name, _readable(name)))
        if name == b"ANMF":
            traces.extend(_webp_chunks(data, position + 24, position + 8 + length))
        position += 8 + length + length % 2
    return traces


def traces_in_gif(data: bytes) -> tuple[str, ...]:
    """Name comments, texts and applications other than the loop, and bytes after the end."""
    traces: list[str] = []
    position = 13 + _colors(data, 10)
    while position < len(data) and data[position] != 0x3B:
        kind = data[position]
        if kind == 0x2C:
            position += 11 + _colors(data, position + 9)
        elif kind == 0x21:
            label, name = data[position + 1 : position + 2], data[position + 3 : position + 14]
            if label == b"\xff":
                traces.append("" if name in _GIF_LOOPS else "XMP" if name == b"XMP DataXMP" else "application data")
            elif label != b"\xf9":  # how long a frame is shown
                traces.append("comment" if label == b"\xfe" else "text")
            position += 2
        else:
            break
        begun, shown = position, kind == 0x21 and (label == b"\xf9" or name in _GIF_LOOPS)
        while position < len(data) and data[position]:
            position += 1 + data[position]
        position += 1
        # How often, and how long: whatever else stands with it says something else.
        if shown and position - begun > _GIF_MOST.get(label, len(data)):
            traces.append("application data")
    if data[position : position + 1] != b"\x3b":
        traces.append("damaged")
    elif position + 1 < len(data):
        traces.append("trailing bytes")
    return _distinct(traces)


def _colors(data: bytes, place: int) -> int:
    """Return how many bytes of a colour table follow, from the byte that says so."""
    flags = data[place] if place < len(data) else 0
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _readable(name: bytes) -> str:
    return "".join(chr(byte) if 33 <= byte < 127 else "?" for byte in name)


def _distinct(traces: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in traces if name))
