"""Photos that are taken in: the same picture, and nothing else, told by readers that had no part in it."""

from __future__ import annotations

import struct
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageCms, ImageOps

from kiprah.imaging.decode import PhotoFault
from kiprah.sanitize.icc import bare_profile
from kiprah.sanitize.jpeg import without_metadata
from kiprah.sanitize.photo import CleanPhoto, clean_photo
from support.examples import examples


def scene(mode: str = "RGB", size: tuple[int, int] = (67, 43)) -> Image.Image:
    """A picture that no turn or mirror leaves as it was."""
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    image.paste((220, 40, 30), (0, 0, 20, 12))
    image.paste((20, 60, 220), (size[0] - 12, size[1] - 8, size[0], size[1]))
    return image.convert(mode)


def camera_exif(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8769)[0x9003] = "2026:03:14 09:08:07"
    exif.get_ifd(0x8825)[2] = (7.0, 48.0, 3.0)
    return exif.tobytes()


def jpeg(image: Image.Image, orientation: int = 1, **options: object) -> bytes:
    target = BytesIO()
    image.save(target, "JPEG", quality=88, exif=camera_exif(orientation), comment=b"SecretComment", **options)
    return target.getvalue()


def cleaned(data: bytes) -> CleanPhoto:
    photo = clean_photo(data)
    assert isinstance(photo, CleanPhoto), photo
    return photo


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def segment(kind: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, kind, len(body) + 2) + body


def coded_pixels(data: bytes) -> bytes:
    """The last scan and what follows it, up to the end."""
    return data[data.rindex(b"\xff\xda") :]


def plain_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def wide_profile() -> bytes:
    """sRGB with red and green changed places in its tags: a profile nobody can mistake for sRGB."""
    return plain_profile().replace(b"rXYZ", b"????").replace(b"gXYZ", b"rXYZ").replace(b"????", b"gXYZ")


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"subsampling": 0, "restart_marker_rows": 1}])
def test_a_jpeg_keeps_its_coded_pixels_and_stays_upright(orientation: int, options: dict[str, object]) -> None:
    before = jpeg(scene(), orientation, **options)
    photo = cleaned(before)
    assert photo.ending == "jpg" and str(photo.capture_day) == "2026-03-14" and photo.capture_time == "09:08:07"
    assert coded_pixels(photo.content) == coded_pixels(before)
    shown, meant = (ImageOps.exif_transpose(opened(data)) for data in (photo.content, before))
    assert shown.size == meant.size and ImageChops.difference(shown, meant).getbbox() is None
    left = {} if orientation == 1 else {0x0112: orientation}
    assert dict(opened(photo.content).getexif()) == left
    assert b"Secret" not in photo.content and "comment" not in opened(photo.content).info


def test_what_lies_after_the_picture_and_around_it_is_gone() -> None:
    before = jpeg(scene(), 6)
    marked = b"".join(
        (
            before[:2],
            segment(0xE0, b"JFXX\0\x10SecretThumb"),
            segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x>SecretXmp</x>"),
            segment(0xED, b"Photoshop 3.0\0SecretIptc"),
            segment(0xE2, b"MPF\0SecretSecondPicture"),
            b"\xff\xff" + segment(0xFE, b"SecretComment"),
            before[2:],
            b"ftypmp42 SecretVideo",
        )
    )
    photo = cleaned(marked)
    assert b"Secret" not in photo.content and photo.content.endswith(b"\xff\xd9")
    assert coded_pixels(photo.content) == coded_pixels(before)


def test_a_thumbnail_in_the_first_header_goes_and_the_header_stays() -> None:
    before = jpeg(scene())
    body = b"JFIF\0\x01\x02\0\0\x01\0\x01\x02\x01" + b"Secret"
    marked = before[:2] + segment(0xE0, body) + before[20:]
    photo = cleaned(marked)
    assert b"Secret" not in photo.content and opened(photo.content).info["jfif"]


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_grey_and_printed_pictures_are_the_same_picture(mode: str) -> None:
    before = jpeg(scene(mode), 3)
    photo = cleaned(before)
    assert opened(photo.content).mode == mode
    assert opened(photo.content).tobytes() == opened(before).tobytes()


def test_a_profile_of_srgb_goes_and_another_keeps_its_colours_without_its_words() -> None:
    usual = cleaned(jpeg(scene(), icc_profile=plain_profile()))
    assert "icc_profile" not in opened(usual.content).info
    wide = cleaned(jpeg(scene(), icc_profile=wide_profile()))
    profile = opened(wide.content).info["icc_profile"]
    assert b"Little CMS" not in profile and b"l\0i\0t\0t\0l\0e" not in profile
    pixels = {
        name: ImageCms.profileToProfile(scene(), ImageCms.ImageCmsProfile(BytesIO(one)), ImageCms.createProfile("sRGB"))
        for name, one in (("bare", profile), ("whole", wide_profile()))
    }
    assert pixels["bare"].tobytes() == pixels["whole"].tobytes() != scene().tobytes()


def test_a_profile_of_an_older_version_keeps_nothing_of_its_maker() -> None:
    profile = bytearray(wide_profile())
    profile[8] = 2
    profile[48:56] = b"SecrScrn"
    bare = bare_profile(bytes(profile))
    assert bare is not None and b"Secr" not in bare and b"lcms" not in bare
    ImageCms.ImageCmsProfile(BytesIO(bare))


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF", "GIF", "AVIF"])
def test_other_formats_are_drawn_again_upright_and_bare(kind: str) -> None:
    target = BytesIO()
    exif = {} if kind == "GIF" else {"exif": camera_exif(6)}
    scene().save(target, kind, **exif, **({"lossless": True} if kind == "WEBP" else {}))
    photo = cleaned(target.getvalue())
    assert photo.ending == ("png" if kind in ("PNG", "GIF") else "jpg")
    image = opened(photo.content)
    assert image.size == ((67, 43) if kind == "GIF" else (43, 67)) and not image.getexif()
    assert b"Secret" not in photo.content


def test_a_jpeg_that_is_not_understood_is_drawn_again() -> None:
    profile = bytearray(wide_profile())
    at = profile.index(b"cprt", 128)
    profile[at + 8 : at + 12] = b"\x7f\xff\xff\xff"  # decoders pass over a text that ends nowhere
    assert bare_profile(bytes(profile)) is None
    before = jpeg(scene(), 6, icc_profile=bytes(profile))
    assert without_metadata(before, 6, keep_profile=True) is None
    photo = cleaned(before)
    image = opened(photo.content)
    assert image.size == (43, 67) and not image.getexif() and "icc_profile" not in image.info
    assert b"Secret" not in photo.content


def test_a_damaged_photo_is_a_fault() -> None:
    assert isinstance(clean_photo(jpeg(scene())[:400]), PhotoFault)
    assert isinstance(clean_photo(b""), PhotoFault)
    assert isinstance(clean_photo(b"%PDF-1.7"), PhotoFault)


@given(st.binary(max_size=400), st.integers(2, 700))
@settings(max_examples=examples(60), deadline=None)
def test_no_bytes_break_the_reader(noise: bytes, where: int) -> None:
    data = jpeg(scene())
    for broken in (data[:where] + noise + data[where:], data[:2] + noise):
        cleaned = without_metadata(broken, 1, keep_profile=True)
        assert cleaned is None or cleaned.startswith(b"\xff\xd8")
    profile = bare_profile(plain_profile()[: where % 600] + noise)
    assert profile is None or isinstance(profile, bytes)
