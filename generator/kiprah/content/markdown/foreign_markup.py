"""Finds markup of other tools that a body shows as it is typed: templates, shortcodes, wiki links, admonitions."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from kiprah.content.markdown.parts import plain_text, spot_of
from kiprah.fields.source import Source
from kiprah.problem import Problem

_SHORTCODES = "audio|button|caption|contact-form|embed|gallery|playlist|video|youtube"
# Texts, made into patterns when they are first tried: most bodies hold no such sign.
_FOREIGN = (
    r"(?m)\{%.*?%\}|\{\{.*?\}\}|\{:[^{}\n]*\}|!?\[\[[^\[\]\n]+\]\]|\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]|\[(?:TOC|toc)\]"
    rf"|\[/?(?:{_SHORTCODES})(?:\s[^\]\n]*)?\]|^[ \t>]*(?::::+|!!!|\?\?\?\+?)[ \t]*[A-Za-z][\w-]*"
)
_BRACED = r"\{[%{:]"
_BRACKETED = rf"\[(?:\[|!|TOC|toc|/?(?:{_SHORTCODES}))"
_CODE = r"(?s)<(pre|code)>.*?</\1>"
_LONGEST = 60


def foreign_markup(text: str, safe: str, source: Source, first_line: int) -> Iterator[Problem]:
    """Find what of a text another tool would have replaced, and the page now shows; code may show anything."""
    if not _may_hold(text) or not re.search(_FOREIGN, text):
        return
    visible = _letters(plain_text(re.sub(_CODE, " ", safe)))
    for written in dict.fromkeys(match[0].strip(" \t>") for match in re.finditer(_FOREIGN, text)):
        if _letters(html.unescape(written)) not in visible:
            continue
        place = spot_of(source, first_line, written.split("\n", 1)[0])
        values = {"value": written if len(written) <= _LONGEST else f"{written[:_LONGEST]}\u2026"}
        yield source.problem("foreign-markup", place.line, place.column, values)


def _may_hold(text: str) -> bool:
    """Say whether anything could be found: each of these begins with a sign that is searched for quickly."""
    return (
        ("[" in text and re.search(_BRACKETED, text) is not None)
        or ("{" in text and re.search(_BRACED, text) is not None)
        or ":::" in text
        or "!!!" in text
        or "???" in text
    )


def _letters(text: str) -> str:
    """Return what typography and emphasis leave of a text."""
    return re.sub(r"[^\w{}\[\]%:!?]|_", "", text)
