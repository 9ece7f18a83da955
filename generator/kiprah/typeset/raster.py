"""Glyph rasterizer: HarfBuzz draws a block of lines as one mask of coverage."""

from __future__ import annotations

import math

import uharfbuzz as hb
from msgspec import Struct
from PIL import Image

from kiprah.typeset.fitting import Block
from kiprah.typeset.fonts import face_of, font_of
from kiprah.typeset.shaping import Line


class Mask(Struct, frozen=True):
    """Coverage mask: how much of each pixel is ink (0..255), and where its top left corner stands on the card."""

    image: Image.Image
    x: int
    y: int


def block_mask(
    block: Block, x: float, y: float, width: float, align: str, clip: tuple[int, int, int, int]
) -> Mask | None:
    """Draw a block whose top left is at (x, y) in a box of this width; ``align`` is ``left``, ``center`` or ``right``.

    Nothing is drawn outside ``clip`` (left, top, right, bottom in pixels). None where nothing shows.
    """
    left, top = math.floor(x) - 2, math.floor(y) - 2
    right, bottom = math.ceil(x + width) + 2, math.ceil(y + block.height) + 2
    left, top = max(left, clip[0]), max(top, clip[1])
    right, bottom = min(right, clip[2]), min(bottom, clip[3])
    if not block.lines or right <= left or bottom <= top:
        return None
    draw = hb.RasterDraw()
    size = block.size
    fonts = [(font_of(file, block.style.weight), size / face_of(file).upem) for file in block.style.fonts]
    for number, line in enumerate(block.lines):
        # HarfBuzz counts upwards from the bottom of the mask.
        baseline = bottom - (y + block.rise + number * block.pitch)
        start = line_start(line, size, x, width, align) - left
        for glyph in line.glyphs:
            font, scale = fonts[glyph.font]
            draw.transform = (scale, 0, 0, scale, start + glyph.x * size, baseline + glyph.y * size)
            draw.draw_glyph(font, glyph.gid)
    draw.extents = hb.RasterExtents(0, 0, right - left, bottom - top)
    image = draw.render()
    extents = image.extents
    rows = Image.frombytes("L", (extents.width, extents.height), bytes(image.buffer), "raw", "L", extents.stride, -1)
    return Mask(rows, left, top)


def line_start(line: Line, size: float, x: float, width: float, align: str) -> float:
    """Return where a line's first origin stands so that it keeps to its side and its ink to the box."""
    over_left = -min(0.0, line.ink[0]) * size
    over_right = max(0.0, line.ink[2] - line.width) * size
    free = width - line.width * size
    start = {"left": 0.0, "center": free / 2, "right": free}[align]
    return x + max(over_left, min(start, free - over_right))
