"""QR codes of cards: dark on light, whole pixels a module, with the quiet zone the standard asks for."""

from __future__ import annotations

from functools import lru_cache

import segno
from PIL import Image

QUIET = 4
"""Modules of light around the code, ISO/IEC 18004."""


@lru_cache(maxsize=64)
def qr_modules(text: str) -> Image.Image | None:
    """Encode a text as a QR code with its quiet zone, a pixel a module, 255 where dark; None for a text too long."""
    try:
        code = segno.make(text, micro=False, error="m", boost_error=True)
    except segno.DataOverflowError:
        return None
    rows = [bytes(255 if module else 0 for module in row) for row in code.matrix]
    side = len(rows) + 2 * QUIET
    image = Image.new("L", (side, side), 0)
    image.paste(Image.frombytes("L", (len(rows), len(rows)), b"".join(rows)), (QUIET, QUIET))
    return image


def qr_image(text: str, side: int) -> Image.Image | None:
    """Scale a QR code to what fits a side (pixels) at whole pixels a module; None at less than 3."""
    image = qr_modules(text) if text else None
    if image is None:
        return None
    scale = side // image.width
    # Smaller modules do not survive a chat's recompression and a phone held at arm's length.
    if scale < 3:
        return None
    return image.resize((image.width * scale, image.height * scale), Image.Resampling.NEAREST)
