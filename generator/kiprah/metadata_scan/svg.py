"""SVG scanner: editors' notes, scripts, and anything that is loaded from elsewhere."""

from __future__ import annotations

import re

_MARKS = (
    (rb"<(?:[\w.-]+:)?metadata[\s>/]|<rdf:|xmlns:(?:inkscape|sodipodi|rdf)", "metadata"),
    (rb"<script[\s>]|\son[a-z]+\s*=|javascript:", "script"),
    (rb"<foreignObject|<!ENTITY", "foreign content"),
    (rb"(?:href|src)\s*=\s*[\"'](?:https?:)?//", "remote content"),
)


def traces_in_svg(data: bytes) -> tuple[str, ...]:
    """Name what a drawing carries besides its shapes. One that is cut short, or goes on behind its end, is damaged."""
    traces = tuple(name for mark, name in _MARKS if re.search(mark, data, re.IGNORECASE))
    # What is declared within is never unfolded.
    return traces if "foreign content" in traces or _is_whole(data) else (*traces, "damaged")


def _is_whole(data: bytes) -> bool:
    # Only now: hardly any site has a drawing of its own.
    from xml.parsers.expat import ExpatError, ParserCreate

    # In letters of two bytes the marks would not be found.
    if b"\0" in data:
        return False
    try:
        ParserCreate().Parse(data, True)
    except (ExpatError, LookupError, ValueError):
        return False
    return True
