"""Font files opened for shaping: what they cover, and their weights. Opened once a process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import uharfbuzz as hb

_OUTLINES = frozenset(("glyf", "CFF ", "CFF2"))


@dataclass(frozen=True, slots=True)
class Face:
    """A font file: which characters it can draw as outlines, and the size of its design space."""

    hb_face: Any
    coverage: frozenset[int]
    upem: int
    weights: tuple[float, float] | None
    """The range of its weight axis; None where there is none."""


def face_of(path: str) -> Face:
    """Open a font file. One without outlines, such as a colour bitmap font, covers nothing. Raises ``OSError``."""
    # A file that changes while `serve` runs is another face: the stamp is part of the cache's key.
    stat = Path(path).stat()
    return _opened(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=32)
def _opened(path: str, _changed: int, _size: int) -> Face:
    face = hb.Face(hb.Blob(Path(path).read_bytes()))
    drawable = _OUTLINES & set(face.table_tags)
    axis = next((axis for axis in face.axis_infos if axis.tag == "wght"), None)
    weights = (axis.min_value, axis.max_value) if axis else None
    return Face(face, frozenset(face.unicodes) if drawable else frozenset(), face.upem or 1000, weights)


def font_of(path: str, weight: int) -> Any:
    """Return the HarfBuzz font of a file at a weight (the nearest its axis has), scaled to its design units."""
    return _font(face_of(path), weight)


@lru_cache(maxsize=64)
def _font(face: Face, weight: int) -> Any:
    font = hb.Font(face.hb_face)
    if face.weights:
        font.set_variations({"wght": min(max(float(weight), face.weights[0]), face.weights[1])})
    return font


@lru_cache(maxsize=256)
def extent(path: str, weight: int) -> tuple[float, float]:
    """Return how far a font reaches above and below its baseline, in ems, by its own horizontal metrics."""
    face = face_of(path)
    metrics = font_of(path, weight).get_font_extents("ltr")
    return metrics.ascender / face.upem, -metrics.descender / face.upem
