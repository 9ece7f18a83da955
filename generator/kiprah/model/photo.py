"""A photo: what the file is, what the member said of it, and whether it may be shown."""

from datetime import date
from pathlib import Path
from typing import Literal

from msgspec import Struct

from kiprah.problem import Place

People = Literal["none", "adults", "minors"]
Consent = Literal["yes", "guardian", "pending", "no", "withdrawn"]
PhotoFormat = Literal["jpeg", "png", "webp", "avif", "tiff", "gif", "heic"]

_ENDINGS = "jpg jpeg jpe jfif png webp avif tif tiff gif heic heif hif"
PHOTO_ENDINGS = tuple(f".{ending}" for ending in _ENDINGS.split())
"""Endings of the names of photos, in small letters."""


class Box(Struct, frozen=True):
    """A rectangle on the upright photo; every number is 0..1 of its width or height."""

    x: float
    y: float
    width: float
    height: float


class PhotoFacts(Struct, frozen=True):
    """Facts of a photo's file, read once per content.

    ``digest`` is the BLAKE2b (16 bytes, hex) of the file; ``width`` and ``height`` are pixels after
    the camera's orientation is applied; ``color`` is the mean colour, ``#rrggbb``, shown until the photo is there;
    of an animation ``is_animated`` says that only its first picture is shown.
    """

    digest: str
    width: int
    height: int
    format: PhotoFormat
    color: str = "#808080"
    is_animated: bool = False


class PhotoSource(Struct, frozen=True):
    """Source of a photo's pixels: the file by path and content, and what must be hidden.

    The path is absolute and only says where to read; ``digest`` says what must be found there.
    """

    path: Path
    """Path of the file on this machine; like every ``Path`` no part of a key: another folder is not another photo."""
    digest: str
    width: int
    height: int
    hide: tuple[Box, ...] = ()


class Photo(Struct, frozen=True):
    """One photo of an entry: the file and who may see it. What is said of it stands in the entry's texts."""

    source: PhotoSource
    name: str
    """The name it is published under, without digest, width and ending; tells nothing of the source file."""
    file: str
    """The file's name beside the entry; never published."""
    credit: str = ""
    focus: tuple[float, float] = (0.5, 0.4)
    people: People | None = None
    consent: Consent | None = None
    color: str = "#808080"
    consent_until: date | None = None
    """The last day the consent holds."""
    listed: bool = True
    """True where ``photos:`` names it; else only the body shows it."""
    place: Place = Place("")
    """Place where the entry names it."""
    broken: bool = False
    """True where what was said of people or consent could not be read: it is never published."""


class PhotoText(Struct, frozen=True):
    """Words of a photo in one language."""

    of: str
    """The photo's file."""
    alt: str = ""
    caption: str = ""
