"""Taking a photo in: the same pixels, the right way up, and nothing that tells where, when, with what or by whom."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from msgspec import Struct

from kiprah.content.photo_file import DecodedPhoto, PhotoFault, decode_photo
from kiprah.content.pixels import bare, plain, srgb_transform, to_srgb, upright

_QUALITY = 95
_LOSSLESS = ("png", "gif")


class CleanPhoto(Struct, frozen=True):
    """A photo without metadata: its bytes, the ending its name needs, and the day the camera had written."""

    content: bytes
    ending: str
    taken: date | None


def clean_photo(data: bytes) -> CleanPhoto | PhotoFault:
    """Rebuild a photo from its pixels alone, at its full size; the orientation is applied and the colours are sRGB.

    What is stored without loss stays so (PNG); everything else becomes a JPEG of quality 95, which every phone,
    browser and editor opens.
    """
    decoded = decode_photo(data, None)
    if isinstance(decoded, PhotoFault):
        return decoded
    return _cleaned(decoded)


def _cleaned(decoded: DecodedPhoto) -> CleanPhoto | PhotoFault:
    flat = plain(decoded.image)
    if flat is None:
        return PhotoFault("photo-depth", {"mode": decoded.image.mode})
    turned = upright(to_srgb(flat, srgb_transform(decoded.profile, flat.mode)), decoded.exif.orientation)
    target = BytesIO()
    if decoded.format in _LOSSLESS:
        bare(turned).save(target, "PNG", optimize=True)
        return CleanPhoto(target.getvalue(), "png", decoded.exif.taken)
    bare(turned).save(target, "JPEG", quality=_QUALITY, subsampling=0, optimize=True, progressive=True)
    return CleanPhoto(target.getvalue(), "jpg", decoded.exif.taken)
