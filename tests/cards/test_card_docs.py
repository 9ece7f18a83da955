"""docs/cards.md names every layer, piece, key, colour, name and size that the code knows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kiprah.cards.card_colors import COLORS
from kiprah.cards.expressions import _NAMES
from kiprah.cards.formats import CHECKED, FORMATS
from kiprah.cards.loader import CARD_KINDS
from kiprah.cards.schema import LAYER_FIELDS, LAYERS, PIECES
from kiprah.plan.sharing.share_kits import TAKEN

TEXT = (Path(__file__).parents[2] / "docs" / "cards.md").read_text("utf-8")
SHARED = {field.name for field in LAYER_FIELDS} | {"when", "before", "align", "optional"}
OF_TEXT = {field.name for field in PIECES["text"]}


def row(name: str) -> str:
    found = re.search(rf"^\| `{name}` \|.*$", TEXT, re.MULTILINE)
    assert found, name
    return found[0]


@pytest.mark.parametrize("name", [*LAYERS, *PIECES])
def test_every_key_stands_in_the_row_of_its_type(name: str) -> None:
    fields = {field.name for field in (LAYERS | PIECES)[name]} - SHARED
    if "those of `text`" in row(name):
        fields -= OF_TEXT
    missing = {field for field in fields if not re.search(rf"`{field}(?:`|:)", row(name))}
    assert not missing


def test_names_colours_and_kinds_are_told() -> None:
    assert all(f"`{name}`" in TEXT for name in (*_NAMES, *COLORS, *TAKEN))
    assert all(f"`{kind}.yml`" in TEXT for kind in CARD_KINDS)


def test_the_table_of_sizes_is_that_of_the_code() -> None:
    assert CHECKED in TEXT
    for name, found in FORMATS.items():
        left, top, right, bottom = found.safe
        weight = f"{found.limit // 1000} kB" if found.limit < 1_000_000 else "1 MB"
        size = f"{found.size[0]}×{found.size[1]}"
        assert f"| {name} | {size} | {left}..{right}, {top}..{bottom} | {weight} |" in TEXT
