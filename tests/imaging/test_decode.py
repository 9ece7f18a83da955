"""What a photo's file says of itself, and which files are refused before anything is decoded."""

from __future__ import annotations

import random
import struct
import zlib
from datetime import date
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from kiprah.cache.digests import digest_of
from kiprah.imaging.decode import PhotoFault, decode_photo, photo_facts
from kiprah.imaging.exif import Exif, read_exif
from kiprah.imaging.file_type import photo_format
from kiprah.imaging.photo_reader import PhotoBroken, PhotoReader
from kiprah.model.photo import PhotoFacts, PhotoSource
from support.heic import HEIC
from support.photos import noise

FOLDER = 0x8769
TAKEN = 0x9003

# 64 x 48 pixels turned upright by its own container, with EXIF: what an iPhone writes, made by libheif.


def saved(kind: str, image: Image.Image | None = None, **options: Any) -> bytes:
    target = BytesIO()
    (image or Image.new("RGB", (24, 16), (200, 60, 40))).save(target, kind, **options)
    return target.getvalue()


def camera(orientation: int = 1, taken: str = "2026:03:14 23:59:59") -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif.get_ifd(FOLDER)[TAKEN] = taken
    return exif


def facts(data: bytes) -> PhotoFacts:
    found = photo_facts(data, digest_of(data))
    assert isinstance(found, PhotoFacts), found
    return found


def capture_day(data: bytes) -> date | None:
    decoded = decode_photo(data, None)
    assert not isinstance(decoded, PhotoFault)
    return decoded.exif.capture_day


def fault(data: bytes) -> PhotoFault:
    found = photo_facts(data, digest_of(data))
    assert isinstance(found, PhotoFault), found
    return found


def png_of(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds next to nothing."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(99))) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "avif", "tiff", "gif"])
def test_every_format_is_told_by_its_content(kind: str) -> None:
    data = saved(kind.upper())
    found = facts(data)
    assert (found.format, found.width, found.height) == (kind, 24, 16)
    assert found.digest == blake2b(data, digest_size=16).hexdigest() == digest_of(data)
    near = [abs(int(found.color[at : at + 2], 16) - level) <= 6 for at, level in ((1, 200), (3, 60), (5, 40))]
    assert all(near), found.color


def test_a_phones_heic_is_upright_already() -> None:
    pytest.importorskip("pi_heif")
    found = facts(HEIC)
    assert (found.format, found.width, found.height) == ("heic", 48, 64)
    decoded = decode_photo(HEIC, None)
    assert not isinstance(decoded, PhotoFault)
    assert (decoded.exif.orientation, decoded.exif.capture_day) == (1, date(2026, 3, 14))
    # The red quarter was at the upper left of the sensor, which is the upper right of the photo.
    assert decoded.image.getpixel((40, 5)) == pytest.approx((254, 0, 0), abs=4)
    assert decoded.image.getpixel((5, 5)) == pytest.approx((0, 0, 254), abs=4)


def test_a_crash_of_the_decoder_is_the_photos_fault() -> None:
    pytest.importorskip("pi_heif")
    chooser = random.Random(5)
    data = bytearray(HEIC)
    for _ in range(40):
        data[chooser.randrange(40, len(data))] = chooser.randrange(256)
    assert fault(bytes(data)).code in ("photo-broken", "photo-cut-short", "photo-too-large")


@pytest.mark.parametrize("orientation", range(10))
def test_width_and_height_are_those_of_the_upright_photo(orientation: int) -> None:
    found = facts(saved("JPEG", exif=camera(orientation)))
    assert (found.width, found.height) == ((16, 24) if 5 <= orientation <= 8 else (24, 16))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
def test_orientation_and_day_are_read_from_every_format(kind: str) -> None:
    data = saved(kind, exif=camera(6))
    found = facts(data)
    assert (found.width, found.height) == (16, 24)
    if kind not in ("TIFF", "AVIF"):  # Pillow writes the orientation of these two, but not the day
        assert capture_day(data) == date(2026, 3, 14)


@pytest.mark.parametrize("taken", ["0000:00:00 00:00:00", "2026:02:30 10:00:00", "    :  :  ", "yesterday", ""])
def test_a_day_that_is_none_is_no_fault(taken: str) -> None:
    assert capture_day(saved("JPEG", exif=camera(taken=taken))) is None


def test_broken_exif_leaves_the_photo_upright() -> None:
    for block in (
        b"",
        b"Exif\0\0",
        b"II*\0",
        b"II*\0\xff\xff\xff\xff",
        b"MM\0*\0\0\0\x08\xff\xff" + b"\x01\x12" * 9,
        b"junk",
    ):
        assert read_exif(block) == Exif()
    assert facts(saved("JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + b"\x12\x01" * 40)).width == 24


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "EPS"),
        (b"8BPS\0\1" + bytes(40), "PSD"),
        (b"SIMPLE  =                    T", "FITS"),
        (b"%PDF-1.7\n", "PDF"),
        (b"BM" + bytes(60), "BMP"),
        (b"\0\0\0\x18ftypqt  \0\0\0\0qt  ", "MOV"),
        (b"\0\0\0\x18ftypisom\0\0\0\0isom", "MP4"),
        (b"\0\0\0\x18ftypcrx \0\0\0\0isom", "RAW"),
        (b"II*\0\x10\0\0\0CR\2\0" + bytes(40), "RAW"),
        (b"just a note", "TXT"),
    ],
)
def test_what_is_no_photo_is_refused_before_decoding(data: bytes, kind: str) -> None:
    assert photo_format(data) in (None, "tiff")
    assert fault(data) == PhotoFault("photo-kind", {"kind": kind})


def test_what_is_nothing_known_is_refused_before_decoding() -> None:
    data = b"GIF90a" + bytes(40)
    assert photo_format(data) is None
    assert fault(data) == PhotoFault("photo-unknown", {})


def test_a_raw_files_preview_is_not_taken_for_the_photo() -> None:
    from PIL.TiffImagePlugin import ImageFileDirectory_v2

    folder = ImageFileDirectory_v2()
    folder[254] = 1  # NewSubfileType: a smaller copy of another picture
    assert fault(saved("TIFF", tiffinfo=folder)).values == {"kind": "RAW"}


def test_nothing_at_all() -> None:
    assert fault(b"").code == "photo-empty"


def test_a_bomb_is_refused_by_what_it_claims(recwarn: pytest.WarningsRecorder) -> None:
    assert fault(png_of(12_000, 10_001)) == PhotoFault("photo-too-large", {"megapixels": "121", "limit": "50"})
    assert fault(png_of(65_535, 65_535)).code == "photo-too-large"
    assert fault(png_of(10_000, 5_000)).code in ("photo-cut-short", "photo-broken")  # allowed, but there is nothing
    assert not recwarn.list


def test_a_thread_of_a_photo_is_refused() -> None:
    assert fault(saved("JPEG", Image.new("L", (1, 60_000)))).code == "photo-too-long"
    assert facts(saved("JPEG", Image.new("L", (1, 600)))).height == 600


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF", "GIF"])
def test_a_file_copied_in_part_is_a_fault(kind: str) -> None:
    data = saved(kind, Image.effect_noise((64, 64), 80).convert("RGB"))
    assert fault(data[: len(data) * 6 // 10]).code in ("photo-cut-short", "photo-broken")


def test_16_bits_are_scaled_and_32_are_refused() -> None:
    grey = Image.new("I;16", (4, 4), 0x8000)
    assert facts(saved("PNG", grey)).color == "#808080"
    assert fault(saved("TIFF", Image.new("F", (4, 4), 0.5))).code == "photo-depth"


def test_mutated_files_end_as_facts_or_a_fault(recwarn: pytest.WarningsRecorder) -> None:
    chooser = random.Random(20260314)
    noise = Image.effect_noise((31, 23), 70).convert("RGB")
    seeds = [saved("JPEG", noise, exif=camera(6)), saved("JPEG", noise.convert("CMYK"), progressive=True)]
    seeds += [saved(kind, noise) for kind in ("PNG", "WEBP", "AVIF", "GIF")]
    for _ in range(300):
        data = bytearray(chooser.choice(seeds))
        for _ in range(chooser.choice((1, 3, 12))):
            data[chooser.randrange(len(data))] = chooser.randrange(256)
        assert isinstance(photo_facts(bytes(data), ""), PhotoFacts | PhotoFault)
    assert not recwarn.list


def thumbnailed(small: bytes, order: str = "<") -> bytes:
    """EXIF as cameras write it: orientation and day first, and a second folder with a small JPEG (Exif 2.32, 4.5.4)."""
    mark = b"II*\0" if order == "<" else b"MM\0*"
    day = b"2026:03:14 08:00:00\0"
    main = struct.pack(order + "HHHIHxxHHIII", 2, 0x0112, 3, 1, 1, 0x8769, 4, 1, 38, 76)
    camera = struct.pack(order + "HHHIII", 1, 0x9003, 2, len(day), 56, 0) + day
    second = struct.pack(order + "HHHIIHHIII", 2, 0x0201, 4, 1, 106, 0x0202, 4, 1, len(small), 0)
    block = mark + struct.pack(order + "I", 8) + main + camera + second
    assert len(block) == 106
    return b"Exif\0\0" + block + small


GREEN = saved("JPEG", Image.new("RGB", (160, 120), (40, 160, 60)), quality=90)
GREY = noise((1200, 900)).convert("RGB")


@pytest.fixture(scope="module")
def from_camera() -> bytes:
    """A heavy grey photo whose thumbnail is green, so that it shows which of the two was looked at."""
    data = saved("JPEG", GREY, quality=98, exif=thumbnailed(GREEN))
    assert len(data) > 1_000_000
    return data


@pytest.mark.parametrize("order", "<>")
def test_the_mean_colour_of_a_heavy_photo_is_that_of_its_thumbnail(order: str) -> None:
    data = saved("JPEG", GREY, quality=98, exif=thumbnailed(GREEN, order))
    found = facts(data)
    assert (found.width, found.height, found.format) == (1200, 900, "jpeg")
    assert found.digest == digest_of(data)
    assert [int(found.color[at : at + 2], 16) for at in (1, 3, 5)] == pytest.approx([40, 160, 60], abs=4)


@pytest.mark.slow
def test_a_thumbnail_hides_no_fault_of_its_photo(from_camera: bytes, tmp_path: Path) -> None:
    """Wherever such a file is cut, the answer is that of decoding it whole; so it is where its header is broken.

    Or no picture is made of it: what the last block alone tells is known when it is decoded.
    """
    step = len(from_camera) // 9
    for end in (*range(step, len(from_camera) - 2, step), len(from_camera) - 2, 700):
        assert fault(from_camera[:end]) == decode_photo(from_camera[:end], (1, 1)), end
    chooser, late, path = random.Random(3), 0, tmp_path / "photo.jpg"
    for _ in range(60):
        data = bytearray(from_camera)
        for _ in range(3):
            data[chooser.randrange(len(GREEN) + 130, len(GREEN) + 900)] = chooser.randrange(256)
        found, whole = photo_facts(bytes(data), ""), decode_photo(bytes(data), (1, 1))
        assert isinstance(found, PhotoFacts) or found == whole
        if isinstance(found, PhotoFacts) and isinstance(whole, PhotoFault):
            late += 1
            path.write_bytes(data)
            with pytest.raises(PhotoBroken):
                PhotoReader(PhotoSource(path, digest_of(bytes(data)), found.width, found.height)).decoded((64, 48))
    assert late < 30


@pytest.mark.parametrize(
    "small",
    [
        b"",
        b"not a picture",
        GREEN[:200],
        saved("PNG", Image.new("RGB", (160, 120), "lime")),
        saved("JPEG", Image.new("RGB", (120, 160), "lime")),
        saved("JPEG", Image.new("RGB", (8, 6), "lime")),
        saved("JPEG", Image.new("RGB", (1600, 1200), "lime")),
        GREEN.replace(struct.pack(">HH", 120, 160), b"\xff\xff\xff\xff", 1),
    ],
)
def test_a_thumbnail_that_no_camera_makes_is_not_looked_at(small: bytes) -> None:
    found = facts(saved("JPEG", GREY, quality=98, exif=thumbnailed(small)))
    assert (found.width, found.height) == (1200, 900)
    levels = [int(found.color[at : at + 2], 16) for at in (1, 3, 5)]
    assert max(levels) - min(levels) <= 4, "the photo's own grey"
