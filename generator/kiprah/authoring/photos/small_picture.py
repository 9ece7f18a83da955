"""Small pictures of photos for their author to look at: upright, without metadata, in memory alone."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Literal

from kiprah.imaging.color_and_orientation import flatten, srgb_transform
from kiprah.imaging.decode import MAX_PHOTO_BYTES, PhotoFault, decode_photo
from kiprah.imaging.decode_worker import DECODE_WORKER
from kiprah.imaging.decoded_photo import DecodedPhoto
from kiprah.imaging.redact import redact
from kiprah.model.photo import Box
from kiprah.task_runner import LostTask

SmallPictureKind = Literal["JPEG", "PNG"]


def small_picture(
    data: bytes, largest: tuple[int, int], kind: SmallPictureKind, hide: Sequence[Box] = ()
) -> bytes | None:
    """Make a picture that fits into ``largest``; None where the data is no photo that can be read.

    ``hide`` makes boxes unrecognizable, as every published size does.
    """
    if len(data) > MAX_PHOTO_BYTES:
        return None
    picture = DECODE_WORKER.call(_decoded_small, data, largest, kind, tuple(hide))
    return None if isinstance(picture, LostTask) else picture


def _decoded_small(data: bytes, largest: tuple[int, int], kind: SmallPictureKind, hide: Sequence[Box]) -> bytes | None:
    decoded = decode_photo(data, largest)
    if isinstance(decoded, PhotoFault):
        return None
    image = flatten(decoded.image)
    if image is None:
        return None
    photo = DecodedPhoto(image, decoded.exif.orientation, srgb_transform(decoded.profile, image.mode))
    scale = min(1.0, *(most / side for most, side in zip(largest, photo.size, strict=True)))
    width, height = (max(1, round(side * scale)) for side in photo.size)
    target = BytesIO()
    redact(photo.resized((width, height)).convert("RGB"), hide).save(target, kind)
    return target.getvalue()
