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
"""Function that draws onto the part of the card under the layer's box (mode ``RGB``), in place. It is given the layer's
own values, the card's view, and the palette (names to ``#rrggbb``); the same of these must give the same pixels."""


class LayerFault(Exception):
    """A layer of another package that could not be drawn: its type, and what was raised."""

    def __init__(self, layer: str, error: Exception | SystemExit) -> None:
        super().__init__(f"{type(error).__name__}: {error}")
        self.layer = layer

    def problem(self, path: str) -> Problem:
        """Say of which card it was."""
        return Problem("card-layer-fault", Place(path), {"path": path, "layer": self.layer, "message": str(self)})


class LayerUnloaded(Exception):
    """A layer whose package could not be loaded, with the problem at the layout's line that names it."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


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
    package: str = ""
    fault: str = ""
    """Error raised while it was loaded, or empty; with an error it has no fields and draws nothing."""


@lru_cache(maxsize=64)
def plugin_of(name: str) -> Plugin | None:
    """Find the kind of layer of this name; None where no installed package brings it."""
    # Looked up only when a layout names such a kind: going through every installed package takes time.
    from importlib import metadata

    for point in sorted(metadata.entry_points(group=GROUP, name=name), key=lambda point: point.value):
        package = f"{point.dist.name} {point.dist.version}" if point.dist is not None else point.module
        try:
            kind = _sound(point.load(), point.value)
        except (Exception, SystemExit) as error:  # noqa: BLE001
            # It is the code of others, which may fail in any way while it is loaded.
            fault = f"{type(error).__name__}: {error}"
            return Plugin((), _draw_nothing, f"{package} {point.value} was not loaded", package, fault)
        return Plugin(kind.fields, kind.draw, f"{package} {point.value} {_digest(kind.draw)}", package)
    return None


def _sound(kind: object, name: str) -> LayerKind:
    """Return what an entry point names, if it is what it must be. Raises ``TypeError``."""
    if not isinstance(kind, LayerKind):
        raise TypeError(f"{name} is no LayerKind, but of the type {type(kind).__name__}")
    if not isinstance(kind.fields, tuple) or not all(isinstance(one, Field) for one in kind.fields):
        raise TypeError(f"the fields of {name} are no tuple of Field")
    if not callable(kind.draw):
        raise TypeError(f"the draw of {name} cannot be called")
    return kind


def _draw_nothing(picture: Image.Image, values: object, card: object, colors: object) -> None:
    """Stand for what could not be loaded; whoever would draw raises ``LayerUnloaded``."""


def _digest(draw: Draw) -> str:
    """Return a digest of the file that draws: an editable package changes without a new version."""
    code = getattr(draw, "__code__", None)
    path = Path(code.co_filename) if code is not None else None
    return blake2b(path.read_bytes(), digest_size=8).hexdigest() if path is not None and path.is_file() else ""
