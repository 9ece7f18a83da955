"""What codecs raise on broken files."""

from __future__ import annotations

import struct
import zlib

from PIL import Image

DECODER_ERRORS = (
    OSError,
    SyntaxError,  # Pillow's word for "this is not such a file"
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    RuntimeError,
    MemoryError,  # also what Pillow raises for sides no memory could hold
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)
"""What Pillow and its codecs raise on broken files: there is no shorter list, and all of it means "broken"."""
