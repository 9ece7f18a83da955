"""Sound and films say what they are called and who plays, and nothing of places, people, days or programs' notes."""

from __future__ import annotations

import base64
import struct
import wave
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image

from support.examples import examples
from support.traces import traces_in

SCANNED = Path(__file__).parents[1] / "data" / "scanned"
KINDS = ("mp3", "ogg", "opus", "flac", "wav", "webm")
CLEAN = {kind: (SCANNED / f"clean.{kind}").read_bytes() for kind in KINDS}
LEFT = {kind: (SCANNED / f"left.{kind}").read_bytes() for kind in KINDS}
SOUND = CLEAN["mp3"][10 + (CLEAN["mp3"][8] << 7 | CLEAN["mp3"][9]) :]
"""Frames of a sound without the tag before them."""


def traces(data: bytes, kind: str) -> set[str]:
    return traces_in(data, f"static/lagu.{kind}")


def picture(**options: object) -> bytes:
    target = BytesIO()
    Image.new("RGB", (8, 8)).save(target, "JPEG", **options)
    return target.getvalue()


WITH_COMMENT = picture(comment=b"difoto Sari")


@pytest.mark.parametrize("kind", KINDS)
def test_titles_and_artists_are_for_who_listens(kind: str) -> None:
    assert b"Lagu" in CLEAN[kind] or b"Film" in CLEAN[kind]
    assert traces(CLEAN[kind], kind) == traces(CLEAN[kind], "txt") == set()


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        *((kind, {"comment", "place", "person", "dates"}) for kind in ("mp3", "ogg", "opus", "flac")),
        ("wav", {"comment", "person"}),
        ("webm", {"place", "dates"}),
    ],
)
def test_what_ffmpeg_takes_over_is_named(kind: str, names: set[str]) -> None:
    assert traces(LEFT[kind], kind) == names


@pytest.mark.parametrize("kind", ["ogg", "opus", "wav", "webm"])
def test_what_is_cut_off_is_damaged(kind: str) -> None:
    data = CLEAN[kind]
    for at in (5, 40, len(data) // 2, len(data) - 3):
        assert "damaged" in traces(data[:at], kind), at


def test_a_sound_is_what_its_name_says() -> None:
    for kind in KINDS:
        assert traces(b"", kind) == traces(b"Sari Wulandari", kind) == {"damaged"}, kind
    # A recording that was stopped ends within a frame, and says no less of itself.
    assert traces(CLEAN["mp3"][:-9], "mp3") == set()
    assert traces(CLEAN["flac"][:60], "flac") == {"damaged"}


def frame(name: bytes, content: bytes, version: int = 3, flags: int = 0) -> bytes:
    size = len(content)
    if version == 2:
        return name + size.to_bytes(3, "big") + content
    told = bytes(size >> shift & 127 for shift in (21, 14, 7, 0)) if version == 4 else size.to_bytes(4, "big")
    return name + told + bytes([0, flags]) + content


def tagged(*frames: bytes, version: int = 3, flags: int = 0, after: bytes = bytes(20)) -> bytes:
    body = b"".join(frames) + after
    size = bytes(len(body) >> shift & 127 for shift in (21, 14, 7, 0))
    return b"ID3" + bytes([version, 0, flags]) + size + body + SOUND


def in_tag(name: bytes, content: bytes, version: int = 3) -> set[str]:
    return traces(tagged(frame(name, content, version), version=version), "mp3")


@pytest.mark.parametrize(
    ("name", "content", "trace"),
    [
        (b"COMM", b"\0indx\0direkam di rumah", "comment"),
        (b"COMM", b"\1ind\xff\xfe\0\0" + "\ufeffdi rumah".encode("utf-16-le"), "comment"),
        (b"TXXX", b"\3GPS\0-6.2", "tag (GPS)"),
        (b"TXXX", b"\0\0-6.2", "comment"),
        (b"TENC", b"\0Budi", "person"),
        (b"TOWN", b"\0Budi", "person"),
        (b"TPE3", b"\0Budi", "tag (TPE3)"),
        (b"TPUB", b"\0Yayasan", "company"),
        (b"TDRC", b"\0002026-05-01T10:00", "dates"),
        (b"TIME", b"\0001000", "dates"),
        (b"TDTG", b"\0002026-05-01T10:00", "dates"),
        (b"USLT", b"\0ind\0kata", "lyrics"),
        (b"GEOB", b"\0a/b\0\0\0x", "embedded file"),
        (b"PRIV", b"Sari\0x", "private data"),
        (b"PRIV", b"XMP\0<x/>", "XMP"),
        (b"UFID", b"a\0b", "identifier"),
        (b"POPM", b"sari@a.example\0\3", "ratings"),
        (b"WXXX", b"\0\0https://a.example/", "web address"),
        (b"XYZ1", b"apa", "tag (XYZ1)"),
        (b"APIC", b"\0image/jpeg\0\3\0" + WITH_COMMENT, "comment"),
        (b"APIC", b"\1image/jpeg\0\3\xff\xfea\0\0\0" + WITH_COMMENT, "comment"),
        (b"APIC", b"\0-->\0\3\0https://a.example/", "remote content"),
        (b"APIC", b"\0image/x\0\3\0apa saja", "damaged"),
    ],
)
def test_frames_of_a_tag(name: bytes, content: bytes, trace: str) -> None:
    assert in_tag(name, content) == in_tag(name, content, 4) == {trace}
    chapter = b"bab\0" + bytes(16) + frame(name, content, 4)
    assert in_tag(b"CHAP", chapter, 4) == {trace}
    assert in_tag(b"CTOC", b"isi\0\3\1bab\0" + frame(name, content, 4), 4) == {trace}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (b"TPE1", b"\0Sari"),
        (b"TYER", b"\0002026"),
        (b"TDAT", b"\0000105"),
        (b"TDRC", b"\0002026-05-01"),
        (b"TENC", b"\0"),
        (b"COMM", b"\0engiTunNORM\0 0000 0000"),
        (b"TXXX", b"\3replaygain_track_gain\0-7 dB"),
        (b"APIC", b"\0image/jpeg\0\3\0" + picture()),
        (b"CHAP", b"bab\0" + bytes(16) + frame(b"TIT2", b"\0Bab 1")),
    ],
)
def test_frames_that_are_for_who_listens(name: bytes, content: bytes) -> None:
    assert in_tag(name, content) == set()


def test_tags_of_every_version() -> None:
    assert in_tag(b"COM", b"\0ind\0di rumah", 2) == {"comment"}
    assert in_tag(b"TEN", b"\0Budi", 2) == {"person"}
    assert in_tag(b"TT2", b"\0Lagu", 2) == set()
    assert in_tag(b"PIC", b"\0JPG\3\0" + WITH_COMMENT, 2) == {"comment"}
    packed = zlib.compress(b"\0Budi")
    assert traces(tagged(frame(b"TENC", bytes(4) + packed, 3, 0x80)), "mp3") == {"person"}
    assert traces(tagged(frame(b"TENC", bytes(4) + packed, 4, 0x09), version=4), "mp3") == {"person"}
    assert traces(tagged(frame(b"TENC", packed, 3, 0x40)), "mp3") == {"encryption"}
    assert traces(tagged(frame(b"TENC", b"abcdefgh", 3, 0x80)), "mp3") == {"damaged"}
    # Programs wrote plain sizes where there should be seven bits in a byte.
    long = frame(b"TENC", b"\0" + b"Budi" * 50) + frame(b"TIT2", b"\0Lagu")
    assert traces(tagged(long, version=4), "mp3") == {"person"}
    unsynchronized = tagged(frame(b"COMM", b"\1ind\xff\0\xfe\0\0a\0"), flags=0x80)
    assert traces(unsynchronized, "mp3") == {"comment"}
    footed = tagged(frame(b"TENC", b"\0Budi", 4), version=4, flags=0x10)
    at = len(footed) - len(SOUND)
    assert traces(footed[:at] + b"3DI" + footed[3:10] + SOUND, "mp3") == {"person"}
    assert traces(tagged(after=bytes(9) + b"Sari"), "mp3") == {"leftovers"}
    assert traces(tagged(b"bukan bingkai"), "mp3") == {"damaged"}
    assert traces(tagged()[: -len(SOUND)], "mp3") == {"damaged"}


def test_what_is_no_sound_is_named() -> None:
    old = b"TAG" + b"Lagu".ljust(30, b"\0") + bytes(64)
    assert traces(SOUND + old + bytes(31), "mp3") == set()
    assert traces(SOUND + old + b"di rumah".ljust(28, b"\0") + b"\0\7\1", "mp3") == {"comment"}
    assert traces(SOUND + b"Sari Wulandari", "mp3") == {"leftovers"}
    assert traces(SOUND + bytes(40) + SOUND, "mp3") == set()
    assert traces(SOUND + tagged(frame(b"TENC", b"\0Budi")), "mp3") == {"person"}
    items = struct.pack("<II", 5, 0) + b"Title\0Judul" + struct.pack("<II", 8, 0) + b"Comment\0di rumah"
    cover = b"a.jpg\0" + WITH_COMMENT
    for more, count, names in (
        (b"", 2, {"comment"}),
        (struct.pack("<II", len(cover), 2) + b"Cover Art (Front)\0" + cover, 3, {"comment"}),
        (struct.pack("<II", 3, 2) + b"Apa\0abc", 3, {"comment", "embedded file"}),
        (b"", 3, {"comment", "damaged"}),
    ):
        body = items + more
        head = struct.pack("<8sIIII8x", b"APETAGEX", 2000, len(body) + 32, count, 0xA0000000)
        foot = struct.pack("<8sIIII8x", b"APETAGEX", 2000, len(body) + 32, count, 0x80000000)
        assert traces(SOUND + head + body + foot, "mp3") == names
        assert traces(SOUND + head + body + foot + old + bytes(31), "mp3") == names
    adts = bytes([0xFF, 0xF1, 0x50, 0x80, 0x01, 0x7F, 0xFC]) + bytes(4)
    assert traces(adts * 3, "aac") == set()
    assert traces(adts * 3 + b"Sari", "aac") == {"leftovers"}


def vorbis(*comments: bytes) -> bytes:
    told = b"".join(struct.pack("<I", len(one)) + one for one in comments)
    return struct.pack("<I", 4) + b"Xiph" + struct.pack("<I", len(comments)) + told


def flac(*blocks: tuple[int, bytes]) -> bytes:
    last = len(blocks) - 1
    parts = [
        bytes([kind | (128 if n == last else 0)]) + len(b).to_bytes(3, "big") + b for n, (kind, b) in enumerate(blocks)
    ]
    return b"fLaC" + b"".join(parts) + b"\xff\xf8"


def flac_picture(data: bytes, mime: bytes = b"image/jpeg") -> bytes:
    head = struct.pack(">II", 3, len(mime)) + mime + struct.pack(">I", 0) + bytes(16)
    return head + struct.pack(">I", len(data)) + data


def test_blocks_of_flac() -> None:
    info = (0, bytes(34))
    for block, names in (
        ((4, vorbis(b"TITLE=Lagu", b"DATE=2026")), set()),
        ((4, vorbis(b"LOCATION=Jakarta", b"Contact=a@b.example")), {"place", "contact"}),
        ((4, vorbis(b"DATE=2026-05-01T10:00")), {"dates"}),
        ((4, vorbis(b"apa saja")), {"comment"}),
        ((4, vorbis(b"TITLE=Lagu")[:-2]), {"damaged"}),
        ((4, vorbis(b"TITLE=Lagu") + b"Sari"), {"leftovers"}),
        ((4, vorbis(b"METADATA_BLOCK_PICTURE=" + base64.b64encode(flac_picture(WITH_COMMENT)))), {"comment"}),
        ((4, vorbis(b"METADATA_BLOCK_PICTURE=" + base64.b64encode(flac_picture(picture())))), set()),
        ((4, vorbis(b"COVERART=" + base64.b64encode(WITH_COMMENT))), {"comment"}),
        ((4, vorbis(b"COVERART=?")), {"damaged"}),
        ((6, flac_picture(WITH_COMMENT)), {"comment"}),
        ((6, flac_picture(b"https://a.example/", b"-->")), {"remote content"}),
        ((6, b"\0"), {"damaged"}),
        ((1, bytes(9)), set()),
        ((1, b"\0Sari"), {"leftovers"}),
        ((2, b"Sari"), {"application data"}),
    ):
        assert traces(flac(info, block), "flac") == names, block
    assert traces(tagged(frame(b"TENC", b"\0Budi"))[: -len(SOUND)] + flac(info), "flac") == {"person"}


def page(kind: int, serial: int, *packets: bytes) -> bytes:
    lengths = b"".join(b"\xff" * (len(one) // 255) + bytes([len(one) % 255]) for one in packets)
    return struct.pack("<5sBqIIIB", b"OggS", kind, 0, serial, 0, 0, len(lengths)) + lengths + b"".join(packets)


def test_streams_of_ogg() -> None:
    head = page(2, 1, b"OpusHead" + bytes(11))
    comments = page(0, 1, b"OpusTags" + vorbis(b"LOCATION=Jakarta"))
    assert traces(head + comments, "opus") == {"place"}
    second = page(2, 2, b"\x7fFLAC\1\0\0\1") + page(0, 2, b"\x84\0\0\0" + vorbis(b"COMMENT=di rumah"))
    assert traces(head + comments + second, "ogg") == {"place", "comment"}
    assert traces(head + page(0, 1, b"OpusTags" + vorbis() + b"Sari"), "opus") == {"leftovers"}
    assert traces(head, "opus") == traces(head + page(0, 3, b"x"), "opus") == {"damaged"}
    assert traces(page(2, 1, b"BBCD\0"), "ogg") == {"unknown Ogg stream"}
    assert traces(head + comments + b"Sari", "opus") == {"place", "damaged"}


def test_chunks_of_wav() -> None:
    with wave.open(target := BytesIO(), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(200))
    plain = target.getvalue()

    def with_chunk(kind: bytes, body: bytes) -> bytes:
        body += bytes(len(body) % 2)
        inner = plain[8:] + kind + struct.pack("<I", len(body)) + body
        return b"RIFF" + struct.pack("<I", len(inner)) + inner

    assert traces(plain, "wav") == set()
    for kind, body, names in (
        (b"LIST", b"INFOINAM" + struct.pack("<I", 4) + b"Lagu", set()),
        (b"LIST", b"INFOIENG" + struct.pack("<I", 4) + b"Budi", {"person"}),
        (b"LIST", b"INFOICRD" + struct.pack("<I", 10) + b"2026-05-01", set()),
        (b"LIST", b"INFOICRD" + struct.pack("<I", 16) + b"2026-05-01 10:00", {"dates"}),
        (b"LIST", b"INFOIXXX" + struct.pack("<I", 4) + b"Budi", {"tag (IXXX)"}),
        (b"LIST", b"adtllabl" + struct.pack("<I", 8) + b"\1\0\0\0Sari", {"comment"}),
        (b"LIST", b"INFOINAM" + struct.pack("<I", 400) + b"Lagu", {"damaged"}),
        (b"bext", b"Sari".ljust(602, b"\0"), {"recorder's notes"}),
        (b"iXML", b"<BWFXML/>", {"recorder's notes"}),
        (b"_PMX", b"<x/>", {"XMP"}),
        (b"id3 ", tagged(frame(b"TENC", b"\0Budi"))[: -len(SOUND)], {"person"}),
        (b"JUNK", bytes(20), set()),
        (b"JUNK", b"Sari", {"leftovers"}),
        (b"minf", b"Sari", {"minf"}),
    ):
        assert traces(with_chunk(kind, body), "wav") == names, kind
    assert traces(plain + b"Sari", "wav") == {"trailing bytes"}
    assert traces(plain[:-1], "wav") == {"damaged"}
    going_on = plain[:4] + b"\xff" * 4 + plain[8:40] + b"\xff" * 4 + plain[44:]
    assert traces(going_on, "wav") == set()
    form = b"AIFFCOMM" + struct.pack(">I", 18) + bytes(18) + b"SSND" + struct.pack(">I", 8) + bytes(8)
    noted = form + b"ANNO" + struct.pack(">I", 4) + b"Sari"
    assert traces(b"FORM" + struct.pack(">I", len(form)) + form, "aiff") == set()
    assert traces(b"FORM" + struct.pack(">I", len(noted)) + noted, "aiff") == {"comment"}


def element(kind: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return kind.to_bytes((kind.bit_length() + 7) // 8, "big") + (len(body) | 1 << 56).to_bytes(8, "big") + body


def film(*parts: bytes, track: bytes = b"") -> bytes:
    played = element(0x1654AE6B, element(0xAE, track)) + element(0x1F43B675, element(0xE7, b"\0"))
    return element(0x1A45DFA3, element(0x4282, b"webm")) + element(0x18538067, *parts, played)


def tag(name: bytes, text: bytes, *inner: bytes) -> bytes:
    simple = element(0x67C8, element(0x45A3, name), element(0x4487, text), *inner)
    return element(0x1254C367, element(0x7373, element(0x63C0), simple))


def test_elements_of_matroska() -> None:
    vorbis_head = b"\2" + bytes([30]) + bytes([7 + len(vorbis(b"COMMENT=x"))]) + bytes(30)
    private = vorbis_head + b"\3vorbis" + vorbis(b"COMMENT=x") + b"\5vorbis"
    for data, names in (
        (film(tag(b"TITLE", b"Film"), tag(b"ENCODER", b"Lavf")), set()),
        (film(tag(b"LOCATION", b"Jakarta")), {"place"}),
        (film(tag(b"TITLE", b"Film", element(0x67C8, element(0x45A3, b"URL"), element(0x4487, b"a")))), {"contact"}),
        (film(tag(b"HANDLER_NAME", b"VideoHandler")), set()),
        (film(tag(b"HANDLER_NAME", b"Kamera Sari")), {"handler name"}),
        (film(element(0x1549A966, element(0x4461, b"\7" * 8))), {"dates"}),
        (film(element(0x1549A966, element(0x7384, b"C:/Sari.mkv"))), {"file name"}),
        (film(element(0x1549A966, element(0x7BA9, b"Film"), element(0x5741, b"mkvmerge"))), set()),
        (film(element(0x1941A469, element(0x61A7, element(0x465C, WITH_COMMENT)))), {"comment"}),
        (film(element(0x1941A469, element(0x61A7, element(0x465C, b"catatan")))), {"embedded file"}),
        (film(element(0xEC, bytes(9))), set()),
        (film(element(0xEC, b"Sari Wulandari")), {"leftovers"}),
        (film(element(0x4FFF, b"Sari")), {"element 4fff"}),
        (film(track=element(0x86, b"A_VORBIS") + element(0x63A2, private)), {"comment"}),
        (film() + b"Sari", {"trailing bytes"}),
        (film()[:-1], {"trailing bytes", "damaged"}),
        (element(0x1A45DFA3, b""), {"damaged"}),
    ):
        assert traces(data, "mkv") == names, data


@hypothesis_settings(max_examples=examples(600), deadline=None)
@given(st.sampled_from(KINDS), st.data())
def test_other_bytes_never_raise(kind: str, data: st.DataObject) -> None:
    changed = bytearray(data.draw(st.sampled_from([CLEAN[kind], LEFT[kind]])))
    for _ in range(data.draw(st.integers(0, 5))):
        changed[data.draw(st.integers(0, min(len(changed), 500) - 1))] = data.draw(st.integers(0, 255))
    changed += data.draw(st.binary(max_size=40))
    end = data.draw(st.one_of(st.just(len(changed)), st.integers(0, len(changed))))
    assert all(traces(bytes(changed[:end]), kind))
