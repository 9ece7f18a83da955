"""A new text in the style of the one it replaces: plain, in the same quotes, or as a block of lines."""

from __future__ import annotations

import re

from kiprah.authoring.editing.plain_values import yaml_value
from kiprah.authoring.yaml_text import one_line_text, quoted_text
from kiprah.fields.yaml_spans import ScalarSpan

_BLOCK = re.compile(r"([|>][+-]?[ \t]*(?:#[^\r\n]*)?)(?:\r\n|\r|\n)(?:[ \t]*(?:\r\n|\r|\n))*( +)(?=\S)")
_TRAILING = re.compile(r"(?:[ \t]*(?:\r\n|\r|\n))+\Z")


def scalar_like(text: str, old: ScalarSpan, new: str, newline: str, *, careful: bool) -> str:
    """Write ``new`` as it is to stand in the place of ``old``; ``careful`` puts it into double quotes."""
    if old.style in ("|", ">"):
        return _block(text[old.start : old.end], old.style, new, newline, careful=careful)
    # After a colon or a dash that nothing followed.
    space = " " if old.start and text[old.start - 1] in ":-" and old.start == old.end else ""
    if careful or old.style == '"':
        return space + quoted_text(new)
    if old.style == "'" and new.isprintable():
        return "'" + new.replace("'", "''") + "'"
    return space + one_line_text(yaml_value(new), in_list=True)


def _block(old: str, style: str, new: str, newline: str, *, careful: bool) -> str:
    trailing = _TRAILING.search(old)
    end = trailing[0] if trailing else newline
    header = _BLOCK.match(old)
    lines = new.split("\n")
    printable = all(line.isprintable() and line == line.strip() for line in lines)
    if careful or header is None or not printable or not all(lines):
        return quoted_text(new) + end
    between = newline + newline + header[2] if style == ">" else newline + header[2]
    return header[1] + newline + header[2] + between.join(lines) + end
