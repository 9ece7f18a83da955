"""Exceptions that decoders raise on broken files."""

from __future__ import annotations

import struct
import zlib

from PIL import Image

PARSER_ERRORS: tuple[type[Exception], ...] = (
    OSError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    RuntimeError,
    struct.error,
    zlib.error,
)
"""Errors that libraries raise while they parse broken files: their documentation promises no shorter list."""

DECODER_ERRORS: tuple[type[Exception], ...] = (
    *PARSER_ERRORS,
    SyntaxError,  # Pillow's word for "this is not such a file"
    EOFError,
    MemoryError,  # also what Pillow raises for sides no memory could hold
    Image.DecompressionBombError,
)
"""Errors that Pillow and its codecs raise on broken files: all of them mean "broken"."""
