"""Kinds of layers that other packages bring: entry points of the group ``kiprah.card_layers``.

They come from installed packages alone. A theme's folder never holds code: what is downloaded as a theme cannot run.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib.machinery import all_suffixes
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from PIL import Image

from kiprah.blake2 import blake2b
from kiprah.fields.values import Field
from kiprah.plan.views.card import CardView
from kiprah.problem import Place, Problem

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "kiprah.card_layers"
_RUN = tuple(all_suffixes())
"""Endings of files that Python can run."""

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
    lost: bool = False
    """True where it was not loaded, since that ends a process; it has no fields and draws nothing."""


@lru_cache(maxsize=64)
def plugin_of(name: str, *, lost: bool = False) -> Plugin | None:
    """Find the kind of layer of this name; None where no installed package brings it.

    With ``lost`` the package is named and not loaded, as what loaded it before was lost.
    """
    point = _entry_point(name)
    if point is None:
        return None
    package = _package(point)
    unloaded = f"{package} {point.value} was not loaded"
    if lost:
        return Plugin((), _draw_nothing, unloaded, package, lost=True)
    try:
        kind = _sound(point.load(), point.value)
    except (Exception, SystemExit) as error:  # noqa: BLE001
        # It is the code of others, which may fail in any way while it is loaded.
        return Plugin((), _draw_nothing, unloaded, package, f"{type(error).__name__}: {error}")
    return Plugin(kind.fields, kind.draw, f"{package} {point.value} {_digest(kind.draw)}", package)


def plugin_code(name: str) -> str:
    """Digest the code of the package that brings a kind of layer, without loading it; empty where none does."""
    point = _entry_point(name)
    if point is None:
        return ""
    digest = blake2b(digest_size=12)
    for path in _code_of(_top(point.module)):
        digest.update(f"{path}\0".encode() + path.read_bytes())
    return f"{_package(point)} {point.value} {digest.hexdigest()}"


def load_afresh(name: str) -> None:
    """Load the package that brings a kind of layer as a new process does, whatever this one has loaded of it."""
    point = _entry_point(name)
    ours = {module for module in sys.modules if point is not None and _top(module) == _top(point.module)}
    for module in ours:
        del sys.modules[module]
    plugin_of.__wrapped__(name)


def _top(module: str) -> str:
    return module.partition(".")[0]


def _entry_point(name: str) -> EntryPoint | None:
    # Looked up only when a layout names such a kind: going through every installed package takes time.
    from importlib import metadata

    return min(metadata.entry_points(group=GROUP, name=name), key=lambda point: point.value, default=None)


def _package(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist is not None else point.module


def _code_of(module: str) -> list[Path]:
    """List the files of a module that can be run, or of all in it; nothing of them is."""
    spec = find_spec(module)
    folders = spec.submodule_search_locations if spec is not None else None
    if folders is None:
        return [Path(spec.origin)] if spec is not None and spec.origin is not None and spec.has_location else []
    found = (path for folder in folders for path in Path(folder).rglob("*") if path.name.endswith(_RUN))
    return sorted(path for path in found if path.parent.name != "__pycache__" and path.is_file())


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
