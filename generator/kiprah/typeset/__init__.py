"""Typesetting: graphemes, fonts, bidi, line breaking and rasterizing, the same on every machine.

Nothing here asks the machine for fonts or layout libraries: HarfBuzz shapes and rasterizes, from the files given.
"""

from kiprah.typeset.fitting import Block, Sizes, fit
from kiprah.typeset.fonts import FontFile, font_file, is_drawable
from kiprah.typeset.graphemes import is_emoji
from kiprah.typeset.raster import Mask, block_mask
from kiprah.typeset.shaping import Style, missing_clusters

__all__ = [
    "Block",
    "FontFile",
    "Mask",
    "Sizes",
    "Style",
    "block_mask",
    "fit",
    "font_file",
    "is_drawable",
    "is_emoji",
    "missing_clusters",
]
