"""Text as shapes: clusters, fonts, directions, lines and pixels, the same on every machine.

Nothing here asks the machine for fonts or layout libraries: HarfBuzz shapes and rasterizes, from the files given.
"""

from kiprah.render.text.fitting import Block, Sizes, fit
from kiprah.render.text.raster import Mask, block_mask
from kiprah.render.text.shaping import Style, missing_clusters

__all__ = ["Block", "Mask", "Sizes", "Style", "block_mask", "fit", "missing_clusters"]
