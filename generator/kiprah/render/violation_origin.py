"""Origin of what breaks the promise of pages: where a theme says it, as near as that can be known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from kiprah.plan.outputs import Output
from kiprah.plan.views.text import Link
from kiprah.problem import Problem
from kiprah.template_references import template_path
from kiprah.theme import Theme, templates_of

_MOST = 3
"""Maximum number of places that are named; in more nobody would look."""
_PIECES = (
    r"(?:https?:)?//[^\s\"'<>/]+[^\s\"'<>]*",
    r"(?:https?:)?//[^\s\"'<>/]+",
    r"\bon[a-z]+(?=\s*=)",
    r"\bstyle(?=\s*=)",
    r"\b(?:java|vb|live)script:",
    r"<[a-z][a-z0-9-]*",
)
"""Patterns of what a template writes of a tag as the page has it: its address first, then its host, its name last."""


def with_origin(problem: Problem, output: Output, theme: Theme, assets: Mapping[str, Link]) -> Problem:
    """Say of a page's broken promise which template or which file of the theme it comes from."""
    if output.drawn_with:
        drawn = ", ".join(_places(problem.values["what"], output.drawn_with, theme))
    else:
        names = [name for name, link in assets.items() if link.path == output.path]
        drawn = f"assets/{names[0]}:{problem.place.line}" if names else ""
    return replace(problem, values={**problem.values, "drawn": drawn or problem.values["page"]})


def _places(what: str, template: str, theme: Theme) -> list[str]:
    """Find the lines that say it among the templates a page is drawn with; else name the page's own template."""
    texts = {full: theme.text(full) for full in templates_of(theme, template)}
    for piece in _pieces(what):
        found = [
            f"{template_path(full)}:{number}"
            for full, text in sorted(texts.items(), key=lambda item: theme.chain.index(item[0].partition(":")[0]))
            for number, line in enumerate(text.splitlines(), 1)
            if piece in line
        ]
        if 0 < len(found) <= _MOST:
            return found
    full = theme.find(template)
    return [template_path(full)] if full is not None else []


def _pieces(what: str) -> Iterator[str]:
    yield what
    for pattern in _PIECES:
        if (match := re.search(pattern, what, re.IGNORECASE)) is not None:
            yield match[0]
