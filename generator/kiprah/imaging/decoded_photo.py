"""Decoded photo: resized first, then turned upright and converted to sRGB, since there are fewer pixels by then."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image, ImageCms

from kiprah.imaging.color_and_orientation import apply_orientation, copy_pixels, to_srgb

CropBox = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class DecodedPhoto:
    """Decoded pixels of a photo as stored; all sizes and crop boxes are those of the upright photo."""

    image: Image.Image
    """Pixels as stored, in mode ``RGB``, ``L`` or ``CMYK``."""
    orientation: int = 1
    """Orientation of EXIF, 1..8: how the pixels must be turned."""
    transform: ImageCms.ImageCmsTransform | None = None
    """Transform that brings its colours to sRGB; None where they are in it already."""

    @property
    def size(self) -> tuple[int, int]:
        """Return width and height in pixels."""
        width, height = self.image.size
        return (height, width) if self.orientation >= 5 else (width, height)

    def resized(
        self,
        size: tuple[int, int],
        frame: CropBox | None = None,
        method: Image.Resampling = Image.Resampling.LANCZOS,
        gap: float = 3.0,
    ) -> Image.Image:
        """Crop to a frame (left, top, right, bottom in pixels; default all) and resize, upright and in sRGB.

        The picture is made of nothing but its pixels. ``gap`` is Pillow's ``reducing_gap``: the smaller, the faster.
        """
        stored = size[::-1] if self.orientation >= 5 else size
        box = None if frame is None else self._stored_box(frame)
        image = self.image
        if image.size != stored or box is not None:
            image = image.resize(stored, method, box=box, reducing_gap=gap)
        image = apply_orientation(to_srgb(image, self.transform), self.orientation)
        if image is self.image:
            return copy_pixels(image)
        # A new picture, to which Pillow gave what hung on the old one.
        image.info = {}
        return image

    def upright(self) -> Image.Image:
        """Return the whole photo at full size, upright and in sRGB."""
        return self.resized(self.size)

    def _stored_box(self, frame: CropBox) -> CropBox:
        """Return where a frame of the upright photo lies on the pixels as they are stored."""
        width, height = self.size
        (x0, y0), (x1, y1) = (_stored_point(self.orientation, x, y, width, height) for x, y in (frame[:2], frame[2:]))
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _stored_point(orientation: int, x: float, y: float, width: int, height: int) -> tuple[float, float]:
    """Return where a point of an upright photo of this size lies on the pixels as they are stored."""
    right, below = width - x, height - y
    return {
        2: (right, y),
        3: (right, below),
        4: (x, below),
        5: (y, x),
        6: (y, right),
        7: (below, right),
        8: (below, x),
    }.get(orientation, (x, y))
