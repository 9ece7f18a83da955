"""SVG scanner: editors' notes, scripts, and anything that is loaded from elsewhere."""

from __future__ import annotations

import re

_MARKS = (
    (rb"<metadata[\s>]|<rdf:|xmlns:(?:inkscape|sodipodi|rdf)", "metadata"),
    (rb"<script[\s>]|\son[a-z]+\s*=|javascript:", "script"),
    (rb"<foreignObject|<!ENTITY", "foreign content"),
    (rb"(?:href|src)\s*=\s*[\"'](?:https?:)?//", "remote content"),
)


def traces_in_svg(data: bytes) -> tuple[str, ...]:
    """Name what a drawing carries besides its shapes."""
    return tuple(name for mark, name in _MARKS if re.search(mark, data, re.IGNORECASE))
