"""Site icon as SVG: an initial or a lamp on the brand colour, readable on light and dark alike."""

from __future__ import annotations

from kiprah.colors import contrast
from kiprah.plan.data.file_outputs import IconOutput
from kiprah.render.data.xml import child, root, written

_LIGHT_INK, _DARK_INK = "#ffffff", "#14201d"

_FLAME = "M32 8c5 6 8 10 8 15a8 8 0 0 1-16 0c0-5 3-9 8-15z"
_BOWL = "M10 36h44c0 9-8 15-17 16v4h7v4H20v-4h7v-4c-9-1-17-7-17-16z"
"""A pelita: the oil lamp that gives the default theme its name."""


def icon_text(output: IconOutput) -> str:
    """Draw the icon as SVG without styles or scripts, so that the strictest policy shows it."""
    ink = ink_on(output.color)
    document = root("svg", {"xmlns": "http://www.w3.org/2000/svg", "viewBox": "0 0 64 64"})
    child(document, "rect", attributes={"width": "64", "height": "64", "rx": "14", "fill": output.color})
    if output.initial:
        attributes = {
            "x": "32",
            "y": "47.5",
            "fill": ink,
            "font-family": "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif",
            "font-size": "44",
            "font-weight": "700",
            "text-anchor": "middle",
        }
        child(document, "text", output.initial, attributes)
    else:
        child(document, "path", attributes={"d": f"{_FLAME}{_BOWL}", "fill": ink})
    return written(document)


def ink_on(color: str) -> str:
    """Choose light or dark ink, whichever stands out more by WCAG's contrast ratio."""
    return max((_LIGHT_INK, _DARK_INK), key=lambda ink: contrast(ink, color))
