"""From a photo's file to published bytes: upright, in sRGB, hidden where asked, and nothing but pixels."""

from __future__ import annotations

import pickle
import random
import struct
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageOps, ImageStat, PngImagePlugin

from kiprah.cache.digests import digest_of
from kiprah.imaging.decode import PhotoFault, photo_facts
from kiprah.imaging.decoded_photo import DecodedPhoto
from kiprah.imaging.encode import encode, picture_versions, sizes_from
from kiprah.imaging.photo_reader import PhotoBroken, PhotoChanged, PhotoReader
from kiprah.imaging.redact import CELLS, redact
from kiprah.metadata_scan import traces_of_metadata
from kiprah.model.photo import Box, PhotoSource
from kiprah.plan.outputs import PictureFormat, PictureOutput

FORMATS: tuple[PictureFormat, ...] = ("jpeg", "webp", "avif")
PLANTED = b"PLANTED-8261"


def source_of(folder: Path, data: bytes, hidden: tuple[Box, ...] = ()) -> PhotoSource:
    path = folder / "photo"
    path.write_bytes(data)
    facts = photo_facts(data, digest_of(data))
    assert not isinstance(facts, PhotoFault), facts
    return PhotoSource(str(path), facts.digest, facts.width, facts.height, hidden)


def open_photo(source: PhotoSource, cover: tuple[int, int]) -> Image.Image:
    return PhotoReader(source).decoded(cover).upright()


def render_pictures(outputs: list[PictureOutput]) -> dict[str, bytes]:
    """Make all pictures of one photo, by their paths, as a worker does."""
    sizes = [(output.width, output.height) for output in outputs]
    cut = sizes_from(PhotoReader(outputs[0].source).decoded(max(sizes)), sizes)
    return {output.path: encode(cut[output.width, output.height], output.format) for output in outputs}


def saved(kind: str, image: Image.Image, **options: Any) -> bytes:
    target = BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def quarters(width: int = 48, height: int = 32) -> Image.Image:
    """Red, green, blue and white quarters: every turn and mirror of it looks different."""
    image = Image.new("RGB", (width, height), "white")
    image.paste("red", (0, 0, width // 2, height // 2))
    image.paste("lime", (width // 2, 0, width, height // 2))
    image.paste("blue", (0, height // 2, width // 2, height))
    return image


def noise(width: int, height: int, seed: int = 1) -> Image.Image:
    return Image.frombytes("RGB", (width, height), random.Random(seed).randbytes(width * height * 3))


def difference(one: Image.Image, other: Image.Image) -> float:
    assert one.size == other.size and one.mode == other.mode
    return max(high for _, high in ImageStat.Stat(ImageChops.difference(one, other)).extrema)


def profile(*primaries: tuple[float, float, float], space: bytes = b"RGB ") -> bytes:
    """An ICC profile by hand (ICC.1:2004): primaries as D50 XYZ with sRGB's curve, or a grey that is linear."""

    def fixed(value: float) -> bytes:
        return struct.pack(">i", round(value * 65536))

    def xyz(values: tuple[float, float, float]) -> bytes:
        return b"XYZ \0\0\0\0" + b"".join(fixed(value) for value in values)

    text = b"desc\0\0\0\0" + struct.pack(">I", len(PLANTED) + 1) + PLANTED + b"\0" + bytes(78)
    curve = b"curv" + bytes(8)
    if primaries:
        steps = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
        curve = b"para\0\0\0\0\0\3\0\0" + b"".join(fixed(step) for step in steps)
    tags = {b"desc": text + bytes(-len(text) % 4), b"wtpt": xyz((0.9642, 1.0, 0.8249))}
    names = (b"rXYZ", b"gXYZ", b"bXYZ")
    tags |= {name: xyz(value) for name, value in zip(names, primaries, strict=False)}
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC") if primaries else (b"kTRC",), curve)
    position = 128 + 4 + 12 * len(tags)
    table, bodies = struct.pack(">I", len(tags)), b""
    for name, body in tags.items():
        table += name + struct.pack(">II", position + len(bodies), len(body))
        bodies += body
    head = struct.pack(">I4sI4s4s4s", position + len(bodies), b"lcms", 0x02100000, b"mntr", space, b"XYZ ")
    head += bytes(12) + b"acsp" + bytes(28) + b"".join(map(fixed, (0.9642, 1.0, 0.8249)))
    return head.ljust(128, b"\0") + table + bodies


P3 = profile((0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407))
SRGB = profile((0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.71410))


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("hidden", [(), (Box(0.9, 0.9, 0.05, 0.05),)])
def test_every_orientation_is_upright_and_looks_the_same(
    tmp_path: Path, orientation: int, hidden: tuple[Box, ...]
) -> None:
    turns = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    turn = turns[orientation]
    stored = quarters() if turn is None else quarters().transpose(turn)
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = saved("JPEG", stored, exif=exif, quality=100, subsampling=0)
    source = source_of(tmp_path, data, hidden)
    assert (source.width, source.height) == (48, 32)
    image = open_photo(source, (48, 32))
    with Image.open(BytesIO(data)) as opened:  # what a browser shows
        assert difference(redact(ImageOps.exif_transpose(opened), hidden), image) <= 1
    for place, color in (((6, 6), "red"), ((40, 6), "lime"), ((6, 26), "blue")):
        seen = Image.new("RGB", (1, 1), image.getpixel(place))
        assert difference(seen, Image.new("RGB", (1, 1), color)) <= 6


def test_a_large_photo_is_decoded_no_larger_than_needed(tmp_path: Path) -> None:
    source = source_of(tmp_path, saved("JPEG", noise(640, 480)))
    assert open_photo(source, (100, 75)).size == (160, 120)
    assert open_photo(source, (400, 300)).size == (640, 480)
    hidden = PhotoSource(source.path, source.digest, 640, 480, (Box(0, 0, 0.1, 0.1),))
    assert open_photo(hidden, (100, 75)).size == (640, 480)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_frame_is_cut_from_the_same_place_however_the_file_lies(orientation: int) -> None:
    stored = noise(40, 24, 3)
    exif = Image.Exif()
    exif[0x0112] = orientation
    with Image.open(BytesIO(saved("PNG", stored, exif=exif))) as opened:
        seen = ImageOps.exif_transpose(opened)
    photo = DecodedPhoto(stored, orientation)
    assert photo.size == seen.size
    assert photo.upright().tobytes() == seen.tobytes()
    frame = (3, 5, 17, 13)
    assert photo.resized((14, 8), frame, Image.Resampling.NEAREST).tobytes() == seen.crop(frame).tobytes()
    assert difference(photo.resized((7, 4), frame), seen.resize((7, 4), Image.Resampling.LANCZOS, frame)) <= 2


def test_what_is_decoded_does_not_depend_on_what_was_asked_before(tmp_path: Path) -> None:
    source = source_of(tmp_path, saved("JPEG", noise(640, 480)))
    first = {cover: open_photo(source, cover).tobytes() for cover in ((640, 480), (300, 200), (90, 60))}
    reader = PhotoReader(source)
    asked = (*sorted(first), *sorted(first, reverse=True))
    assert [reader.decoded(cover).upright().tobytes() for cover in asked] == [first[cover] for cover in asked]


def test_what_can_be_decoded_in_one_way_only_is_decoded_once(tmp_path: Path) -> None:
    jpeg, box = saved("JPEG", noise(640, 480)), Box(0, 0, 0.1, 0.1)
    for data, hidden in ((saved("PNG", noise(64, 48)), ()), (jpeg, (box,))):
        reader = PhotoReader(source_of(tmp_path, data, hidden))
        assert reader.decoded((8, 8)) is reader.decoded((64, 48))
    reader = PhotoReader(source_of(tmp_path, jpeg))
    assert reader.decoded((320, 240)) is reader.decoded((200, 130))
    assert reader.decoded((320, 240)) is not reader.decoded((321, 240))


def test_display_p3_becomes_srgb(tmp_path: Path) -> None:
    data = saved("JPEG", Image.new("RGB", (64, 64), (200, 60, 40)), icc_profile=P3, quality=100, subsampling=0)
    for largest in ((64, 64), (32, 32)):
        image = PhotoReader(source_of(tmp_path, data)).decoded((64, 64)).resized(largest)
        assert image.size == largest
        seen = image.getpixel((5, 5))
        assert seen == pytest.approx((217, 42, 23), abs=4)  # as littleCMS and browsers show it


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
def test_profiles_of_every_format_are_used(tmp_path: Path, kind: str) -> None:
    options = {} if kind == "PNG" or kind == "TIFF" else {"quality": 100}
    data = saved(kind, Image.new("RGB", (32, 32), (200, 60, 40)), icc_profile=P3, **options)
    assert open_photo(source_of(tmp_path, data), (32, 32)).getpixel((5, 5)) == pytest.approx((217, 42, 23), abs=6)


@pytest.mark.parametrize("icc", [SRGB, b"", b"not a profile", P3[:200], profile(space=b"GRAY")])
def test_a_profile_that_is_srgb_or_useless_changes_nothing(tmp_path: Path, icc: bytes) -> None:
    data = saved("PNG", Image.new("RGB", (8, 8), (200, 60, 40)), icc_profile=icc or None)
    assert open_photo(source_of(tmp_path, data), (8, 8)).getpixel((5, 5)) == (200, 60, 40)


def test_a_grey_profile_is_used(tmp_path: Path) -> None:
    data = saved("PNG", Image.new("L", (8, 8), 128), icc_profile=profile(space=b"GRAY"))
    red, green, blue = open_photo(source_of(tmp_path, data), (8, 8)).getpixel((5, 5))  # type: ignore[misc]
    assert red == green == blue == pytest.approx(188, abs=3)  # linear half light in sRGB


def test_transparency_lies_on_white_whatever_holds_it(tmp_path: Path) -> None:
    clear = Image.new("RGBA", (8, 8), (255, 0, 0, 0))
    clear.paste((255, 0, 0, 128), (4, 0, 8, 8))
    palette = Image.new("P", (8, 8), 0)
    palette.putpalette([0, 0, 0, 200, 60, 40])
    palette.paste(1, (4, 0, 8, 8))
    for data, left, right in (
        (saved("PNG", clear), (255, 255, 255), (255, 127, 127)),
        (saved("WEBP", clear, lossless=True), (255, 255, 255), (255, 127, 127)),
        (saved("PNG", palette, transparency=0), (255, 255, 255), (200, 60, 40)),
        (saved("GIF", palette, transparency=0), (255, 255, 255), (200, 60, 40)),
        (saved("PNG", Image.new("LA", (8, 8), (0, 0))), (255, 255, 255), (255, 255, 255)),
        (saved("PNG", Image.new("1", (8, 8), 1)), (255, 255, 255), (255, 255, 255)),
    ):
        image = open_photo(source_of(tmp_path, data), (8, 8))
        assert image.mode == "RGB"
        assert image.getpixel((1, 1)) == pytest.approx(left, abs=1)
        assert image.getpixel((6, 6)) == pytest.approx(right, abs=1)


def test_deep_and_printers_pictures_keep_their_tones(tmp_path: Path) -> None:
    deep = Image.new("I;16", (8, 8), 0x4000)
    assert open_photo(source_of(tmp_path, saved("PNG", deep)), (8, 8)).getpixel((1, 1)) == (64, 64, 64)
    inks = Image.new("CMYK", (8, 8), (0, 255, 255, 0))
    for kind in ("JPEG", "TIFF"):
        red, green, blue = open_photo(source_of(tmp_path, saved(kind, inks)), (8, 8)).getpixel((1, 1))  # type: ignore[misc]
        assert red > 200 and green < 60 and blue < 60


def outputs_of(source: PhotoSource, *sizes: tuple[int, int]) -> list[PictureOutput]:
    return [
        PictureOutput(f"media/x-{width}x{height}.{kind}", source, width, height, kind)
        for width, height in sizes
        for kind in FORMATS
    ]


def marked(kind: str) -> bytes:
    """A photo that carries the marker everywhere its format lets it."""
    image = noise(96, 64)
    text = PLANTED.decode()
    exif = Image.Exif()
    exif[0x010F] = exif[0x9286] = text
    exif.get_ifd(0x8825)[1] = text
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">' + PLANTED + b"</x:xmpmeta>"
    options: dict[str, Any] = {"exif": exif, "icc_profile": P3}
    if kind == "JPEG":
        thumbnail = saved("JPEG", noise(16, 16), comment=PLANTED)
        options |= {"comment": PLANTED, "xmp": xmp}
        data = saved(kind, image, **options)
        extra = b"JFXX\0\x10" + thumbnail
        iptc = b"Photoshop 3.0\0" + PLANTED
        segments = [b"\xff\xe0" + struct.pack(">H", len(extra) + 2) + extra]
        segments.append(b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc)
        return data[:2] + b"".join(segments) + data[2:] + thumbnail + b"<script>" + PLANTED
    if kind == "PNG":
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Author", text)
        notes.add_text("Comment", text, zip=True)
        notes.add_itxt("XML:com.adobe.xmp", xmp.decode())
        return saved(kind, image, pnginfo=notes, **options) + PLANTED
    if kind == "GIF":
        return saved(kind, image.convert("P"), comment=PLANTED) + PLANTED
    if kind == "MPO":
        return saved(kind, image, save_all=True, append_images=[noise(96, 64, 7)], comment=PLANTED, **options)
    return saved(kind, image, **(options | ({} if kind == "TIFF" else {"xmp": xmp})))


@pytest.mark.parametrize("kind", ["JPEG", "MPO", "PNG", "WEBP", "AVIF", "TIFF", "GIF"])
def test_no_published_byte_carries_anything_but_pixels(tmp_path: Path, kind: str) -> None:
    data = marked(kind)
    assert PLANTED in data
    made = render_pictures(outputs_of(source_of(tmp_path, data), (96, 64), (48, 32)))
    assert len(made) == 6
    for path, content in made.items():
        assert PLANTED not in content
        assert traces_of_metadata(path, content) == ()
        assert content.count(b"\xff\xd8\xff") <= 1
        with Image.open(BytesIO(content)) as image:
            image.load()
            assert image.size == tuple(int(side) for side in path.split("-")[1].split(".")[0].split("x"))
            assert not image.getexif()
            assert not {"exif", "xmp", "comment", "icc_profile", "photoshop"} & image.info.keys()


@pytest.mark.parametrize("kind", FORMATS)
def test_a_picture_with_notes_on_it_is_written_without_them(kind: PictureFormat, tmp_path: Path) -> None:
    image = open_photo(source_of(tmp_path, marked("JPEG")), (96, 64))
    assert image.info == {}
    assert image.getexif() == {}


def test_same_photo_same_bytes(tmp_path: Path) -> None:
    source = source_of(tmp_path, saved("JPEG", noise(96, 64)), (Box(0.2, 0.2, 0.3, 0.3),))
    asked = outputs_of(source, (96, 64), (48, 32), (24, 16))
    made = render_pictures(asked)
    assert made == render_pictures(asked[::-1])
    assert made["media/x-24x16.webp"] == render_pictures(asked)["media/x-24x16.webp"]
    assert picture_versions() == picture_versions() and "pillow=" in picture_versions()


def test_sizes_are_cut_from_the_next_larger_that_covers_them() -> None:
    made = sizes_from(DecodedPhoto(quarters(400, 300)), [(100, 75), (200, 150), (150, 20), (20, 150), (400, 300)])
    assert {size: image.size for size, image in made.items()} == {size: size for size in made}
    assert len(made) == 5
    step = quarters(400, 300).resize((200, 150), Image.Resampling.BICUBIC)
    assert difference(made[100, 75], step.resize((100, 75), Image.Resampling.BICUBIC)) == 0


def test_what_was_hidden_cannot_be_computed_back(tmp_path: Path) -> None:
    box = Box(0.25, 0.25, 0.5, 0.5)
    photo = noise(240, 240)
    hidden = redact(photo, (box,))
    inside = (60, 60, 180, 180)
    assert difference(photo.crop((0, 0, 40, 240)), hidden.crop((0, 0, 40, 240))) == 0  # outside, nothing changed

    # Shuffle each row inside each cell, and the rows: another picture, and the very same result inside the box.
    pad = round(0.15 * 120)
    region = (60 - pad, 60 - pad, 180 + pad, 180 + pad)
    side = (region[2] - region[0]) // CELLS
    shuffled = photo.copy()
    chooser = random.Random(3)
    for row in range(CELLS):
        for column in range(CELLS):
            at = (region[0] + column * side, region[1] + row * side)
            cell = photo.crop((*at, at[0] + side, at[1] + side))
            rows = [[cell.getpixel((x, y)) for x in range(side)] for y in range(side)]
            chooser.shuffle(rows)
            for y, pixels in enumerate(rows):
                chooser.shuffle(pixels)
                for x, pixel in enumerate(pixels):
                    shuffled.putpixel((at[0] + x, at[1] + y), pixel)  # type: ignore[arg-type]
    assert difference(photo.crop(inside), shuffled.crop(inside)) > 100
    assert difference(hidden.crop(inside), redact(shuffled, (box,)).crop(inside)) == 0


def test_no_size_correlates_with_what_was_hidden(tmp_path: Path) -> None:
    photo = noise(320, 240)
    source = source_of(tmp_path, saved("PNG", photo), (Box(0.25, 0.25, 0.5, 0.5),))
    pictures = render_pictures(outputs_of(source, (320, 240), (160, 120)))
    assert len(pictures) >= 2
    for path, content in pictures.items():
        with Image.open(BytesIO(content)) as opened:
            seen = opened.convert("L")
        scale = seen.width / 320
        area = tuple(round(side * scale) for side in (80, 60, 240, 180))
        truth = photo.convert("L").resize(seen.size, Image.Resampling.LANCZOS)
        assert abs(correlation(truth.crop(area), seen.crop(area))) < 0.1, path  # type: ignore[arg-type]
        outside = (0, 0, seen.width, round(20 * scale))
        assert correlation(truth.crop(outside), seen.crop(outside)) > 0.5, path


def correlation(one: Image.Image, other: Image.Image) -> float:
    first, second = one.tobytes(), other.tobytes()
    mean_one, mean_other = sum(first) / len(first), sum(second) / len(second)
    pairs = [(a - mean_one, b - mean_other) for a, b in zip(first, second, strict=True)]
    spread = (sum(a * a for a, _ in pairs) * sum(b * b for _, b in pairs)) ** 0.5
    return float(sum(a * b for a, b in pairs) / spread) if spread else 0.0


@pytest.mark.parametrize(
    "box", [Box(0, 0, 1, 1), Box(0.999, 0.999, 0.5, 0.5), Box(0.5, 0, 0, 1), Box(0, 0.5, 1, 0.001), Box(-1, -1, 9, 9)]
)
def test_any_box_hides_at_least_a_pixel_and_stays_inside(box: Box) -> None:
    photo = noise(31, 17)
    hidden = redact(photo, (box,))
    assert hidden.size == photo.size
    assert difference(photo, hidden) > 0
    assert redact(photo, ()) is photo


def test_another_file_than_was_read_is_never_used(tmp_path: Path) -> None:
    source = source_of(tmp_path, saved("JPEG", quarters()))
    Path(source.path).write_bytes(saved("JPEG", noise(48, 32)))
    with pytest.raises(PhotoChanged) as changed:
        open_photo(source, (48, 32))
    assert changed.value.code == "photo-changed"
    Path(source.path).unlink()
    with pytest.raises(PhotoChanged):
        render_pictures(outputs_of(source, (48, 32)))
    Path(source.path).mkdir()
    with pytest.raises(PhotoBroken) as unreadable:
        open_photo(source, (48, 32))
    assert unreadable.value.code == "photo-unreadable" and unreadable.value.values["reason"]


def test_a_broken_photo_says_so_and_publishes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "photo"
    whole = saved("JPEG", noise(64, 64))
    cases = {b"%PDF-1.7 x": "photo-kind", whole[: len(whole) // 2]: "photo-cut-short", b"": "photo-empty"}
    for data, code in cases.items():
        path.write_bytes(data)
        with pytest.raises(PhotoBroken) as broken:
            open_photo(PhotoSource(str(path), digest_of(data), 64, 64), (64, 64))
        assert broken.value.code == code
        again = pickle.loads(pickle.dumps(broken.value))  # on its way from a worker
        assert (again.code, again.values) == (broken.value.code, broken.value.values)


def test_a_picture_no_format_can_hold_is_a_fault() -> None:
    with pytest.raises(PhotoBroken) as broken:
        encode(Image.new("RGB", (1, 17_000)), "webp")
    assert broken.value.code == "picture-not-encoded"
    assert broken.value.values == {"format": "WEBP", "width": "1", "height": "17000"}
