"""Font loader for shaping: coverage and weights, each file opened once a process."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import uharfbuzz as hb
from msgspec import Struct

_OUTLINES = frozenset(("glyf", "CFF ", "CFF2"))


class Face(Struct, frozen=True):
    """A font file: which characters it can draw as outlines, and the size of its design space."""

    hb_face: Any
    coverage: frozenset[int]
    upem: int
    weights: tuple[float, float] | None
    """The range of its weight axis; None where there is none."""


def is_drawable(path: str) -> bool:
    """Say whether a file is a font that cards can be drawn with: TrueType or OpenType with outlines, not compressed.

    Raises ``OSError`` where it cannot be read.
    """
    return bool(face_of(font_file(path)).coverage)


class FontFile(Struct, frozen=True):
    """A font by its path and the state it was found in: whatever is remembered of it is forgotten when it changes."""

    path: str
    state: tuple[int, int] = (0, 0)


def font_file(path: str) -> FontFile:
    """Look a font file up on the disk. Raises ``OSError`` where it is not there."""
    stat = Path(path).stat()
    return FontFile(path, (stat.st_mtime_ns, stat.st_size))


@lru_cache(maxsize=32)
def face_of(font: FontFile) -> Face:
    """Open a font file. One without outlines, such as a colour bitmap font, covers nothing. Raises ``OSError``."""
    face = hb.Face(hb.Blob(Path(font.path).read_bytes()))
    try:
        drawable = bool(_OUTLINES & set(face.table_tags))
    except UnicodeDecodeError:
        # A table whose name is no text: the file is damaged, and nobody knows what else of it is.
        drawable = False
    axis = next((axis for axis in face.axis_infos if axis.tag == "wght"), None)
    weights = (axis.min_value, axis.max_value) if axis else None
    return Face(face, frozenset(face.unicodes) if drawable else frozenset(), face.upem or 1000, weights)


@lru_cache(maxsize=64)
def font_of(font: FontFile, weight: int) -> Any:
    """Return the HarfBuzz font of a file at a weight (the nearest its axis has), scaled to its design units."""
    face = face_of(font)
    made = hb.Font(face.hb_face)
    if face.weights:
        made.set_variations({"wght": min(max(float(weight), face.weights[0]), face.weights[1])})
    return made


@lru_cache(maxsize=256)
def extent(font: FontFile, weight: int) -> tuple[float, float]:
    """Return how far a font reaches above and below its baseline, in ems, by its own horizontal metrics."""
    face = face_of(font)
    metrics = font_of(font, weight).get_font_extents("ltr")
    return metrics.ascender / face.upem, -metrics.descender / face.upem
