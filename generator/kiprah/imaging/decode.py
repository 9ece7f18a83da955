"""Photo decoder: format, limits, metadata and pixels of an untrusted file."""

from __future__ import annotations

import warnings
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

from kiprah.imaging.animation import has_second_frame
from kiprah.imaging.color_and_orientation import flatten, srgb_transform, to_srgb
from kiprah.imaging.decoder_errors import DECODER_ERRORS
from kiprah.imaging.exif import Exif, read_exif
from kiprah.imaging.file_type import file_type, photo_format
from kiprah.imaging.heif_items import read_heif
from kiprah.imaging.jpeg_decode import load_jpeg
from kiprah.imaging.photo_fault import PhotoFault, decode_fault, size_fault
from kiprah.imaging.png_chunks import parse_png
from kiprah.imaging.subprocess_decode import decode_in_subprocess
from kiprah.imaging.thumbnail import embedded_thumbnail
from kiprah.imaging.webp_chunks import WebpBroken, parse_webp
from kiprah.imaging.xmp import xmp_orientation
from kiprah.model.photo import PhotoFacts, PhotoFormat

__all__ = ["MAX_PHOTO_BYTES", "PhotoFault", "SourceImage", "decode_photo", "photo_facts", "photo_format"]

MAX_PHOTO_BYTES = 100_000_000
"""Maximum bytes of a photo's file; a phone's best is a quarter of it."""
_MAX_SIDE = 16_383
"""WebP's longest side: a longer photo must shrink below it on its way to a page."""
_MAX_RATIO = 10
_HEAVY = 1_000_000
"""Bytes from which on decoding a JPEG for its facts alone takes longer than all else done with them."""


class SourceImage(Struct, frozen=True):
    """Pixels as the file stores them, not yet upright; ``size`` is the whole picture's, also where less was decoded."""

    image: Image.Image
    size: tuple[int, int]
    format: PhotoFormat
    exif: Exif
    profile: bytes
    """Its ICC profile; empty where there is none."""
    is_animated: bool = False
    """True where there are more pictures after this one."""


def photo_facts(data: bytes, digest: str) -> PhotoFacts | PhotoFault:
    """Read size, format and mean colour of a photo's file, whose digest is known, and prove that it can be decoded.

    How the file is called does not count. A JPEG is decoded at an eighth of its size, which reads every
    byte but makes few pixels; one from a camera, which is large and holds a small picture of itself, is looked through
    instead, since nearly all the work of decoding is in reading its bytes.
    """
    decoded = _decoded(data, (1, 1), use_thumbnail=True, verify=True)
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
        is_animated=decoded.is_animated,
    )


def decode_photo(data: bytes, cover: tuple[int, int] | None, *, verify: bool = True) -> SourceImage | PhotoFault:
    """Decode a photo's first picture.

    ``cover`` (upright width and height, pixels) allows a JPEG to be decoded smaller, at the smallest of 1/8, 1/4
    and 1/2 that still covers it. Nothing is decoded before format and size are known to be allowed. Only WebP needs a
    second decoding to ``verify`` that nothing is missing: who knows the file already need not have it.
    """
    return _decoded(data, cover, use_thumbnail=False, verify=verify)


def _decoded(
    data: bytes, cover: tuple[int, int] | None, *, use_thumbnail: bool, verify: bool
) -> SourceImage | PhotoFault:
    # A copy that never came to its content leaves zeros.
    if not data.strip(b"\0"):
        return PhotoFault("photo-empty")
    if len(data) > MAX_PHOTO_BYTES:
        return PhotoFault("photo-too-heavy", {"limit": str(MAX_PHOTO_BYTES // 1_000_000)})
    kind = photo_format(data)
    if kind is None or (kind == "tiff" and read_exif(data).is_raw):
        looks = "RAW" if kind else file_type(data)
        return PhotoFault("photo-unknown") if looks == "?" else PhotoFault("photo-kind", {"kind": looks})
    try:
        # What codecs warn of (an odd tag, a large picture) is either harmless here or refused below.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _decode(data, kind, cover, use_thumbnail=use_thumbnail, verify=verify)
    except DECODER_ERRORS as error:
        return decode_fault(error, kind)


def scale_for(size: tuple[int, int], cover: tuple[int, int]) -> int:
    """Return by how much (1, 2, 4 or 8) a JPEG of a size may be shrunk while it is decoded and still cover another."""
    most = min(size[0] // max(1, cover[0]), size[1] // max(1, cover[1]))
    return next((scale for scale in (8, 4, 2) if most >= scale), 1)


def _decode(
    data: bytes, kind: PhotoFormat, cover: tuple[int, int] | None, *, use_thumbnail: bool, verify: bool
) -> SourceImage | PhotoFault:
    if kind in ("heic", "tiff"):
        return _decode_elsewhere(data, kind)
    if kind == "jpeg":
        return _decode_jpeg(data, cover, use_thumbnail=use_thumbnail)
    if kind == "png":
        parts = parse_png(data)
        png = PngImageFile(BytesIO(parts.essential))
        return size_fault(png.size, kind) or _loaded(png, kind, parts.profile, parts.xmp, parts.is_animated)
    if kind == "webp":
        return _decode_webp(data, verify=verify)
    if kind == "gif":
        gif = GifImageFile(BytesIO(data))
        return size_fault(gif.size, kind) or _loaded(gif, kind, is_animated=has_second_frame(data))
    layout = read_heif(data)
    avif = AvifImageFile(BytesIO(data))
    refused = size_fault(avif.size, kind)
    if refused:
        return refused
    decoded = _loaded(avif, kind, is_animated=avif.is_animated)
    if layout is None or layout.crop is None:
        return decoded
    if avif.size != layout.size:
        return PhotoFault("photo-broken", {"format": kind.upper()})
    # Its decoder leaves it to us to cut away what is not to be seen.
    cropped = decoded.image.crop(layout.crop)
    return replace(decoded, image=cropped, size=cropped.size)


def _decode_webp(data: bytes, *, verify: bool) -> SourceImage | PhotoFault:
    parts = parse_webp(data)
    image = WebPImageFile(BytesIO(data))
    refused = size_fault(image.size, "webp")
    if refused:
        return refused
    if verify and any(_can_be_decoded(shortened) for shortened in parts.shortened()):
        raise WebpBroken("a WebP picture has a gap")
    return _loaded(image, "webp", is_animated=parts.is_animated)


def _can_be_decoded(webp: bytes) -> bool:
    try:
        WebPImageFile(BytesIO(webp)).load()
    except DECODER_ERRORS:
        return False
    return True


def _decode_elsewhere(data: bytes, kind: PhotoFormat) -> SourceImage | PhotoFault:
    decoded = decode_in_subprocess(data, kind)
    if isinstance(decoded, PhotoFault):
        return decoded
    exif = read_exif(data if kind == "tiff" else decoded.exif)
    # The picture came upright, as far as EXIF or HEIC say how.
    orientation = xmp_orientation(decoded.xmp) if kind == "tiff" and not exif.has_orientation else 1
    exif = replace(exif, orientation=orientation)
    return SourceImage(decoded.image, decoded.image.size, kind, exif, decoded.profile)


def _decode_jpeg(data: bytes, cover: tuple[int, int] | None, *, use_thumbnail: bool) -> SourceImage | PhotoFault:
    image = JpegImageFile(BytesIO(data))
    size = image.size
    refused = size_fault(size, "jpeg")
    if refused:
        return refused
    profile, exif = _block_of(image, "icc_profile"), _exif_of(image)
    if use_thumbnail and len(data) >= _HEAVY:
        small = embedded_thumbnail(data, size, _block_of(image, "exif"))
        if small is not None:
            return SourceImage(small, size, "jpeg", exif, profile)
    if cover is not None:
        image.draft(None, cover[::-1] if exif.orientation >= 5 else cover)
    load_jpeg(image, data)
    return SourceImage(image, size, "jpeg", exif, profile)


def _loaded(
    image: ImageFile, kind: PhotoFormat, profile: bytes = b"", xmp: bytes = b"", is_animated: bool = False
) -> SourceImage:
    image.load()
    # Some formats tell more of themselves once they are decoded.
    profile = profile or _block_of(image, "icc_profile")
    return SourceImage(image, image.size, kind, _exif_of(image, xmp), profile, is_animated)


def _exif_of(image: ImageFile, xmp: bytes = b"") -> Exif:
    """Read a picture's EXIF; where that does not say which way is up, XMP may."""
    exif = read_exif(_block_of(image, "exif"))
    if exif.has_orientation or image.format == "AVIF":
        return exif
    return replace(exif, orientation=xmp_orientation(xmp or _block_of(image, "xmp")))


def _block_of(image: ImageFile, name: str) -> bytes:
    block = image.info.get(name)
    return block if isinstance(block, bytes) else b""
