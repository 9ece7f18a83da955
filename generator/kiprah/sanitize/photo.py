"""Photo sanitizer for imported files: the same pixels without where, when, with what or by whom."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from msgspec import Struct

from kiprah.imaging.color_and_orientation import apply_orientation, copy_pixels, flatten, srgb_transform, to_srgb
from kiprah.imaging.decode import PhotoFault, SourceImage, decode_photo
from kiprah.imaging.file_type import photo_format
from kiprah.metadata_scan.jpeg import traces_in_jpeg
from kiprah.sanitize.jpeg import without_metadata

_QUALITY = 95
_LOSSLESS = ("png", "gif")
_SMALL = (1, 1)
"""Smallest size in pixels that a JPEG can be decoded to; every byte of it is read all the same."""
_MAY_STAY = frozenset({"EXIF", "ICC"})
"""Kinds of metadata left where they are needed: which way is up, and which colours are meant."""


class CleanPhoto(Struct, frozen=True):
    """A photo without metadata: its bytes, the ending its name needs, and when the camera says it was taken."""

    content: bytes
    ending: str
    capture_day: date | None
    capture_time: str = ""
    """The time of day, ``09:30:00``, or empty."""


def clean_photo(data: bytes) -> CleanPhoto | PhotoFault:
    """Remove all metadata from a photo at its full size.

    A JPEG keeps its coded pixels byte for byte. What is stored without loss stays so (PNG); everything else becomes
    a JPEG of quality 95, which every phone, browser and editor opens: upright, and with its colours in sRGB.
    """
    if photo_format(data) == "jpeg":
        small = decode_photo(data, _SMALL)
        if isinstance(small, PhotoFault):
            return small
        content = _strip(data, small)
        if content is not None:
            return CleanPhoto(content, "jpg", small.exif.capture_day, small.exif.capture_time)
    decoded = decode_photo(data, None)
    return decoded if isinstance(decoded, PhotoFault) else _reencode(decoded)


def _strip(data: bytes, small: SourceImage) -> bytes | None:
    """Strip a JPEG, and make sure by other readers that the picture is the same and the rest is gone."""
    flat = flatten(small.image)
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


def _reencode(decoded: SourceImage) -> CleanPhoto | PhotoFault:
    flat = flatten(decoded.image)
    if flat is None:
        return PhotoFault("photo-depth", {"mode": decoded.image.mode})
    turned = apply_orientation(to_srgb(flat, srgb_transform(decoded.profile, flat.mode)), decoded.exif.orientation)
    target = BytesIO()
    when = (decoded.exif.capture_day, decoded.exif.capture_time)
    if decoded.format in _LOSSLESS:
        copy_pixels(turned).save(target, "PNG", optimize=True)
        return CleanPhoto(target.getvalue(), "png", *when)
    copy_pixels(turned).save(target, "JPEG", quality=_QUALITY, subsampling=0, optimize=True, progressive=True)
    return CleanPhoto(target.getvalue(), "jpg", *when)
