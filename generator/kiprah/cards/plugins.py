"""Kinds of layers that other packages bring: entry points of the group ``kiprah.card_layers``.

They come from installed packages alone. A theme's folder never holds code: what is downloaded as a theme cannot run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct
from PIL import Image

from kiprah.blake2 import blake2b
from kiprah.fields.values import Field
from kiprah.plan.views.card import CardView
from kiprah.problem import Place, Problem

GROUP = "kiprah.card_layers"

Draw = Callable[[Image.Image, Mapping[str, Any], CardView, Mapping[str, str]], None]
"""Draws onto the part of the card under the layer's box (mode ``RGB``), in place. It is given the layer's own values,
the card's view, and the palette (names to ``#rrggbb``); the same of these must give the same pixels."""


class LayerFault(Exception):
    """A layer of another package that could not be drawn: its type, and what was raised."""

    def __init__(self, layer: str, error: Exception) -> None:
        super().__init__(f"{type(error).__name__}: {error}")
        self.layer = layer

    def problem(self, path: str) -> Problem:
        """Say of which card it was."""
        return Problem("card-layer-fault", Place(path), {"path": path, "layer": self.layer, "message": str(self)})


class LayerKind(Struct, frozen=True):
    """Declaration of a layer's kind, named by an entry point: the keys such a layer may have, and who draws it."""

    fields: tuple[Field, ...]
    draw: Draw


class Plugin(Struct, frozen=True):
    """A kind of layer that an installed package brings."""

    fields: tuple[Field, ...]
    draw: Draw
    identity: str
    """Package, version and a digest of the module, which are part of the key of every card drawn with it."""


@lru_cache(maxsize=64)
def plugin_of(name: str) -> Plugin | None:
    """Find the kind of layer of this name; None where no installed package brings it.

    Raises ``TypeError`` where the entry point names something else than a ``LayerKind``.
    """
    # Looked up only when a layout names such a kind: going through every installed package takes time.
    from importlib import metadata

    for point in sorted(metadata.entry_points(group=GROUP, name=name), key=lambda point: point.value):
        kind = point.load()
        if not isinstance(kind, LayerKind):
            raise TypeError(f"{point.value} in the group {GROUP} is no LayerKind")
        package = f"{point.dist.name} {point.dist.version}" if point.dist is not None else ""
        return Plugin(kind.fields, kind.draw, f"{package} {point.value} {_digest(kind.draw)}")
    return None


def _digest(draw: Draw) -> str:
    """Return a digest of the file that draws: an editable package changes without a new version."""
    code = getattr(draw, "__code__", None)
    path = Path(code.co_filename) if code is not None else None
    return blake2b(path.read_bytes(), digest_size=8).hexdigest() if path is not None and path.is_file() else ""
