"""Taking a photo in: the same pixels, the right way up, and nothing that tells where, when, with what or by whom."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from msgspec import Struct

from kiprah.imaging.color_and_orientation import bare, plain, srgb_transform, to_srgb, upright
from kiprah.imaging.decode import DecodedPhoto, PhotoFault, decode_photo, format_of
from kiprah.metadata_scan.jpeg import traces_in_jpeg
from kiprah.sanitize.jpeg import without_metadata

_QUALITY = 95
_LOSSLESS = ("png", "gif")
_SMALL = (1, 1)
"""As few pixels as a JPEG can be decoded to; every byte of it is read all the same."""
_MAY_STAY = frozenset({"EXIF", "ICC"})
"""What is left where it is needed: which way is up, and which colours are meant."""


class CleanPhoto(Struct, frozen=True):
    """A photo without metadata: its bytes, the ending its name needs, and when the camera says it was taken."""

    content: bytes
    ending: str
    taken: date | None
    clock: str = ""
    """The time of day, ``09:30:00``, or empty."""


def clean_photo(data: bytes) -> CleanPhoto | PhotoFault:
    """Take away all that a photo's file tells besides the picture, at its full size.

    A JPEG keeps its coded pixels byte for byte. What is stored without loss stays so (PNG); everything else becomes
    a JPEG of quality 95, which every phone, browser and editor opens: upright, and with its colours in sRGB.
    """
    if format_of(data) == "jpeg":
        small = decode_photo(data, _SMALL)
        if isinstance(small, PhotoFault):
            return small
        content = _stripped(data, small)
        if content is not None:
            return CleanPhoto(content, "jpg", small.exif.taken, small.exif.clock)
    decoded = decode_photo(data, None)
    return decoded if isinstance(decoded, PhotoFault) else _drawn_again(decoded)


def _stripped(data: bytes, small: DecodedPhoto) -> bytes | None:
    """Strip a JPEG, and make sure by other readers that the picture is the same and the rest is gone."""
    flat = plain(small.image)
    if flat is None:
        return None
    other_colours = srgb_transform(small.profile, flat.mode) is not None
    content = without_metadata(data, small.exif.orientation, keep_profile=other_colours)
    if content is None or not _MAY_STAY.issuperset(traces_in_jpeg(content)):
        return None
    again = decode_photo(content, _SMALL)
    if isinstance(again, PhotoFault) or again.exif.orientation != small.exif.orientation:
        return None
    same = again.image.mode == small.image.mode and again.image.tobytes() == small.image.tobytes()
    return content if same and bool(again.profile) == other_colours else None


def _drawn_again(decoded: DecodedPhoto) -> CleanPhoto | PhotoFault:
    flat = plain(decoded.image)
    if flat is None:
        return PhotoFault("photo-depth", {"mode": decoded.image.mode})
    turned = upright(to_srgb(flat, srgb_transform(decoded.profile, flat.mode)), decoded.exif.orientation)
    target = BytesIO()
    when = (decoded.exif.taken, decoded.exif.clock)
    if decoded.format in _LOSSLESS:
        bare(turned).save(target, "PNG", optimize=True)
        return CleanPhoto(target.getvalue(), "png", *when)
    bare(turned).save(target, "JPEG", quality=_QUALITY, subsampling=0, optimize=True, progressive=True)
    return CleanPhoto(target.getvalue(), "jpg", *when)
