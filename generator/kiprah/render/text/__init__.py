"""Text as shapes: clusters, fonts, directions, lines and pixels, the same on every machine.

Nothing here asks the machine for fonts or layout libraries: HarfBuzz shapes and rasterizes, from the files given.
"""

from kiprah.render.text.clusters import is_emoji
from kiprah.render.text.faces import FontFile, font_file, is_drawable
from kiprah.render.text.fitting import Block, Sizes, fit
from kiprah.render.text.raster import Mask, block_mask
from kiprah.render.text.shaping import Style, missing_clusters

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
