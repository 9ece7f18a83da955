"""Face boxes proposed for a photo: a person accepts each, and until then they are nowhere but on the page."""

from __future__ import annotations

from kiprah.authoring.refusal import Refusal
from kiprah.imaging.color_and_orientation import flatten, srgb_transform
from kiprah.imaging.decode import PhotoFault, decode_photo
from kiprah.imaging.decode_worker import DECODE_WORKER
from kiprah.imaging.decoded_photo import DecodedPhoto
from kiprah.imaging.faces import NoFaceFinder, suggest_faces
from kiprah.model.photo import Box
from kiprah.task_runner import LostTask

_LARGEST = (2048, 2048)


def proposed_boxes(data: bytes) -> tuple[Box, ...] | Refusal:
    """Look for faces in a photo's file."""
    found = DECODE_WORKER.call(_found_boxes, data)
    return Refusal("faces-unreadable", {}, "editor", "content") if isinstance(found, LostTask) else found


def _found_boxes(data: bytes) -> tuple[Box, ...] | Refusal:
    decoded = decode_photo(data, _LARGEST)
    if isinstance(decoded, PhotoFault):
        return Refusal("faces-unreadable", {}, "editor", "content")
    image = flatten(decoded.image)
    if image is None:
        return Refusal("faces-unreadable", {}, "editor", "content")
    photo = DecodedPhoto(image, decoded.exif.orientation, srgb_transform(decoded.profile, image.mode))
    try:
        return suggest_faces(photo.upright())
    except NoFaceFinder:
        return Refusal("no-faces-extra", {}, "editor")
