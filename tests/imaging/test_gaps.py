"""Photos of which a part is missing: refused, whatever a decoder would draw there; and sound ones, which are not."""

from __future__ import annotations

import random
import zlib
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from heif_files import Item, crop_box, grid, heif, picture_of, size_box
from PIL import Image, ImageCms, ImageFilter, PngImagePlugin
from test_decode import HEIC, camera

from kiprah.cache.digests import digest_of
from kiprah.imaging.decode import PhotoFault, SourceImage, decode_photo, photo_facts
from kiprah.imaging.photo_fault import MAX_WHOLE_PIXELS
from kiprah.imaging.photo_reader import PhotoBroken, PhotoReader
from kiprah.model.photo import Box, PhotoFacts, PhotoSource
from kiprah.sanitize.photo import CleanPhoto, clean_photo
from support.photos import noise

SCENE = noise((640, 480)).filter(ImageFilter.GaussianBlur(1)).convert("RGB")
SMALL = SCENE.crop((0, 0, 330, 250))
FLAT = Image.new("RGB", (640, 480), "white")
WAYS: Mapping[str, Mapping[str, Any]] = {
    "baseline": {},
    "optimized": {"optimize": True},
    "progressive": {"progressive": True},
    "restarts": {"restart_marker_rows": 1},
    "few blocks": {"restart_marker_blocks": 5},
    "progressive restarts": {"progressive": True, "restart_marker_rows": 2},
    "4:4:4": {"subsampling": "4:4:4", "quality": 95},
}


def saved(kind: str, image: Image.Image = SCENE, **options: Any) -> bytes:
    target = BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def decoded(data: bytes, cover: tuple[int, int] | None = None) -> SourceImage:
    photo = decode_photo(data, cover)
    assert isinstance(photo, SourceImage), photo
    return photo


def is_refused(data: bytes) -> bool:
    """Say whether both ways into a site refuse a file, and with the same words."""
    read, taken_in = photo_facts(data, digest_of(data)), clean_photo(data)
    assert isinstance(read, PhotoFault) == isinstance(taken_in, PhotoFault)
    if isinstance(read, PhotoFault):
        assert read.code in ("photo-broken", "photo-cut-short"), read
    return isinstance(read, PhotoFault)


def damages(data: bytes) -> dict[str, bytes]:
    """Return a file with a sector or a half of it missing in the ways that happen."""
    chooser = random.Random(len(data))
    half, third = len(data) // 2, len(data) // 3
    return {
        "zeros to the end": data[:half] + bytes(len(data) - half),
        "zeros within": data[:third] + bytes(third) + data[2 * third :],
        "a sector of zeros": data[:half] + bytes(512) + data[half + 512 :],
        "ones": data[:third] + b"\xff" * third + data[2 * third :],
        "noise": data[:third] + chooser.randbytes(third) + data[2 * third :],
        "left out": data[:third] + data[2 * third :],
    }


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("image", [SMALL, FLAT, SMALL.convert("L"), SMALL.convert("CMYK"), SMALL.crop((0, 0, 17, 9))])
def test_a_sound_jpeg_is_decoded_as_ever(image: Image.Image, way: str) -> None:
    data = saved("JPEG", image, **({"quality": 80} | dict(WAYS[way])))
    for cover in (None, (1, 1), (150, 100)):
        expected = Image.open(BytesIO(data))
        if cover is not None:
            expected.draft(None, cover)
        assert decoded(data, cover).image.tobytes() == expected.tobytes(), cover


@pytest.mark.parametrize("way", WAYS)
def test_a_jpeg_with_a_gap_is_refused(way: str) -> None:
    data = saved("JPEG", **WAYS[way])
    assert not is_refused(data)
    half = len(data) // 2
    cuts = {"cut": data[:half], "cut and ended": data[:half].rstrip(b"\xff") + b"\xff\xd9"}
    for name, damaged in {**damages(data), **cuts}.items():
        assert is_refused(damaged), name


def test_a_flat_jpeg_that_ends_at_a_restart_is_refused() -> None:
    data = saved("JPEG", FLAT, restart_marker_rows=1)
    end = data.index(b"\xff\xd5")
    assert not is_refused(data)
    assert is_refused(data[:end] + b"\xff\xd9")
    assert is_refused(data.replace(b"\xff\xd5", b"\xff\xd6", 1))


def test_bytes_that_round_a_scan_up_are_no_gap() -> None:
    data = saved("JPEG")
    for extra in (b"\0", bytes(300), b"\xff\xff", b"\x12\x34"):
        assert not is_refused(data[:-2] + extra + b"\xff\xd9"), extra
    assert is_refused(data[:-2] + bytes(range(1, 100)) + b"\xff\xd9")


def test_what_follows_the_first_picture_does_not_count() -> None:
    data = saved("JPEG")
    assert not is_refused(data + data[: len(data) // 2])
    assert not is_refused(data + bytes(4096))


def test_a_gap_that_a_thumbnail_hides_is_seen_at_the_latest_when_pictures_are_made(tmp_path: Path) -> None:
    from test_decode import GREEN, GREY, thumbnailed

    data = saved("JPEG", GREY, quality=98, exif=thumbnailed(GREEN))
    half = len(data) // 2
    assert len(data) > 1_000_000
    zeros = data[:half] + bytes(4096) + data[half + 4096 :]
    assert isinstance(photo_facts(zeros, ""), PhotoFault)
    for damaged in (zeros, data[:half].rstrip(b"\xff") + b"\xff\xd9", data[:half] + data[half + 4096 :]):
        path = tmp_path / "photo.jpg"
        path.write_bytes(damaged)
        with pytest.raises(PhotoBroken) as caught:
            PhotoReader(PhotoSource(path, digest_of(damaged), *GREY.size)).decoded((64, 48))
        assert caught.value.code in ("photo-broken", "photo-cut-short")
        assert isinstance(clean_photo(damaged), PhotoFault)


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("PNG", {}),
        ("GIF", {}),
        ("WEBP", {"quality": 90}),
        ("WEBP", {"lossless": True}),
        ("AVIF", {"quality": 90}),
        *[("TIFF", {"compression": way}) for way in ("tiff_lzw", "tiff_adobe_deflate", "jpeg", "packbits")],
    ],
)
@pytest.mark.slow
def test_a_gap_in_any_format_is_refused(kind: str, options: Mapping[str, Any]) -> None:
    data = saved(kind, SCENE.resize((900, 700)), **options)
    assert len(data) > 8 * 512
    assert not is_refused(data)
    half = len(data) // 2
    for name in ("zeros to the end", "zeros within", "a sector of zeros"):
        damaged = damages(data)[name]
        # A TIFF's folder may stand at its end.
        assert is_refused(damaged[:half] + damaged[half:-600] + data[-600:] if kind == "TIFF" else damaged), name
    for part in (5, 30, 60, 95):
        assert is_refused(data[: len(data) * part // 100]), part


@pytest.mark.parametrize("method", [0, 4])
@pytest.mark.parametrize("kind", ["WEBP", "AVIF"])
@pytest.mark.slow
def test_what_is_flat_has_no_gap(kind: str, method: int) -> None:
    """Nor has what repeats itself, where a run of equal bytes would come about if anywhere."""
    stripes = Image.new("RGB", (2400, 1600), "white")
    for x in range(0, 2400, 32):
        stripes.paste((0, 0, 0), (x, 0, x + 16, 1600))
    options: list[dict[str, Any]] = [{"quality": 80}]
    options += [{"lossless": True}] if kind == "WEBP" else []
    for image in (Image.new("RGB", (2400, 1600), "white"), Image.new("RGB", (2400, 1600)), stripes):
        for more in options:
            effort = {"method": method} if kind == "WEBP" else {"speed": 10 - method}
            assert not is_refused(saved(kind, image, **more, **effort)), more


# PNG


def chunk(name: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")


def with_chunk(png: bytes, new: bytes) -> bytes:
    return png[:33] + new + png[33:]


def test_a_png_with_long_texts_and_profiles_is_read_without_them() -> None:
    plain = saved("PNG", SMALL)
    info = PngImagePlugin.PngInfo()
    info.add_itxt("XML:com.adobe.xmp", "<rdf:li>uuid</rdf:li>" * 200_000, zip=True)
    info.add_text("Raw profile type exif", "0" * 3_000_000, zip=True)
    info.add_text("History", "x" * 3_000_000)
    data = saved("PNG", SMALL, pnginfo=info)
    assert decoded(data).image.tobytes() == decoded(plain).image.tobytes()
    bomb = chunk(b"iCCP", b"name\0\0" + zlib.compress(bytes(60_000_000), 1))
    for extra in (bomb, chunk(b"iCCP", b"name\0\0not packed"), chunk(b"zTXt", b"a\0\0broken"), chunk(b"prVt", b"")):
        assert decoded(with_chunk(plain, extra)).image.tobytes() == SMALL.tobytes(), extra[:20]


def test_a_png_keeps_a_long_profile_that_is_one() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() + bytes(3_000_000)
    data = with_chunk(saved("PNG"), chunk(b"iCCP", b"name\0\0" + zlib.compress(profile)))
    assert decoded(data).profile == profile


def test_a_png_is_checked_by_its_checksums() -> None:
    stored = saved("PNG", SMALL, compress_level=0)  # a change that unpacking itself would not see
    damaged = bytearray(stored)
    damaged[len(stored) // 2] ^= 1
    assert is_refused(bytes(damaged))
    broken_text = bytearray(with_chunk(stored, chunk(b"tEXt", b"Comment\0hello")))
    broken_text[45] ^= 1
    assert not is_refused(bytes(broken_text))
    assert not is_refused(stored[:-12])  # all that is missing is the mark of the end


# HEIC and AVIF


def tiled_heic() -> bytes:
    tile, parts = picture_of(HEIC, b"hvc1")
    tiles = [Item(b"hvc1", tile, (parts[b"hvcC"], size_box(64, 64), parts[b"colr"]))] * 6
    whole = Item(b"grid", grid(3, 2, 180, 120), (size_box(180, 120), parts[b"colr"]), (1, 2, 3, 4, 5, 6))
    return heif(b"heic", [*tiles, whole], 7)


@pytest.mark.slow
def test_a_tiled_heic_cut_anywhere_is_refused() -> None:
    pytest.importorskip("pi_heif")
    data = tiled_heic()
    photo = decoded(data)
    assert photo.size == (180, 120)
    # Each tile is red at its upper left.
    for corner in ((4, 4), (68, 4), (132, 68)):
        assert photo.image.getpixel(corner) == pytest.approx((254, 0, 0), abs=6)
    assert not is_refused(data)
    for part in (4, 20, 50, 70, 85, 90, 95, 98):
        assert is_refused(data[: len(data) * part // 100]), part
    assert is_refused(data[:-1])
    tile = len(picture_of(HEIC, b"hvc1")[0])
    for number in range(6):
        start = len(data) - 8 - tile * (6 - number)
        assert is_refused(data[: start + 12] + bytes(tile - 20) + data[start + tile - 8 :]), number


@cache
def avif_picture() -> tuple[bytes, Mapping[bytes, bytes]]:
    return picture_of(saved("AVIF", SCENE, quality=90), b"av01")


def avif(*properties: bytes) -> bytes:
    pixels, parts = avif_picture()
    own = (size_box(*SCENE.size), parts[b"pixi"], parts[b"av1C"], *properties)
    return heif(b"avif", [Item(b"av01", pixels, own)], 1)


@pytest.mark.slow
def test_what_a_crop_cuts_away_is_not_there() -> None:
    whole = decoded(avif()).image
    photo = decoded(avif(crop_box(200, 100, -240, 80)))
    # The middle is at 320 - 120 and 240 + 40.
    assert photo.size == (200, 100)
    assert photo.image.tobytes() == whole.crop((100, 230, 300, 330)).tobytes()
    read = photo_facts(avif(crop_box(200, 100, 0, 0)), "")
    assert isinstance(read, PhotoFacts)
    assert (read.width, read.height) == (200, 100)
    taken_in = clean_photo(avif(crop_box(200, 100, 0, 0)))
    assert isinstance(taken_in, CleanPhoto)
    assert Image.open(BytesIO(taken_in.content)).size == (200, 100)


def test_half_a_pixel_of_a_crop_is_cut_away_too() -> None:
    # 101 pixels about a middle between two: from 269.5 to 370.5.
    photo = decoded(avif(crop_box(101, 480, 0, 0)))
    assert photo.size == (100, 480)


@pytest.mark.slow
def test_a_crop_comes_before_the_turn() -> None:
    turned = b"\0\0\0\x09irot\1"
    data = avif(crop_box(200, 100, 0, 0), turned)
    read = photo_facts(data, "")
    assert isinstance(read, PhotoFacts)
    assert (read.width, read.height) == (100, 200)
    assert is_refused(avif(turned, crop_box(200, 100, 0, 0)))


@pytest.mark.parametrize("crop", [crop_box(700, 100, 0, 0), crop_box(200, 100, 900, 0), crop_box(0, 100, 0, 0)])
def test_a_crop_that_makes_no_sense_is_refused(crop: bytes) -> None:
    assert is_refused(avif(crop))


@pytest.mark.slow
def test_heics_own_decoder_crops() -> None:
    pytest.importorskip("pi_heif")
    tile, parts = picture_of(HEIC, b"hvc1")
    own = (parts[b"hvcC"], size_box(64, 64))
    photo = decoded(heif(b"heic", [Item(b"hvc1", tile, (*own, crop_box(20, 10, 0, 0)))], 1))
    assert photo.size == (20, 10)
    assert is_refused(heif(b"heic", [Item(b"hvc1", tile, (*own, crop_box(80, 10, 0, 0)))], 1))


# Which way is up


XMP = b'<x:xmpmeta><rdf:Description tiff:Orientation="6"/></x:xmpmeta>'
XMP_ELEMENT = b"<x:xmpmeta><rdf:Description><tiff:Orientation>6</tiff:Orientation></rdf:Description></x:xmpmeta>"


@pytest.mark.parametrize("xmp", [XMP, XMP_ELEMENT])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_an_orientation_told_by_xmp_alone_is_followed(kind: str, xmp: bytes) -> None:
    red = Image.new("RGB", (64, 32), "white")
    red.paste((250, 0, 0), (0, 0, 32, 32))
    options: dict[str, Any] = {"xmp": xmp}
    if kind == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_itxt("XML:com.adobe.xmp", xmp.decode(), zip=True)
        options = {"pnginfo": info}
    elif kind == "TIFF":
        options = {"tiffinfo": {700: xmp}}
    data = saved(kind, red, **options)
    read = photo_facts(data, "")
    assert isinstance(read, PhotoFacts)
    assert (read.width, read.height) == (32, 64)
    taken_in = clean_photo(data)
    assert isinstance(taken_in, CleanPhoto)
    from PIL import ImageOps

    upright = ImageOps.exif_transpose(Image.open(BytesIO(taken_in.content))).convert("RGB")
    assert upright.size == (32, 64)
    assert upright.getpixel((16, 8)) == pytest.approx((250, 0, 0), abs=12)


def test_exif_is_believed_before_xmp() -> None:
    exif = camera(1)
    read = photo_facts(saved("JPEG", exif=exif, xmp=XMP), "")
    assert isinstance(read, PhotoFacts)
    assert (read.width, read.height) == SCENE.size
    read = photo_facts(saved("JPEG", exif=camera(8), xmp=XMP), "")
    assert isinstance(read, PhotoFacts)
    assert (read.width, read.height) == SCENE.size[::-1]


# Animations, and what one worker can hold


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "AVIF"])
def test_an_animation_is_known_as_one(kind: str) -> None:
    frames = [Image.new("RGBA", (64, 48), color) for color in ((0, 0, 0, 0), (220, 30, 30, 255))]
    read = photo_facts(saved(kind, frames[0], save_all=True, append_images=frames[1:], duration=100), "")
    assert isinstance(read, PhotoFacts)
    assert read.is_animated
    still = photo_facts(saved(kind, frames[1]), "")
    assert isinstance(still, PhotoFacts)
    assert not still.is_animated


def claiming(width: int, height: int) -> bytes:
    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\0\0\0"
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def test_a_format_that_cannot_be_decoded_smaller_may_have_fewer_pixels() -> None:
    limit = str(MAX_WHOLE_PIXELS // 1_000_000)
    assert photo_facts(claiming(10_000, 5_001), "") == PhotoFault(
        "photo-too-large", {"megapixels": "51", "limit": limit}
    )
    refused = photo_facts(claiming(10_000, 5_000), "")
    assert isinstance(refused, PhotoFault)
    assert refused.code != "photo-too-large"


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_bands_over_white_are_the_picture_over_white(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from kiprah.imaging import color_and_orientation as module

    image = Image.merge("RGBA", [*SCENE.split(), SCENE.convert("L")]).convert(mode)
    if mode == "P":
        image.info["transparency"] = 3
    whole = module.flatten(image)
    monkeypatch.setattr(module, "_BAND", 640 * 7)
    bands = module.flatten(image)
    assert whole is not None
    assert bands is not None
    assert whole.tobytes() == bands.tobytes()
    white = Image.new("RGBA", SCENE.size, "white")
    white.alpha_composite(image.convert("RGBA"))
    assert whole.tobytes() == white.convert("RGB").tobytes()


def test_boxes_of_a_huge_jpeg_are_redacted_at_half_its_size(tmp_path: Path) -> None:
    data = saved("JPEG", Image.new("L", (8000, 6400), 128), quality=30)
    path = tmp_path / "photo.jpg"
    path.write_bytes(data)
    source = PhotoSource(path, digest_of(data), 8000, 6400, (Box(0.25, 0.25, 0.5, 0.5),))
    assert PhotoReader(source).decoded((1600, 1280)).size == (4000, 3200)
