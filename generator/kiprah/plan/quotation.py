"""Quotation marks of cards and captions: around somebody's words, and within them, as their language writes them."""

from __future__ import annotations

import re

_OUTER = {
    "id": "\u201c\u201d",
    "en": "\u201c\u201d",
    "de": "\u201e\u201c",
    "fr": "\u00ab\u00bb",
    "ar": "\u00ab\u00bb",
    "fa": "\u00ab\u00bb",
    "ja": "\u300c\u300d",
}
_INNER = {"de": "\u201a\u2018", "fr": "\u201c\u201d", "ar": "\u2039\u203a", "fa": "\u2039\u203a", "ja": "\u300e\u300f"}
_DOUBLE = re.compile(r"(?<![\w\"])\"(?=\S)([^\"]*\S)\"(?!\w)")
_SINGLE = re.compile(r"(?<![\w'])'(?=\S)([^']*\S)'(?!\w)")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'")


def quotation_marks(language: str) -> str:
    """Return the opening and the closing quotation mark of a language."""
    return _OUTER.get(language.split("-")[0], "\u201c\u201d")


def with_marks(text: str, language: str, *, within: bool) -> str:
    """Set straight quotes that are pairs, and apostrophes, as a language writes them; inches and minutes are left.

    ``within`` other quotation marks the inner ones are taken.
    """
    if '"' not in text and "'" not in text:
        return text
    inner = _INNER.get(language.split("-")[0], "\u2018\u2019")
    outer = inner if within else quotation_marks(language)
    text = _DOUBLE.sub(rf"{outer[0]}\1{outer[1]}", text)
    text = _SINGLE.sub(rf"{inner[0]}\1{inner[1]}", text)
    return _APOSTROPHE.sub("\u2019", text)
