"""Reader of what a photo's file tells of its place and its camera, from its beginning and end alone."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from kiprah.imaging.exif import telling_tags

_HEAD, _TAIL = 160_000, 64_000
"""Bytes that are read: a JPEG says it at its beginning, a WebP at its end, and a large log has thousands of photos."""
_BLOCKS = (b"Exif\0\0", b"eXIf", b"EXIF")
_IN_XMP = (b"GPSLatitude", b"exif:GPS")
_CAMERA_IN_XMP = (b"tiff:Model", b"aux:SerialNumber")


class CameraTraces(Struct, frozen=True):
    """Metadata that tells on somebody: whether a photo's file names a place or a camera."""

    place: bool = False
    """True where the file tells where the photo was taken."""
    camera: bool = False
    """True where the file tells with which camera or phone."""


def camera_traces(path: Path) -> CameraTraces:
    """Look for EXIF and XMP that name a place or a camera. Raises ``OSError``."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
        size = file.seek(0, 2)
        file.seek(max(len(head), size - _TAIL))
        return traces_in(head + file.read(_TAIL))


def traces_in(data: bytes) -> CameraTraces:
    """Look for EXIF and XMP in these bytes, whatever file they are of."""
    place, camera = any(mark in data for mark in _IN_XMP), any(mark in data for mark in _CAMERA_IN_XMP)
    for block in _exif_blocks(data):
        tags = telling_tags(block)
        place, camera = place or tags.place, camera or tags.camera
    return CameraTraces(place, camera)


def _exif_blocks(data: bytes) -> list[bytes]:
    starts = [0] if data[:4] in (b"II*\0", b"MM\0*") else []
    for mark in _BLOCKS:
        at = data.find(mark)
        while at >= 0:
            near = data[at : at + 24]
            begins = [at + found for order in (b"II*\0", b"MM\0*") if (found := near.find(order)) >= 0]
            starts += begins[:1]
            at = data.find(mark, at + 1)
    return [data[start:] for start in starts[:16]]
