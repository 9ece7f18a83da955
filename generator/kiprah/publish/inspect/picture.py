"""JPEG, PNG, WebP and GIF, segment by segment."""

from __future__ import annotations

_PNG_SHOWN = frozenset(
    {
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"sRGB",
        b"gAMA",
        b"cHRM",
        b"bKGD",
        b"sBIT",
        b"pHYs",
        b"acTL",
        b"fcTL",
        b"fdAT",
    }
)
_WEBP_SHOWN = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"})


def traces_in_jpeg(data: bytes) -> tuple[str, ...]:
    """Name every segment but the picture's own, a thumbnail in the JFIF header, and bytes after the end."""
    found: list[str] = []
    position = 2
    while position + 4 <= len(data):
        if data[position] != 0xFF:
            return (*found, "damaged")
        marker = data[position + 1]
        if marker == 0xFF:
            position += 1
            continue
        if marker == 0xD9:
            break
        if marker == 0x01 or 0xD0 <= marker <= 0xD7:
            position += 2
            continue
        length = int.from_bytes(data[position + 2 : position + 4], "big")
        body = data[position + 4 : position + 2 + length]
        found.extend(_segment(marker, body))
        position += 2 + length
        if marker == 0xDA:
            position = _after_scan(data, position)
    if position + 2 < len(data):
        found.append("trailing bytes")
    return tuple(dict.fromkeys(found))


def _segment(marker: int, body: bytes) -> list[str]:
    if marker == 0xFE:
        return ["comment"]
    if marker == 0xE0:
        if not body.startswith((b"JFIF\0", b"JFXX\0")):
            return ["APP0"]
        thumbnail = body.startswith(b"JFXX\0") or (len(body) >= 14 and body[12] * body[13] > 0)
        return ["thumbnail"] if thumbnail else []
    if 0xE1 <= marker <= 0xEF and not (marker == 0xEE and body.startswith(b"Adobe")):
        named = {0xE1: "XMP" if body.startswith(b"http") else "EXIF", 0xE2: "ICC", 0xED: "IPTC"}
        return [named.get(marker, f"APP{marker - 0xE0}")]
    return []


def _after_scan(data: bytes, position: int) -> int:
    """Skip compressed data to the next real marker."""
    while True:
        position = data.find(b"\xff", position)
        if position < 0 or position + 1 >= len(data):
            return len(data)
        if data[position + 1] == 0x00 or 0xD0 <= data[position + 1] <= 0xD7:
            position += 2
            continue
        return position


def traces_in_png(data: bytes) -> tuple[str, ...]:
    """Name every chunk that is not the picture, and bytes after the end."""
    found: list[str] = []
    position = 8
    while position + 12 <= len(data):
        length = int.from_bytes(data[position : position + 4], "big")
        name = data[position + 4 : position + 8]
        if name not in _PNG_SHOWN:
            found.append(name.decode("latin-1"))
        position += 12 + length
        if name == b"IEND":
            break
    if position < len(data):
        found.append("trailing bytes")
    return tuple(dict.fromkeys(found))


def traces_in_webp(data: bytes) -> tuple[str, ...]:
    """Name every chunk that is not the picture, and bytes after the end."""
    found: list[str] = []
    end = 8 + int.from_bytes(data[4:8], "little")
    position = 12
    while position + 8 <= min(end, len(data)):
        name = data[position : position + 4]
        length = int.from_bytes(data[position + 4 : position + 8], "little")
        if name not in _WEBP_SHOWN:
            found.append({b"ICCP": "ICC"}.get(name, name.decode("latin-1").strip()))
        position += 8 + length + length % 2
    if len(data) > end + end % 2:
        found.append("trailing bytes")
    return tuple(dict.fromkeys(found))


def traces_in_gif(data: bytes) -> tuple[str, ...]:
    """Name comments, texts and applications other than the loop, and bytes after the end."""
    found: list[str] = []
    position = 13 + (3 << ((data[10] & 7) + 1) if len(data) > 10 and data[10] & 0x80 else 0)
    while position < len(data):
        kind = data[position]
        if kind == 0x3B:
            if position + 1 < len(data):
                found.append("trailing bytes")
            break
        if kind == 0x2C:
            flags = data[position + 9] if position + 9 < len(data) else 0
            position += 11 + (3 << ((flags & 7) + 1) if flags & 0x80 else 0)
        elif kind == 0x21:
            label = data[position + 1] if position + 1 < len(data) else 0
            name = data[position + 3 : position + 14]
            if label == 0xFE:
                found.append("comment")
            elif label == 0x01:
                found.append("text")
            elif label == 0xFF and name != b"NETSCAPE2.0":
                found.append("application data")
            position += 2
        else:
            return (*found, "damaged")
        while position < len(data) and data[position]:
            position += 1 + data[position]
        position += 1
    return tuple(dict.fromkeys(found))
