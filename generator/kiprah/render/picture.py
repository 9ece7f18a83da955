"""A photo in the sizes and formats that are published: made from pixels alone, never from the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import metadata
from io import BytesIO
from pathlib import Path

from PIL import Image, features
from PIL.AvifImagePlugin import get_codec_version

from kiprah.content.photo_file import PhotoFault, decode_photo, digest_of
from kiprah.content.pixels import bare, plain, srgb_transform, to_srgb, upright
from kiprah.model.photo import PhotoSource
from kiprah.plan.output import PictureFormat, PictureOutput
from kiprah.render.hidden import hide

_ENCODERS: Mapping[PictureFormat, tuple[str, Mapping[str, object]]] = {
    # Quality and effort as measured: a slower WebP gains 2 % and takes twice as long; progressive JPEG likewise.
    "jpeg": ("JPEG", {"quality": 82, "subsampling": "4:2:0", "optimize": True, "progressive": False}),
    "webp": ("WEBP", {"quality": 80, "method": 2}),
    # One thread and no tiles: libavif's own choice of tiles follows the number of processors, and so would the bytes.
    "avif": ("AVIF", {"quality": 60, "speed": 9, "max_threads": 1, "autotiling": False, "codec": "aom"}),
}


class PhotoBroken(Exception):
    """A photo cannot be made into pictures; ``code`` and ``values`` are those of the problem to report."""

    def __init__(self, code: str, values: Mapping[str, str]) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values


class PhotoChanged(PhotoBroken):
    """The file is not the one that was read: it was changed, moved or removed during the build."""


def open_photo(source: PhotoSource, largest: tuple[int, int]) -> Image.Image:
    """Read a photo as an upright sRGB picture with what must be hidden gone, and nothing attached to it.

    The picture has the source's shape and covers ``largest`` (width, height in pixels) where the source does; it may
    be smaller than the source, since a JPEG is decoded no larger than needed. With boxes to hide the whole picture is
    decoded, so that every size shows the same few colours. Raises ``PhotoChanged`` or ``PhotoBroken``.
    """
    data = _read(source)
    decoded = decode_photo(data, None if source.hide else largest)
    if isinstance(decoded, PhotoFault):
        raise PhotoBroken(decoded.code, decoded.values)
    image = plain(decoded.image)
    if image is None:
        raise PhotoBroken("photo-depth", {"mode": decoded.image.mode})
    turned = decoded.exif.orientation >= 5
    if (decoded.size[::-1] if turned else decoded.size) != (source.width, source.height):
        raise PhotoChanged("photo-changed", {})
    transform = srgb_transform(decoded.profile, image.mode)
    if not source.hide:
        if transform:
            # Converting colours costs more than shrinking: the fewer pixels, the better.
            image = _shrunk(image, largest[::-1] if turned else largest)
        return bare(upright(to_srgb(image, transform), decoded.exif.orientation))
    image = hide(upright(to_srgb(image, transform), decoded.exif.orientation), source.hide)
    return bare(image)


def sizes_from(image: Image.Image, sizes: Sequence[tuple[int, int]]) -> dict[tuple[int, int], Image.Image]:
    """Cut every size (width, height in pixels) from the next larger one, and the largest from the picture itself."""
    made: dict[tuple[int, int], Image.Image] = {}
    larger = image
    for size in sorted(set(sizes), key=lambda size: (size[0] * size[1], size), reverse=True):
        # Of another shape, the one before may be too small along one side.
        start = larger if larger.width >= size[0] and larger.height >= size[1] else image
        larger = start if start.size == size else start.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
        made[size] = larger
    return made


def encode(image: Image.Image, picture_format: PictureFormat) -> bytes:
    """Write an ``RGB`` picture with nothing but its pixels; same picture and library versions, same bytes.

    Raises ``PhotoBroken`` where the format cannot hold the picture, such as a side over 16383 pixels in WebP.
    """
    name, options = _ENCODERS[picture_format]
    target = BytesIO()
    try:
        image.save(target, name, **options)
    except (ValueError, OSError) as error:
        values = {"format": name, "width": str(image.width), "height": str(image.height)}
        raise PhotoBroken("picture-not-encoded", values) from error
    return target.getvalue()


def render_pictures(outputs: Sequence[PictureOutput]) -> dict[str, bytes]:
    """Make all pictures of one photo, by their paths, with one decode. Raises as ``open_photo`` and ``encode`` do."""
    if not outputs:
        return {}
    source = outputs[0].source
    assert all(output.source == source for output in outputs), "pictures of one photo are rendered together"
    sizes = [(output.width, output.height) for output in outputs]
    largest = (max(width for width, _ in sizes), max(height for _, height in sizes))
    made = sizes_from(open_photo(source, largest), sizes)
    bytes_of: dict[tuple[int, int, PictureFormat], bytes] = {}
    for output in outputs:
        key = (output.width, output.height, output.format)
        if key not in bytes_of:
            bytes_of[key] = encode(made[key[:2]], output.format)
    return {output.path: bytes_of[output.width, output.height, output.format] for output in outputs}


def picture_versions() -> str:
    """Name the versions of all that shapes a picture's bytes, for the keys they are stored under."""
    codecs = {
        "pillow": features.version("pil"),
        "jpeg": features.version("libjpeg_turbo") or features.version("jpg"),
        "webp": features.version("webp"),
        "avif": features.version("avif"),
        "aom": get_codec_version("aom"),
        "dav1d": get_codec_version("dav1d"),
        "lcms": features.version("littlecms2"),
        "tiff": features.version("libtiff"),
        "zlib": features.version("zlib"),
        "heic": _version_of("pi-heif"),
    }
    return " ".join(f"{name}={version or 'none'}" for name, version in codecs.items())


def _version_of(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _read(source: PhotoSource) -> bytes:
    """Read the file the source names; a key may not lie, so other content is refused."""
    try:
        data = Path(source.path).read_bytes()
    except FileNotFoundError as error:
        raise PhotoChanged("photo-changed", {}) from error
    except OSError as error:
        raise PhotoBroken("photo-unreadable", {"reason": error.strerror or ""}) from error
    if digest_of(data) != source.digest:
        raise PhotoChanged("photo-changed", {})
    return data


def _shrunk(image: Image.Image, cover: tuple[int, int]) -> Image.Image:
    """Shrink a picture, in its shape, to the smallest size that covers another."""
    scale = max(cover[0] / image.width, cover[1] / image.height)
    if scale >= 1:
        return image
    width, height = (
        wanted if abs(exact - wanted) <= 1 else round(exact)
        for exact, wanted in ((image.width * scale, cover[0]), (image.height * scale, cover[1]))
    )
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
