"""Redaction of faces, names and number plates: what is in the box is gone, not covered."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PIL import Image, ImageFilter

from kiprah.model.photo import Box

CELLS = 6
"""Colours left along a box's longer side; of a face or a line of text nothing readable fits into so few."""
_STEP = 16
"""Levels of a channel that become one, so that the cells' means cannot be matched against a known face."""
_PAD = 0.15
"""Share of a box's longer side within which the blur fades into the photo, outside what was to be hidden."""


def redact(image: Image.Image, boxes: Sequence[Box]) -> Image.Image:
    """Redact boxes of the upright ``RGB`` or ``L`` picture: their content becomes a few soft colours.

    Inside a box every pixel comes from at most 6 x 6 rounded colours and nothing else: nothing of the original can be
    computed back, as it can from a Gaussian blur. The picture must be the whole one, before any size is cut.
    """
    if not boxes:
        return image
    redacted = image.copy()
    for box in boxes:
        _redact_box(redacted, box)
    return redacted


def _redact_box(image: Image.Image, box: Box) -> None:
    left, upper = math.floor(box.x * image.width), math.floor(box.y * image.height)
    right, lower = math.ceil((box.x + box.width) * image.width), math.ceil((box.y + box.height) * image.height)
    left, right = _within(left, right, image.width)
    upper, lower = _within(upper, lower, image.height)
    pad = max(1, round(_PAD * max(right - left, lower - upper)))
    region = (max(0, left - pad), max(0, upper - pad), min(image.width, right + pad), min(image.height, lower + pad))
    size = (region[2] - region[0], region[3] - region[1])
    longer = max(size)
    cells = (max(1, round(CELLS * size[0] / longer)), max(1, round(CELLS * size[1] / longer)))
    few = image.crop(region).resize(cells, Image.Resampling.BOX)
    few = few.point(lambda level: level // _STEP * _STEP + _STEP // 2)
    image.paste(
        few.resize(size, Image.Resampling.BICUBIC), region[:2], _mask(size, pad, region, (left, upper, right, lower))
    )


def _within(start: int, end: int, length: int) -> tuple[int, int]:
    """Keep a span inside the picture and at least one pixel long."""
    start = min(max(0, start), length - 1)
    return start, min(max(start + 1, end), length)


def _mask(
    size: tuple[int, int], pad: int, region: tuple[int, int, int, int], box: tuple[int, int, int, int]
) -> Image.Image:
    """Draw a mask that is full over the box and fades out over the padding around it."""
    inner = (box[0] - region[0], box[1] - region[1], box[2] - region[0], box[3] - region[1])
    mask = Image.new("L", size, 0)
    half = pad // 2
    mask.paste(255, (inner[0] - half, inner[1] - half, inner[2] + half, inner[3] + half))
    soft = mask.filter(ImageFilter.BoxBlur(half / 2)).filter(ImageFilter.BoxBlur(half / 2)) if half else mask
    # Blurring must not thin the mask over the box itself.
    soft.paste(255, inner)
    return soft
