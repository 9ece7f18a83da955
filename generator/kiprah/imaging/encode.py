"""Encoder of published pictures: sizes and formats made from pixels alone, never from the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import metadata
from io import BytesIO

from PIL import Image, features
from PIL.AvifImagePlugin import get_codec_version

from kiprah.imaging.decoded_photo import DecodedPhoto
from kiprah.imaging.photo_reader import PhotoBroken
from kiprah.model.settings import PictureFormat

_ENCODERS: Mapping[PictureFormat, tuple[str, Mapping[str, object]]] = {
    # Quality and effort as measured: a slower WebP gains 2 % and takes twice as long; progressive JPEG likewise.
    "jpeg": ("JPEG", {"quality": 82, "subsampling": "4:2:0", "optimize": True, "progressive": False}),
    "webp": ("WEBP", {"quality": 81, "method": 2}),
    # One thread and no tiles: libavif's own choice of tiles follows the number of processors, and so would the bytes.
    "avif": ("AVIF", {"quality": 60, "speed": 9, "max_threads": 1, "autotiling": False, "codec": "aom"}),
}


def sizes_from(photo: DecodedPhoto, sizes: Sequence[tuple[int, int]]) -> dict[tuple[int, int], Image.Image]:
    """Resize a photo to every size (width, height in pixels) from the next larger one, the largest from the photo.

    The largest is cut with most care, since all others come from it; they are shrunk by more, and bicubic looks as good
    there for two thirds of the work.
    """
    resized: dict[tuple[int, int], Image.Image] = {}
    larger: Image.Image | None = None
    for size in sorted(set(sizes), key=lambda size: (size[0] * size[1], size), reverse=True):
        # Of another shape, the one before may be too small along one side.
        if larger is None or larger.width < size[0] or larger.height < size[1]:
            larger = photo.resized(size)
        else:
            larger = larger.resize(size, Image.Resampling.BICUBIC, reducing_gap=3.0)
        resized[size] = larger
    return resized


def encode(image: Image.Image, picture_format: PictureFormat) -> bytes:
    """Encode an ``RGB`` picture with nothing but its pixels; same picture and library versions, same bytes.

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
