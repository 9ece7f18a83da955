"""Static check of a theme's style sheets: a colour or a width that is set under a name nothing asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from kiprah.colors import palette_css
from kiprah.problem import Place, Problem
from kiprah.theme import Theme

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SET = re.compile(r"(?<![\w-])(--[\w-]+)\s*:")
_ASKED = re.compile(r"var\(\s*(--[\w-]+)")
_NEAR = 0.8
"""Least similarity to a known name that shows a mistake; otherwise a theme's own names may be as they like."""


def unused_names(theme: Theme) -> Iterator[Problem]:
    """List the names that a style sheet sets and nothing uses, where another one was probably meant."""
    sheets = {name: content.decode("utf-8", "replace") for name, content in theme.assets if name.endswith(".css")}
    scripts = "".join(content.decode("utf-8", "replace") for name, content in theme.assets if name.endswith(".js"))
    palette = palette_css("#000000")
    known = {*_SET.findall(palette)} | {name for css in sheets.values() for name in _ASKED.findall(css)}
    for sheet, css in sorted(sheets.items()):
        # What is left out keeps its lines.
        plain = _COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), css)
        for match in _SET.finditer(plain):
            near = get_close_matches(match[1], sorted(known), 1, _NEAR) if match[1] not in known else []
            if not near or match[1] in scripts:
                continue
            begin = css.rfind("\n", 0, match.start()) + 1
            line, column = css.count("\n", 0, begin) + 1, match.start() - begin + 1
            place = Place(f"themes/{theme.name}/assets/{sheet}", line, column)
            source = css[begin:].partition("\n")[0]
            yield Problem("style-name", place, {"name": match[1], "nearest": near[0]}, source=source)
