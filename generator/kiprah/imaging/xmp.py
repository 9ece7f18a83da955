"""XMP reader: the orientation that some programs write there and nowhere else."""

from __future__ import annotations

import re

_ORIENTATION = re.compile(rb"""\btiff:Orientation(?:\s*=\s*["']|\s*>\s*)([1-8])\s*["'<]""")
_MAX_BYTES = 4_000_000


def xmp_orientation(packet: bytes) -> int:
    """Return the orientation 1..8 in an XMP packet, as an attribute or an element; 1 where it says none."""
    match = _ORIENTATION.search(packet, 0, _MAX_BYTES)
    return int(match[1]) if match else 1
