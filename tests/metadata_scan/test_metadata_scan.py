"""The second look finds what is planted, passes what is clean, and never breaks."""

from __future__ import annotations

import random
import struct
import subprocess
import sys
import time
import zlib
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
from PIL import Image

from kiprah.metadata_scan import traces_of_metadata
from kiprah.metadata_scan.mp4 import mp4_boxes
from kiprah.sanitize.mp4 import clean_video
from support.mp4 import box, video
from support.pdf_files import with_table
from support.traces import traces_in


def saved(kind: str, image: Image.Image | None = None, **options: Any) -> bytes:
    target = BytesIO()
    (image or Image.effect_noise((40, 30), 50).convert("RGB")).save(target, kind, **options)
    return target.getvalue()


def traces(data: bytes, path: str = "media/x") -> set[str]:
    return traces_in(data, path)


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def some_exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F] = "Camera"
    return exif


CLEAN = {
    "jpeg": saved("JPEG"),
    "progressive": saved("JPEG", progressive=True),
    "restarts": saved("JPEG", restart_marker_blocks=1),
    "cmyk": saved("JPEG", Image.new("CMYK", (8, 8))),
    "png": saved("PNG"),
    "palette": saved("PNG", Image.new("P", (8, 8)), transparency=0),
    "webp": saved("WEBP"),
    "lossless": saved("WEBP", Image.new("RGBA", (9, 9)), lossless=True),
    "avif": saved("AVIF"),
    "alpha": saved("AVIF", Image.new("RGBA", (16, 16))),
    "gif": saved("GIF", Image.new("P", (8, 8))),
    "loop": saved("GIF", save_all=True, append_images=[Image.new("RGB", (40, 30))], loop=0),
    "moving": saved("WEBP", save_all=True, append_images=[Image.new("RGB", (40, 30))]),
    "ico": saved("ICO", Image.new("RGB", (16, 16))),
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9"/></svg>',
    "text": b"plain text, and \xff\xfe\xfd",
    "nothing": b"",
}


@pytest.mark.parametrize("kind", CLEAN)
def test_clean_files_pass(kind: str) -> None:
    assert traces_of_metadata(f"media/x.{kind}", CLEAN[kind]) == ()


@pytest.mark.parametrize(
    ("planted", "name"),
    [
        (segment(0xE1, b"Exif\0\0MM\0*"), "EXIF"),
        (segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x/>"), "XMP"),
        (segment(0xE2, b"ICC_PROFILE\0\1\1x"), "ICC"),
        (segment(0xE2, b"MPF\0x"), "second picture"),
        (segment(0xED, b"Photoshop 3.0\08BIM"), "IPTC"),
        (segment(0xFE, b"taken by Ana"), "comment"),
        (segment(0xE0, b"JFXX\0\x10x"), "thumbnail"),
        (segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\1\1abc"), "thumbnail"),
        (segment(0xEE, b"Adobe\0\x64\0\0\0\0\1and more"), "APP14"),
        (segment(0xE5, b"x"), "APP5"),
        (segment(0xEB, b"HDR_RI"), "APP11"),
        (segment(0xF0, b"x"), "segment f0"),
    ],
)
def test_jpeg_segments_are_named_wherever_they_stand(planted: bytes, name: str) -> None:
    data = CLEAN["progressive"]
    scan = data.index(b"\xff\xda", data.index(b"\xff\xda") + 1)  # between two scans
    for at in (2, 20, scan):
        assert traces(data[:at] + planted + data[at:]) == {name}


def test_what_follows_a_picture_is_named() -> None:
    for kind in ("jpeg", "progressive", "png", "webp", "gif"):
        assert traces(CLEAN[kind] + b"<script>") == {"trailing bytes"}, kind
    assert traces(CLEAN["jpeg"] + CLEAN["jpeg"]) == {"trailing bytes"}
    assert traces(CLEAN["avif"] + b"PK\3\4 and more") == {"trailing bytes"}
    assert traces(CLEAN["avif"] + b"\0\0\0\x0cnotexxxx") == {"note"}


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "gif"])
def test_what_is_cut_off_is_named(kind: str) -> None:
    assert "damaged" in traces(CLEAN[kind][:-5])


@pytest.mark.parametrize(
    ("name", "trace"),
    [
        (b"tEXt", "text"),
        (b"zTXt", "text"),
        (b"iTXt", "text"),
        (b"eXIf", "EXIF"),
        (b"iCCP", "ICC"),
        (b"tIME", "time"),
        (b"sPLT", "sPLT"),
        (b"prVt", "prVt"),
    ],
)
def test_png_chunks_are_named(name: bytes, trace: str) -> None:
    data = CLEAN["png"]
    for at in (33, len(data) - 12):
        assert traces(data[:at] + chunk(name, b"Author\0Ana") + data[at:]) == {trace}


@pytest.mark.parametrize(("kind", "icc"), [("WEBP", b"x" * 128), ("AVIF", b"x" * 128), ("PNG", b"x" * 128)])
def test_what_pillow_attaches_is_named(kind: str, icc: bytes) -> None:
    assert traces(saved(kind, exif=some_exif())) == {"EXIF"}
    assert traces(saved(kind, icc_profile=icc)) == {"ICC"}
    if kind != "PNG":
        assert traces(saved(kind, xmp=b"<x:xmpmeta/>")) == {"XMP"}


def test_gif_notes_are_named() -> None:
    data = CLEAN["gif"]
    at = data.index(b"\x2c\0\0\0\0")
    for planted, name in (
        (b"\x21\xfe\x03Ana\0", "comment"),
        (b"\x21\xff\x0bXMP DataXMP\x01x\0", "XMP"),
        (b"\x21\xff\x0bWHATEVER1.0\x01x\0", "application data"),
        (b"\x21\x01\x01x\0", "text"),
    ):
        assert traces(data[:at] + planted + data[at:]) == {name}


def test_kinds_that_are_never_published_as_they_are() -> None:
    assert traces(saved("TIFF")) == {"TIFF"}


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<metadata><rdf:RDF/></metadata>", "metadata"),
        (b"<metadata/>", "metadata"),
        (b"<script>alert(1)</script>", "script"),
        (b'<path onload = "x()"/>', "script"),
        (b"<foreignObject/>", "foreign content"),
        (b'<image href="https://tracker.example/x.png"/>', "remote content"),
    ],
)
def test_drawings_hold_shapes_only(content: bytes, name: str) -> None:
    assert traces(b"<svg>" + content + b"</svg>", "logo.SVG") == {name}


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"trailer << /Info 3 0 R >>", "information"),
        (b"<< /Inf#6F 3 0 R >>", "information"),
        (b"<< /Metadata 3 0 R >>", "XMP"),
        (b"<< /S /JavaScript >>", "JavaScript"),
        (b"<< /JS (app.alert)>>", "JavaScript"),
        (b"<< /Names << /EmbeddedFiles 3 0 R >> >>", "embedded file"),
        (b"<< /OpenAction 3 0 R >>", "action"),
        (b"<< /AA << /O 3 0 R >> >>", "action"),
        (b"<< /S /Launch >>", "program"),
        (b"<< /Thumb 3 0 R >>", "thumbnail"),
        (b"<< /Filter /DCTDecode >> stream\n" + saved("JPEG", comment=b"x") + b"\nendstream", "comment"),
    ],
)
def test_documents_show_pages_only(content: bytes, name: str) -> None:
    assert traces(with_table(content)) == {name}
    packed = b"<< /Type /ObjStm /Filter /FlateDecode >> stream\n" + zlib.compress(content) + b"\nendstream"
    if b"stream" not in content:
        assert traces(with_table(packed)) == {name}
        in_stream = b"<< >> stream\n" + content + b"\nendstream"
        assert traces(with_table(in_stream)) == set()  # what a page draws may spell anything
    fonts = b"<< /Font << /AA 3 0 R /JS 4 0 R >> /Information /Infos >>"
    assert traces(with_table(fonts)) == set()


@pytest.mark.slow
def test_a_document_that_unpacks_without_end_is_named() -> None:
    bomb = zlib.compress(bytes(45_000_000))
    data = with_table(b"<< /Type /ObjStm >> stream\n" + bomb + b"\nendstream")
    assert traces(data) == {"too large"}
    assert "damaged" in traces(data.replace(bomb, b"not packed"))


def with_items_moved(data: bytes, by: int) -> bytes:
    """Return an AVIF whose list says that its picture lies elsewhere by so many bytes."""
    begins = data.index(b"iloc") + 4 + 14
    place = int.from_bytes(data[begins : begins + 4], "big") + by
    return data[:begins] + place.to_bytes(4, "big") + data[begins + 4 :]


def test_what_no_item_of_a_picture_owns_is_named() -> None:
    data = CLEAN["avif"]
    at = data.index(b"mdat") + 4
    size = len(data) - at
    for planted, named in ((b"Exif\0\0taken by Ana", {"leftovers"}), (bytes(20), set())):
        more = data[: at - 8] + (size + 8 + len(planted)).to_bytes(4, "big") + b"mdat"
        assert traces(more + data[at:] + planted) == named
        assert traces(with_items_moved(more + planted + data[at:], len(planted))) == named
    assert traces(with_items_moved(data, 1)) == traces(with_items_moved(data, 9999)) == {"damaged"}
    within = data.index(b"iloc") + 4
    assert "damaged" in traces(data[:within] + b"\2\0\0\0\x44\0\xff\xff\xff\xff" + data[within + 10 :])


def test_what_is_cut_off_between_two_boxes_is_damaged() -> None:
    data = CLEAN["avif"]
    assert traces(data[: data.index(b"mdat") - 4]) == {"damaged"}
    assert traces(data[: data.index(b"meta") - 4]) == {"damaged"}
    clean = clean_video(video())
    ends = [0, *(end for _, _, end in mp4_boxes(clean, 0, len(clean)))]
    kinds = [kind for kind, _, _ in mp4_boxes(clean, 0, len(clean))]
    whole = {kind: clean[begin:end] for kind, (begin, end) in zip(kinds, pairwise(ends), strict=True)}
    assert traces(clean) == set()
    # A camera whose battery is empty leaves what it filmed, and no list of it.
    assert traces(whole[b"ftyp"] + whole[b"mdat"]) == {"damaged"}
    assert traces(whole[b"ftyp"] + whole[b"moov"]) == traces(whole[b"ftyp"]) == {"damaged"}
    assert kinds[-1] == b"free"  # of which there may be less
    for at in range(9, ends[-2], 7):
        assert "damaged" in traces(clean[:at]), at
    assert traces(clean + b"Sari Wulandari") == {"damaged"}
    # Films of old cameras begin without saying what they are.
    assert traces(whole[b"moov"] + whole[b"mdat"], "film.MOV") == set()
    assert "udta" in traces(b"\0\0\0\x08wide" + box(b"moov", box(b"udta", b"Ana")), "film.mov")


def test_what_stands_with_how_often_a_picture_moves_is_named() -> None:
    data = CLEAN["loop"]
    loop = data.index(b"NETSCAPE2.0") + 11
    assert data[loop : loop + 5] == b"\3\1\0\0\0"
    buffered = data[: loop + 4] + b"\5\2\0\0\0\0" + data[loop + 4 :]
    assert traces(buffered) == set()
    assert traces(data[: loop + 4] + b"\x0etaken by Ana B" + data[loop + 4 :]) == {"application data"}
    delay = data.index(b"\x21\xf9\4") + 7
    assert traces(data[:delay] + b"\3Ana" + data[delay:]) == {"application data"}
    comment = b"\x21\xfe\x0bNETSCAPE2.0\x10taken by Ana B C\0"
    assert traces(data[: delay - 7] + comment + data[delay - 7 :]) == {"comment"}


def test_the_end_of_a_png_holds_nothing() -> None:
    assert traces(CLEAN["png"][:-12] + chunk(b"IEND", b"Ana")) == {"trailing bytes"}


@pytest.mark.parametrize(
    ("data", "names"),
    [
        (b"<svg><path d='M0 0'/>", {"damaged"}),
        (b"<svg><path d='M0 0'/></sv", {"damaged"}),
        (b"<svg></svg>Sari Wulandari", {"damaged"}),
        (b"<svg></svg><svg></svg>", {"damaged"}),
        ("<svg><metadata/></svg>".encode("utf-16"), {"damaged"}),
        (b"<svg>\xff</svg>", {"damaged"}),
        (b"<svg:svg xmlns:svg='http://www.w3.org/2000/svg'><svg:metadata/></svg:svg>", {"metadata"}),
        (b"<!DOCTYPE svg [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><svg>&b;</svg>", {"foreign content"}),
        (b"<?xml version='1.0' encoding='iso-8859-1'?><svg>\xe9</svg>\n<!-- drawn by hand -->\n", set()),
    ],
)
def test_drawings_are_whole(data: bytes, names: set[str]) -> None:
    assert traces(data, "logo.svg") == names


def test_any_bytes_are_looked_at_without_breaking() -> None:
    chooser = random.Random(11)
    named = set()
    for _ in range(1500):
        data = bytearray(chooser.choice(list(CLEAN.values())))
        for _ in range(chooser.choice((1, 4, 20))):
            if data:
                data[chooser.randrange(len(data))] = chooser.randrange(256)
        cut = data[: chooser.randrange(len(data) + 1)] if chooser.random() < 0.3 else data
        named |= set(traces_of_metadata("media/x.svg", bytes(cut)))
    assert named and all(name and name.isprintable() for name in named)


def test_the_look_is_cheap() -> None:
    data = saved("JPEG", Image.effect_noise((900, 600), 90).convert("RGB"), quality=90)
    assert len(data) > 250_000
    took = []
    for _ in range(5):
        began = time.perf_counter()
        traces_of_metadata("x.jpg", data)
        took.append(time.perf_counter() - began)
    assert min(took) < 0.005  # 0.2 ms on a quiet machine


def test_the_look_needs_none_of_the_libraries_that_made_the_files() -> None:
    code = "import sys, kiprah.metadata_scan; print(sorted({'PIL', 'pypdf', 'kiprah.render'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
