"""Word segmenters for scripts that write no spaces: BudouX, small models that weigh which letters part.

An optional extra (``kiprah[words]``): without it Thai parts between syllables' clusters as a last resort, and Japanese
and Chinese wherever the annex allows. Its version is part of the key of every card.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from typing import Any

_THAI = re.compile(r"[\u0e01-\u0e3a\u0e40-\u0e4e]{2,}")
_TRADITIONAL = frozenset(("hant", "tw", "hk", "mo"))


@lru_cache(maxsize=512)
def thai_word_breaks(text: str) -> frozenset[int]:
    """Return where Thai words begin inside runs of Thai letters, whatever the language of the rest."""
    if not _THAI.search(text) or (parser := _parser("thai")) is None:
        return frozenset()
    return frozenset(match.start() + place for match in _THAI.finditer(text) for place in _ends(parser, match[0]))


@lru_cache(maxsize=512)
def phrase_breaks(text: str, language: str) -> frozenset[int] | None:
    """Return where phrases of a Japanese or Chinese text begin; None where nobody can say, or nothing is to be said."""
    name = _model(language)
    parser = _parser(name) if name and not text.isascii() else None
    return None if parser is None else frozenset(_ends(parser, text))


def _model(language: str) -> str:
    base, *rest = language.lower().split("-")
    if base == "ja":
        return "japanese"
    if base != "zh":
        return ""
    return "traditional_chinese" if _TRADITIONAL & set(rest) else "simplified_chinese"


def _ends(parser: Any, text: str) -> tuple[int, ...]:
    return tuple(accumulate(len(part) for part in parser.parse(text)))[:-1]


@lru_cache(maxsize=4)
def _parser(name: str) -> Any:
    try:
        import budoux
    except ImportError:
        return None
    return getattr(budoux, f"load_default_{name}_parser")()
