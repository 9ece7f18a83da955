"""Photo reader: reads a file once and decodes it no larger and no more often than its pictures need."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PIL import Image

from kiprah.cache.digests import digest_of
from kiprah.imaging.color_and_orientation import flatten, srgb_transform
from kiprah.imaging.decode import PhotoFault, SourceImage, decode_photo, scale_for
from kiprah.imaging.decoded_photo import DecodedPhoto
from kiprah.imaging.photo_fault import MAX_WHOLE_PIXELS
from kiprah.imaging.redact import redact
from kiprah.model.photo import PhotoSource

# Pillow gives the memory of each picture back to the system, which hands out the next one's page by page, zeroed: a
# fourteenth of the work in a photo. So many blocks of 16 MB are kept instead, about as much as a phone's photo takes.
Image.core.set_blocks_max(4)  # type: ignore[attr-defined]  # Pillow documents it as PILLOW_BLOCKS_MAX


class PhotoBroken(Exception):
    """A photo cannot be made into pictures; ``code`` and ``values`` are those of the problem to report."""

    def __init__(self, code: str, values: Mapping[str, str]) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values


class PhotoChanged(PhotoBroken):
    """The file is not the one that was read: it was changed, moved or removed during the build."""


class PhotoReader:
    """Reader of one photo, with a cache of what it decoded."""

    def __init__(self, source: PhotoSource) -> None:
        """Nothing is read before pixels are asked for."""
        self._source = source
        self._data = b""
        self._decoded_by_scale: dict[int, DecodedPhoto] = {}

    def decoded(self, cover: tuple[int, int]) -> DecodedPhoto:
        """Return the photo decoded for pictures up to ``cover`` (upright width and height in pixels).

        It covers that where the source does, and may be smaller than the source, since a JPEG is decoded no larger than
        needed; how large follows from ``cover`` alone, never from what was asked before. With boxes to hide the whole
        picture is decoded, so that every size shows the same few colours. Raises ``PhotoChanged`` or ``PhotoBroken``.
        """
        source = self._source
        if source.hide:
            # Of a picture too large to be copied while it is redacted, a half is the whole.
            half = (source.width // 2, source.height // 2)
            cover = half if source.width * source.height > MAX_WHOLE_PIXELS else (source.width, source.height)
        scale = scale_for((source.width, source.height), cover)
        cached = self._decoded_by_scale.get(scale)
        if cached is not None:
            return cached
        if not self._data:
            self._data = _read(source)
        decoded = decode_photo(self._data, None if scale == 1 else cover, verify=False)
        if isinstance(decoded, PhotoFault):
            raise PhotoBroken(decoded.code, decoded.values)
        photo = self._checked(decoded)
        if decoded.format == "jpeg" and not source.hide:
            self._decoded_by_scale[scale] = photo
        else:
            # There is only one way to decode it.
            self._decoded_by_scale = dict.fromkeys((1, 2, 4, 8), photo)
            self._data = b""
        return photo

    def _checked(self, decoded: SourceImage) -> DecodedPhoto:
        source = self._source
        image = flatten(decoded.image)
        if image is None:
            raise PhotoBroken("photo-depth", {"mode": decoded.image.mode})
        turned = decoded.exif.orientation >= 5
        if (decoded.size[::-1] if turned else decoded.size) != (source.width, source.height):
            raise PhotoChanged("photo-changed", {})
        photo = DecodedPhoto(image, decoded.exif.orientation, srgb_transform(decoded.profile, image.mode))
        return DecodedPhoto(redact(photo.upright(), source.hide)) if source.hide else photo


def _read(source: PhotoSource) -> bytes:
    """Read the file the source names and check its digest; a key may not lie, so other content is refused."""
    try:
        data = Path(source.path).read_bytes()
    except FileNotFoundError as error:
        raise PhotoChanged("photo-changed", {}) from error
    except OSError as error:
        raise PhotoBroken("photo-unreadable", {"reason": error.strerror or ""}) from error
    if digest_of(data) != source.digest:
        raise PhotoChanged("photo-changed", {})
    return data
