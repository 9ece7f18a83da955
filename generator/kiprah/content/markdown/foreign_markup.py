"""Finds markup of other tools that a body shows as it is typed: templates, shortcodes, wiki links, admonitions."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from kiprah.content.markdown.parts import plain_text, spot_of
from kiprah.fields.source import Source
from kiprah.problem import Problem

_SHORTCODES = "audio|button|caption|contact-form|embed|gallery|playlist|video|youtube"
_FOREIGN = re.compile(
    r"\{%.*?%\}|\{\{.*?\}\}|\{:[^{}\n]*\}|!?\[\[[^\[\]\n]+\]\]|\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]|\[(?:TOC|toc)\]"
    rf"|\[/?(?:{_SHORTCODES})(?:\s[^\]\n]*)?\]|^[ \t>]*(?::::+|!!!|\?\?\?\+?)[ \t]*[A-Za-z][\w-]*",
    re.MULTILINE,
)
_BRACED = re.compile(r"\{[%{:]")
_BRACKETED = re.compile(rf"\[(?:\[|!|TOC|toc|/?(?:{_SHORTCODES}))")
_CODE = re.compile(r"<(pre|code)>.*?</\1>", re.DOTALL)
_LONGEST = 60


def foreign_markup(text: str, safe: str, source: Source, first_line: int) -> Iterator[Problem]:
    """Find what of a text another tool would have replaced, and the page now shows; code may show anything."""
    if not _may_hold(text) or not _FOREIGN.search(text):
        return
    visible = _letters(plain_text(_CODE.sub(" ", safe)))
    for written in dict.fromkeys(match[0].strip(" \t>") for match in _FOREIGN.finditer(text)):
        if _letters(html.unescape(written)) not in visible:
            continue
        place = spot_of(source, first_line, written.split("\n", 1)[0])
        values = {"value": written if len(written) <= _LONGEST else f"{written[:_LONGEST]}\u2026"}
        yield source.problem("foreign-markup", place.line, place.column, values)


def _may_hold(text: str) -> bool:
    """Say whether anything could be found: each of these begins with a sign that is searched for quickly."""
    return (
        _BRACKETED.search(text) is not None
        or _BRACED.search(text) is not None
        or ":::" in text
        or "!!!" in text
        or "???" in text
    )


def _letters(text: str) -> str:
    """Return what typography and emphasis leave of a text."""
    return re.sub(r"[^\w{}\[\]%:!?]|_", "", text)
