"""MP4 files made by hand, box by box."""

from __future__ import annotations

import struct

MARK = b"PLANTED-7734"
PICTURES = (b"\x65 first picture", b"\x41 second", b"\x41 third one")
TELEMETRY = b"\x06\x05" + bytes([16 + len(MARK)]) + bytes(range(100, 116)) + MARK + b"\x80"
TIMING = b"\x06\x01\x03abc\x80"
SOUNDS = (b"sound one", b"sound two")


def box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + kind + body


def long_box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4sQ", 1, kind, len(body) + 16) + body


def full(kind: bytes, *parts: bytes, version: int = 0, flags: int = 0) -> bytes:
    return box(kind, struct.pack(">I", version << 24 | flags), *parts)


def numbers(*values: int) -> bytes:
    return struct.pack(f">{len(values)}I", *values)


def units(*payloads: bytes) -> bytes:
    return b"".join(struct.pack(">I", len(payload)) + payload for payload in payloads)


def track(kind: bytes, description: bytes, offsets: list[int], sizes: list[int], extra: bytes = b"") -> bytes:
    table = box(
        b"stbl",
        full(b"stsd", numbers(1), description),
        full(b"stts", numbers(1, len(sizes), 1)),
        full(b"stsc", numbers(2, 1, 2, 1, 2, 1, 1) if len(offsets) > 1 else numbers(1, 1, len(sizes), 1)),
        full(b"stsz", numbers(0, len(sizes), *sizes)),
        full(b"stco", numbers(len(offsets), *offsets)),
        extra,
    )
    minf = box(b"minf", box(b"dinf", full(b"dref", numbers(1), full(b"url ", flags=1))), table)
    handler = full(b"hdlr", MARK[:4], kind, MARK, MARK + b"\0")
    times = struct.pack(">QQIQ", 0xE1234567, 0xE1234568, 1000, 3000)
    media = box(b"mdia", full(b"mdhd", times, b"\x55\xc4\0\0", version=1), handler, minf)
    head = full(b"tkhd", numbers(0xE1234567, 0xE1234567, 1, 0, 3000), bytes(60))
    return box(b"trak", head, media, box(b"meta", MARK), box(b"udta", MARK))


def pictures_entry() -> bytes:
    config = box(b"avcC", b"\x01\x64\x00\x1f\xff\xe0\x00")
    head = b"\0" * 6 + b"\0\1" + MARK.ljust(16) + struct.pack(">HHIIIH", 16, 16, 0x480000, 0x480000, 0, 1)
    name = bytes([len(MARK)]) + MARK.ljust(31, b"\0")
    color = box(b"colr", b"nclx\0\1\0\1\0\1\0") + box(b"colr", b"prof" + MARK)
    return box(b"avc1", head, name, b"\0\x18\xff\xff", config, color, box(b"uuid", MARK))


def sounds_entry() -> bytes:
    return box(b"mp4a", bytes(6), b"\0\1", bytes(8), b"\0\2\0\x10\0\0\0\0\xbb\x80\0\0", full(b"esds", b"config"))


def video(handler: bytes = b"soun", brand: bytes = b"mp42", late: bytes = b"") -> bytes:
    """Pictures in two chunks with notes between them, and sounds; a place wherever there is room for one."""
    samples = [units(TELEMETRY, TIMING, PICTURES[0]), units(PICTURES[1]), units(PICTURES[2])]
    start = box(b"ftyp", brand, b"\0\0\0\x07", b"isom", brand, b"GoPr") + box(b"free", MARK)
    media = MARK + samples[0] + samples[1] + MARK + SOUNDS[0] + SOUNDS[1] + samples[2] + MARK
    first = len(start) + 16 + len(MARK)
    heard = first + len(samples[0] + samples[1]) + len(MARK)
    second = heard + len(b"".join(SOUNDS))
    place = box(b"udta", box(b"\xa9xyz", b"\0\x15\x15\xc7-07.7956+110.3695/", MARK), full(b"meta", MARK))
    movie = box(
        b"moov",
        full(b"mvhd", numbers(0xE1234567, 0xE1234567, 1000, 3000), bytes(80)),
        track(b"vide", pictures_entry(), [first, second], [len(sample) for sample in samples]),
        track(handler, sounds_entry(), [heard], [len(sound) for sound in SOUNDS]),
        place,
        box(b"iods", MARK),
    )
    return start + long_box(b"mdat", media) + movie + box(b"uuid", bytes(16), MARK) + late
