"""The QR code of a card: dark on light, whole pixels a module, with the quiet zone the standard asks for."""

from __future__ import annotations

from functools import lru_cache

import segno
from PIL import Image

QUIET = 4
"""Modules of light around the code, ISO/IEC 18004."""


@lru_cache(maxsize=64)
def modules(text: str) -> Image.Image | None:
    """Return the code with its quiet zone, a pixel a module, 255 where it is dark; None for a text too long."""
    try:
        code = segno.make(text, micro=False, error="m", boost_error=True)
    except segno.DataOverflowError:
        return None
    rows = [bytes(255 if module else 0 for module in row) for row in code.matrix]
    side = len(rows) + 2 * QUIET
    image = Image.new("L", (side, side), 0)
    image.paste(Image.frombytes("L", (len(rows), len(rows)), b"".join(rows)), (QUIET, QUIET))
    return image


def scaled(text: str, side: int) -> Image.Image | None:
    """Return the code as large as fits a side (pixels) at whole pixels a module; None at less than 3."""
    image = modules(text) if text else None
    if image is None:
        return None
    scale = side // image.width
    # Smaller modules do not survive a chat's recompression and a phone held at arm's length.
    if scale < 3:
        return None
    return image.resize((image.width * scale, image.height * scale), Image.Resampling.NEAREST)
