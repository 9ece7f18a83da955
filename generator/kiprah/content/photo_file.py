"""A photo's file: what it is by its content, and what it says of itself. The file is a stranger's."""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from io import BytesIO
from pathlib import Path

from PIL import Image
from PIL.AvifImagePlugin import AvifImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.TiffImagePlugin import TiffImageFile
from PIL.WebPImagePlugin import WebPImageFile

from kiprah.content.exif import Exif, read_exif
from kiprah.content.pixels import plain, srgb_transform, to_srgb
from kiprah.model.photo import PhotoFacts, PhotoFormat

MAX_BYTES = 100_000_000
"""A photo's file may be this large; a phone's best is a quarter of it."""
MAX_PIXELS = 120_000_000
"""Above a phone's 108 megapixels, and what one worker can hold."""
_MAX_SIDE = 16_383
"""WebP's longest side: a longer photo must shrink below it on its way to a page."""
_MAX_RATIO = 10

_OPENERS: Mapping[PhotoFormat, type[ImageFile]] = {
    "jpeg": JpegImageFile,  # of an MPO, or of a photo with a gain map, the first picture
    "png": PngImageFile,
    "webp": WebPImageFile,
    "avif": AvifImageFile,
    "tiff": TiffImageFile,
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

_DECODER_ERRORS = (
    OSError,
    SyntaxError,  # Pillow's word for "this is not such a file"
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    RuntimeError,
    MemoryError,  # also what Pillow raises for sides no memory could hold
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)
"""What Pillow and its codecs raise on broken files: each was seen on real or mutated ones, so all mean "broken"."""


@dataclass(frozen=True, slots=True)
class PhotoFault:
    """Why a file cannot be used as a photo: the code of a problem, and what fills its message."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DecodedPhoto:
    """A photo's pixels as stored, not yet upright; ``size`` is the whole picture's, also where less was decoded."""

    image: Image.Image
    size: tuple[int, int]
    format: PhotoFormat
    exif: Exif
    profile: bytes | None


def digest_of(data: bytes) -> str:
    """Name a file's content: BLAKE2b, 16 bytes, hex."""
    return blake2b(data, digest_size=16).hexdigest()


def format_of(data: bytes) -> PhotoFormat | None:
    """Tell a photo's format by how it begins, or None for anything that is not on the list."""
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


def photo_facts(path: Path, data: bytes) -> PhotoFacts | PhotoFault:
    """Read what a photo's file says of itself, and prove that all its pixels can be decoded.

    ``path`` is not opened, and its ending does not count. A JPEG is decoded at an eighth of its size,
    which reads every byte but makes few pixels.
    """
    decoded = decode_photo(data, (1, 1))
    if isinstance(decoded, PhotoFault):
        return decoded
    width, height = decoded.size
    if decoded.exif.orientation >= 5:
        width, height = height, width
    longer, shorter = max(width, height), min(width, height)
    if longer > _MAX_SIDE and longer > _MAX_RATIO * shorter:
        return PhotoFault("photo-too-long", {"width": str(width), "height": str(height), "limit": str(_MAX_RATIO)})
    small = plain(decoded.image)
    if small is None:
        return PhotoFault("photo-depth", {"mode": decoded.image.mode})
    mean = small.resize((1, 1), Image.Resampling.BOX)
    pixel = to_srgb(mean, srgb_transform(decoded.profile, mean.mode)).getpixel((0, 0))
    assert isinstance(pixel, tuple)
    return PhotoFacts(
        digest=digest_of(data),
        width=width,
        height=height,
        format=decoded.format,
        color="#{:02x}{:02x}{:02x}".format(*pixel),
        taken=decoded.exif.taken,
    )


def decode_photo(data: bytes, cover: tuple[int, int] | None) -> DecodedPhoto | PhotoFault:
    """Decode a photo's first picture.

    ``cover`` (upright width and height, pixels) allows a JPEG to be decoded smaller, at the smallest of 1/8, 1/4
    and 1/2 that still covers it. Nothing is decoded before format and size are known to be allowed.
    """
    if not data:
        return PhotoFault("photo-empty")
    if len(data) > MAX_BYTES:
        return PhotoFault("photo-too-heavy", {"limit": str(MAX_BYTES // 1_000_000)})
    kind = format_of(data)
    if kind is None or (kind == "tiff" and read_exif(data).is_raw):
        return PhotoFault("photo-kind", {"kind": "RAW" if kind else _looks_like(data)})
    try:
        # What codecs warn of (an odd tag, a large picture) is either harmless here or refused below.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _decode(data, kind, cover)
    except _DECODER_ERRORS as error:
        cut = "truncated" in str(error).lower() or isinstance(error, EOFError)
        return PhotoFault("photo-cut-short" if cut else "photo-broken", {"format": kind.upper()})


def _decode(data: bytes, kind: PhotoFormat, cover: tuple[int, int] | None) -> DecodedPhoto | PhotoFault:
    # The class is called by name: Image.open would try others, and its bomb check warns at a limit of its own.
    image = _open_heic(data) if kind == "heic" else _OPENERS[kind](BytesIO(data))
    if isinstance(image, PhotoFault):
        return image
    size = image.size
    too_large = _too_large(size)
    if too_large:
        return too_large
    if isinstance(image, JpegImageFile) and cover is not None:
        image.draft(None, cover[::-1] if _exif_of(image).orientation >= 5 else cover)
        image.load()
    else:
        image.load()
        size = image.size  # some decoders turn the picture while they load it
    exif = read_exif(data) if kind == "tiff" else _exif_of(image)
    if kind in ("heic", "tiff"):
        exif = Exif(1, exif.taken)  # these two
    profile = image.info.get("icc_profile")
    return DecodedPhoto(image, size, kind, exif, profile if isinstance(profile, bytes) else None)


def _exif_of(image: Image.Image) -> Exif:
    block = image.info.get("exif")
    return read_exif(block) if isinstance(block, bytes) else Exif()


def _open_heic(data: bytes) -> Image.Image | PhotoFault:
    """Open the one format whose decoder is not in every installation; its picture comes out upright."""
    try:
        import pi_heif
    except ImportError:
        return PhotoFault("heic-needs-extra")
    container = pi_heif.open_heif(BytesIO(data))
    too_large = _too_large(container.size)
    if too_large:
        return too_large
    image: Image.Image = container.to_pillow()
    return image


def _too_large(size: tuple[int, int]) -> PhotoFault | None:
    if size[0] * size[1] <= MAX_PIXELS:
        return None
    megapixels = str(-(-size[0] * size[1] // 1_000_000))
    return PhotoFault("photo-too-large", {"megapixels": megapixels, "limit": str(MAX_PIXELS // 1_000_000)})


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
