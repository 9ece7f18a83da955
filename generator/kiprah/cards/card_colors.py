"""Card palette made from the brand's one colour, and contrast of text on pictures."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from PIL import Image

from kiprah.colors import LIGHT, LUMINANCE_WEIGHTS, adjust_contrast, contrast_ratio, linear_light, luminance, mix

CREAM = "#fffaf1"
COLORS = (
    "paper",
    "paper-2",
    "ink",
    "ink-2",
    "line",
    "accent",
    "accent-soft",
    "deep",
    "deep-2",
    "on-deep",
    "on-deep-2",
    "glow",
    "ring",
    "white",
    "black",
)
CARD_CONTRAST = 4.5
"""WCAG AA."""


@lru_cache(maxsize=64)
def card_palette(color: str) -> Mapping[str, str]:
    """Return every named colour for a brand colour (``#rrggbb``).

    ``deep`` is the brand as dark ground, ``on-deep`` and ``glow`` what stands on it, ``ring`` what shows quietly there;
    ``accent`` is the brand as text on paper.
    """
    deep = mix(adjust_contrast(color, CREAM, 8.0, lighter=False), "#1a1512", 0.12)
    return {
        "paper": LIGHT["--paper"],
        "paper-2": LIGHT["--paper-2"],
        "ink": LIGHT["--ink"],
        "ink-2": LIGHT["--ink-2"],
        "line": LIGHT["--line"],
        "accent": adjust_contrast(color, LIGHT["--paper-2"], CARD_CONTRAST + 0.3, lighter=False),
        "accent-soft": mix(color, LIGHT["--paper"], 0.88),
        "deep": deep,
        "deep-2": mix(deep, CREAM, 0.05),
        "on-deep": CREAM,
        "on-deep-2": adjust_contrast(mix(CREAM, deep, 0.3), deep, CARD_CONTRAST + 0.5, lighter=True),
        "glow": adjust_contrast(mix(color, "#ffd27a", 0.45), deep, 6.0, lighter=True),
        "ring": adjust_contrast(deep, deep, 2.0, lighter=True),
        "white": "#ffffff",
        "black": "#000000",
    }


def rgb(color: str) -> tuple[int, int, int]:
    """Return red, green and blue (0..255) of ``#rrggbb``."""
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


_LINEAR = [round(255 * linear_light(level / 255)) for level in range(256)] * 3
_WEIGHTS = (*LUMINANCE_WEIGHTS, 0)
_LEAST_CONTRAST = 2.5
"""Contrast at which a shape without letters can still be made out."""
_IGNORED = 0.004
"""The share of pixels that may be worse: a glint behind one corner of a letter."""


def contrast_on(image: Image.Image, color: str) -> float:
    """Return the contrast (1..21, WCAG 2.2) of a text colour with nearly the worst of the pixels behind it.

    Luminance is kept in 256 steps, so near AA the answer may be off by about 2 %: ask for a little more than is needed.
    """
    if image.getcolors(1) is not None:
        # On paper, where most words stand, one pixel says it all.
        image = image.crop((0, 0, 1, 1))
    counts = image.point(_LINEAR).convert("L", _WEIGHTS).histogram()
    text = luminance(color)
    worst_first = sorted((contrast_ratio(text, value / 255), count) for value, count in enumerate(counts) if count)
    ignored = sum(counts) * _IGNORED
    for ratio, count in worst_first:
        ignored -= count
        if ignored < 0:
            return ratio
    return 21.0


def low_contrast_share(picture: Image.Image, ground: Image.Image) -> float:
    """Return the part (0..1) of a picture's ink (mode ``RGBA``) that hardly stands out from a ground (``RGB``)."""
    mask = picture.getchannel("A").point([255 if value > 127 else 0 for value in range(256)])
    ink = picture.convert("RGB").point(_LINEAR).convert("L", _WEIGHTS).histogram(mask)
    behind = ground.point(_LINEAR).convert("L", _WEIGHTS).histogram()
    light = sum(value * count for value, count in enumerate(behind)) / max(1, sum(behind)) / 255
    lost = sum(count for value, count in enumerate(ink) if contrast_ratio(value / 255, light) < _LEAST_CONTRAST)
    return lost / max(1, sum(ink))
