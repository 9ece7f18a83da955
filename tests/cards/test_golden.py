"""Goldens: every line of a few cards with its place, size and glyphs, and what some of them look like.

Write them anew with ``KIPRAH_WRITE_GOLDENS=1 pytest tests/cards/test_golden.py``, and look at the cards.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops

from kiprah.cards import CardLayouts, draw_card, placed_stacks
from kiprah.imaging.decoded_photo import DecodedPhoto
from kiprah.plan.views.card import CardView
from kiprah.typeset import Block
from kiprah.typeset.raster import line_start

FOLDER = Path(__file__).parent / "golden"
CASES = {
    "activity-link-photo": ("activity", "link", True, {}),
    "activity-story": ("activity", "story", False, {"title": "Panggung 🎤 kecil untuk anak-anak Kali Code"}),
    "reflection-portrait-photo": ("reflection", "portrait", True, {}),
    "profile-square": ("profile", "square", False, {"title": "Alya Prameswari", "eyebrow": ""}),
    "year-link": ("year", "link", False, {"title": "2026", "eyebrow": "Setahun berkiprah"}),
}


@pytest.mark.parametrize("name", CASES)
def test_a_card_is_laid_out_as_it_was(name: str, layouts: CardLayouts, view: Callable[..., CardView]) -> None:
    kind, card_format, photo, given = CASES[name]
    found = snapshot(view(kind, card_format, **given), layouts, photo)
    path = FOLDER / f"{name}.json"
    if os.environ.get("KIPRAH_WRITE_GOLDENS"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert found == json.loads(path.read_text("utf-8"))


PIXELS = {
    "activity-link": ("activity", "link", False, {"days": ((74, 172),)}),
    "activity-square-photo": ("activity", "square", True, {"days": ((74, 172),)}),
    "testimonial-portrait": (
        "testimonial",
        "portrait",
        False,
        {"quote": "Ia sabar, dan ia selalu datang.", "days": ((9, 9),)},
    ),
    "slide-change-portrait": (
        "slide-change",
        "portrait",
        False,
        {"figures": ("1.450", "90"), "changes": ("anak", "buku")},
    ),
}
_SMALLER = 3
_DIFFERENT, _PART = 24, 0.002


@pytest.mark.parametrize("name", PIXELS)
def test_a_card_looks_as_it_did(
    name: str, layouts: CardLayouts, view: Callable[..., CardView], scene: DecodedPhoto, tmp_path: Path
) -> None:
    """Compared a third as large: other processors may round the last bit of a pixel another way."""
    kind, card_format, photo, given = PIXELS[name]
    card = view(kind, card_format, scene if photo else None, **given)
    found = draw_card(card, layouts, scene if photo else None).reduce(_SMALLER)
    path = FOLDER / f"{name}.png"
    if os.environ.get("KIPRAH_WRITE_GOLDENS"):
        found.save(path, optimize=True)
    with Image.open(path) as golden:
        difference = ImageChops.difference(found, golden.convert("RGB")).convert("L")
    different = sum(difference.histogram()[_DIFFERENT:]) / (found.width * found.height)
    if different > _PART:
        found.save(tmp_path / "found.png")
    assert different <= _PART, f"{different:.2%} of the pixels differ; what was drawn: {tmp_path / 'found.png'}"


def _font(block: Block, index: int) -> str:
    return Path(block.style.fonts[index].path).stem[:3]


def snapshot(card: CardView, layouts: CardLayouts, photo: bool) -> list[dict[str, Any]]:
    lines = []
    for stack, placed in sorted(placed_stacks(card, layouts, photo).items()):
        for text in placed.texts:
            block = text.block
            for number, line in enumerate(block.lines):
                lines.append(
                    {
                        "stack": stack,
                        "piece": text.name,
                        "text": line.text,
                        "x": round(line_start(line, block.size, text.rect.x, text.rect.width, text.align), 1),
                        "y": round(text.rect.y + block.rise + number * block.pitch, 1),
                        "size": block.size,
                        "color": text.color,
                        "glyphs": " ".join(f"{_font(block, g.font)}:{g.gid}" for g in line.glyphs),
                    }
                )
    return lines
