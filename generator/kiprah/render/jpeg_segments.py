"""Taking descriptions out of a JPEG stream without touching a pixel."""

from __future__ import annotations


def stripped_jpeg(data: bytes) -> bytes:
    """Drop comments and application segments but JFIF and Adobe's, which tells of colours; raises ``ValueError``."""
    if not data.startswith(b"\xff\xd8"):
        raise ValueError("not a JPEG")
    kept = [b"\xff\xd8"]
    position = 2
    while position + 4 <= len(data):
        if data[position] != 0xFF:
            raise ValueError("damaged JPEG")
        marker = data[position + 1]
        if marker == 0xFF:
            position += 1
            continue
        if marker == 0xDA:
            end = data.rfind(b"\xff\xd9")
            kept.append(data[position : end + 2 if end > position else len(data)])
            return b"".join(kept)
        length = int.from_bytes(data[position + 2 : position + 4], "big")
        body = data[position + 4 : position + 2 + length]
        describes = marker == 0xFE or (0xE0 <= marker <= 0xEF)
        shown = (marker == 0xE0 and body.startswith(b"JFIF\0") and len(body) == 14) or (
            marker == 0xEE and body.startswith(b"Adobe")
        )
        if not describes or shown:
            kept.append(data[position : position + 2 + length])
        position += 2 + length
    raise ValueError("damaged JPEG")
