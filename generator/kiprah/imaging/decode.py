"""Photo decoder: format, limits, metadata and pixels of an untrusted file."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from io import BytesIO

from msgspec import Struct
from msgspec.structs import replace
from PIL import Image
from PIL.AvifImagePlugin import AvifImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from kiprah.cache.digests import digest_of
from kiprah.imaging.color_and_orientation import flatten, srgb_transform, to_srgb
from kiprah.imaging.decoder_errors import DECODER_ERRORS
from kiprah.imaging.exif import Exif, read_exif
from kiprah.imaging.photo_fault import PhotoFault, decode_fault, size_fault
from kiprah.imaging.subprocess_decode import decode_in_subprocess
from kiprah.imaging.thumbnail import embedded_thumbnail
from kiprah.model.photo import PhotoFacts, PhotoFormat

__all__ = ["MAX_BYTES", "PhotoFault", "SourceImage", "decode_photo", "digest_of", "photo_facts", "photo_format"]

MAX_BYTES = 100_000_000
"""A photo's file may be this large; a phone's best is a quarter of it."""
_MAX_SIDE = 16_383
"""WebP's longest side: a longer photo must shrink below it on its way to a page."""
_MAX_RATIO = 10
_HEAVY = 1_000_000
"""Bytes from which on decoding a JPEG for its facts alone takes longer than all else done with them."""

_OPENERS: Mapping[PhotoFormat, type[ImageFile]] = {
    "jpeg": JpegImageFile,  # of an MPO, or of a photo with a gain map, the first picture
    "png": PngImageFile,
    "webp": WebPImageFile,
    "avif": AvifImageFile,
    "gif": GifImageFile,
}

_STARTS: tuple[tuple[bytes, PhotoFormat], ...] = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
)

_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"})
_AVIF_BRANDS = frozenset({b"avif", b"avis"})

_REFUSED = (
    (b"%PDF", "PDF"),
    (b"%!PS", "EPS"),
    (b"\xc5\xd0\xd3\xc6", "EPS"),
    (b"8BPS", "PSD"),
    (b"SIMPLE  =", "FITS"),
    (b"BM", "BMP"),
    (b"icns", "ICNS"),
    (b"\0\0\1\0", "ICO"),
    (b"\0\0\0\x0cjP", "JPEG 2000"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\0\0\0\x0cJXL", "JPEG XL"),
    (b"IIRO", "RAW"),
    (b"IIRS", "RAW"),
    (b"IIU\0", "RAW"),
    (b"FUJIFILMCCD-RAW", "RAW"),
    (b"PK\3\4", "ZIP"),
    (b"\x1aE\xdf\xa3", "WebM"),
)


class SourceImage(Struct, frozen=True):
    """Pixels as the file stores them, not yet upright; ``size`` is the whole picture's, also where less was decoded."""

    image: Image.Image
    size: tuple[int, int]
    format: PhotoFormat
    exif: Exif
    profile: bytes
    """Its ICC profile; empty where there is none."""


def photo_format(data: bytes) -> PhotoFormat | None:
    """Detect a photo's format by its magic bytes; None for anything that is not on the list."""
    for start, kind in _STARTS:
        if data.startswith(start):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    brands = _brands(data)
    if brands & _AVIF_BRANDS:
        return "avif"
    if brands & _HEIC_BRANDS:
        return "heic"
    return None


def photo_facts(data: bytes, digest: str) -> PhotoFacts | PhotoFault:
    """Read size, format and mean colour of a photo's file, whose digest is known, and prove that it can be decoded.

    How the file is called does not count. A JPEG is decoded at an eighth of its size, which reads every
    byte but makes few pixels; one from a camera, which is large and holds a small picture of itself, is looked through
    instead, since nearly all the work of decoding is in reading its bytes.
    """
    decoded = _decoded(data, (1, 1), use_thumbnail=True)
    if isinstance(decoded, PhotoFault):
        return decoded
    width, height = decoded.size
    if decoded.exif.orientation >= 5:
        width, height = height, width
    longer, shorter = max(width, height), min(width, height)
    if longer > _MAX_SIDE and longer > _MAX_RATIO * shorter:
        return PhotoFault("photo-too-long", {"width": str(width), "height": str(height), "limit": str(_MAX_RATIO)})
    small = flatten(decoded.image)
    if small is None:
        return PhotoFault("photo-depth", {"mode": decoded.image.mode})
    mean = small.resize((1, 1), Image.Resampling.BOX)
    pixel = to_srgb(mean, srgb_transform(decoded.profile, mean.mode)).getpixel((0, 0))
    assert isinstance(pixel, tuple)
    return PhotoFacts(
        digest=digest,
        width=width,
        height=height,
        format=decoded.format,
        color="#{:02x}{:02x}{:02x}".format(*pixel),
    )


def decode_photo(data: bytes, cover: tuple[int, int] | None) -> SourceImage | PhotoFault:
    """Decode a photo's first picture.

    ``cover`` (upright width and height, pixels) allows a JPEG to be decoded smaller, at the smallest of 1/8, 1/4
    and 1/2 that still covers it. Nothing is decoded before format and size are known to be allowed.
    """
    return _decoded(data, cover, use_thumbnail=False)


def _decoded(data: bytes, cover: tuple[int, int] | None, *, use_thumbnail: bool) -> SourceImage | PhotoFault:
    if not data:
        return PhotoFault("photo-empty")
    if len(data) > MAX_BYTES:
        return PhotoFault("photo-too-heavy", {"limit": str(MAX_BYTES // 1_000_000)})
    kind = photo_format(data)
    if kind is None or (kind == "tiff" and read_exif(data).is_raw):
        return PhotoFault("photo-kind", {"kind": "RAW" if kind else _looks_like(data)})
    try:
        # What codecs warn of (an odd tag, a large picture) is either harmless here or refused below.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _decode(data, kind, cover, use_thumbnail=use_thumbnail)
    except DECODER_ERRORS as error:
        return decode_fault(error, kind)


def scale_for(size: tuple[int, int], cover: tuple[int, int]) -> int:
    """Return by how much (1, 2, 4 or 8) a JPEG of a size may be shrunk while it is decoded and still cover another."""
    most = min(size[0] // max(1, cover[0]), size[1] // max(1, cover[1]))
    return next((scale for scale in (8, 4, 2) if most >= scale), 1)


def _decode(
    data: bytes, kind: PhotoFormat, cover: tuple[int, int] | None, *, use_thumbnail: bool
) -> SourceImage | PhotoFault:
    if kind not in _OPENERS:
        apart = decode_in_subprocess(data, kind)
        if isinstance(apart, PhotoFault):
            return apart
        exif = read_exif(data if kind == "tiff" else apart.exif)
        exif = replace(exif, orientation=1)  # the picture came upright
        return SourceImage(apart.image, apart.image.size, kind, exif, apart.profile)
    # The class is called by name: Image.open would try others, and its bomb check warns at a limit of its own.
    image = _OPENERS[kind](BytesIO(data))
    size = image.size
    refused = size_fault(size)
    if refused:
        return refused
    profile, exif = _block_of(image, "icc_profile"), read_exif(_block_of(image, "exif"))
    if isinstance(image, JpegImageFile):
        if use_thumbnail and len(data) >= _HEAVY:
            small = embedded_thumbnail(data, size, _block_of(image, "exif"))
            if small is not None:
                return SourceImage(small, size, kind, exif, profile)
        if cover is not None:
            image.draft(None, cover[::-1] if exif.orientation >= 5 else cover)
    image.load()
    # Some formats tell more of themselves once they are decoded.
    return SourceImage(
        image, size, kind, read_exif(_block_of(image, "exif")), _block_of(image, "icc_profile") or profile
    )


def _block_of(image: ImageFile, name: str) -> bytes:
    block = image.info.get(name)
    return block if isinstance(block, bytes) else b""


def _brands(data: bytes) -> frozenset[bytes]:
    """Collect the brands of a file of the ISO family, from its first box."""
    if data[4:8] != b"ftyp":
        return frozenset()
    end = min(int.from_bytes(data[:4], "big"), 256)
    return frozenset([data[8:12], *(data[at : at + 4] for at in range(16, end, 4))])


def _looks_like(data: bytes) -> str:
    """Name a refused file for its message, as far as its beginning tells."""
    for start, name in _REFUSED:
        if data.startswith(start):
            return name
    if data[4:8] == b"ftyp":
        return {b"qt  ": "MOV", b"crx ": "RAW"}.get(data[8:12], "MP4")
    if b"<svg" in data[:4096].lower():
        return "SVG"
    return "?"
