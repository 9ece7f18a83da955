"""The card layer of the documentation, as a package that is installed."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from kiprah.cards.plugins import GROUP, plugin_of
from kiprah.render.context import card_layouts

_DOCS = (Path(__file__).parents[2] / "docs" / "cards.md").read_text("utf-8")
CODE = re.search(r"```python\n(.*?)```", _DOCS, re.DOTALL)[1]  # type: ignore[index]
LAYOUT = "extends: base\nlayers:\n  bars: {type: stripes, box: [0, 0, 100, 100], width: 10}\n"


def install_layer(folder: Path, code: str = CODE) -> None:
    """Leave the package in a folder as pip would, where it is not there yet, with this code."""
    forget_layer()
    (folder / "stripes_of_docs.py").write_text(code, "utf-8")
    info = folder / "stripes_of_docs-1.2.dist-info"
    info.mkdir(exist_ok=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: stripes-of-docs\nVersion: 1.2\n")
    (info / "entry_points.txt").write_text(f"[{GROUP}]\nstripes = stripes_of_docs:STRIPES\n")


def forget_layer() -> None:
    """Let the package be loaded anew, as by another process."""
    plugin_of.cache_clear()
    card_layouts.cache_clear()
    sys.modules.pop("stripes_of_docs", None)


def failing_for(condition: str) -> str:
    """Return the package's code, raising where this is true of the card it draws on."""
    failing = CODE.replace(
        "    for y in range", f"    if {condition}:\n        raise KeyError('no weeks')\n    for y in range"
    )
    assert failing != CODE
    return failing
