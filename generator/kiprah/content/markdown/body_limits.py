"""Bounds on a body: what makes it more work than a person's text is."""

from __future__ import annotations

MAX_LETTERS = 100_000
MAX_LINES = 4_000
_MAX_IN_BLOCK = {"[": 400, "<": 400, "!": 800, "|": 4000, "~": 800, "@": 400, "://": 400}
_MAX_HEADINGS = 300
_MAX_INDENT = 64


def too_heavy(text: str) -> str:
    """Name what makes a body more work than a person's text is (Markdown can take quadratic time); empty is fine."""
    if len(text) > MAX_LETTERS:
        return f"{len(text)} > {MAX_LETTERS}"
    lines = text.split("\n")
    if len(lines) > MAX_LINES:
        return f"{len(lines)} > {MAX_LINES}"
    headings = 0
    signs = {sign: limit for sign, limit in _MAX_IN_BLOCK.items() if text.count(sign) > limit}
    counts = dict.fromkeys(signs, 0)
    totals = dict.fromkeys(signs, 0)
    for line in lines:
        stripped = line.lstrip(" \t>")
        if len(line) - len(stripped) > _MAX_INDENT or line.count(">") > 200:
            return ">" * 3
        headings += stripped.startswith(("#", "===", "---"))
        if not stripped:
            counts = dict.fromkeys(signs, 0)
        for sign, limit in signs.items():
            number = line.count(sign)
            counts[sign] += number
            totals[sign] += number
            if counts[sign] > limit or totals[sign] > limit * 5:
                return sign * 3
    return "#" * 3 if headings > _MAX_HEADINGS else ""
