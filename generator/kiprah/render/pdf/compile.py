"""Compiler of documents: values into PDF/UA-1 and PDF/A-2a, the same bytes for the same content."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kiprah.render.pdf.typesetter import set_document
from kiprah.typeset import font_file
from kiprah.typeset.fonts import face_of

_SHIPPED = Path(__file__).parents[2] / "fonts"
_DISPLAY, _TEXT = _SHIPPED / "fraunces" / "Fraunces.ttf", _SHIPPED / "figtree" / "Figtree.ttf"
_PAGES = re.compile(rb"/Type\s*/Pages\b[^>]*?/Count\s+(\d+)")
_UNSEEN = frozenset("\u200b\u200c\u200d\u200e\u200f\u00ad\ufe0e\ufe0f")


class NoTypst(Exception):
    """The extra ``pdf`` is not installed."""


class MissingLetters(Exception):
    """Letters that no font has; a text without them would say something else."""

    def __init__(self, letters: str) -> None:
        super().__init__(letters)
        self.letters = letters


def pdf_bytes(
    template: str,
    values: Mapping[str, Any],
    day: str,
    fonts: Sequence[Path] = (),
    brand: Sequence[Path] = (),
    files: Mapping[str, bytes] | None = None,
) -> bytes:
    """Set a document. ``day`` (ISO) stands for the clock; ``files`` are pictures that the values name.

    Raises ``NoTypst``, and ``MissingLetters`` where no font has them; signs and emoji that none has are left out.
    """
    if find_spec("typst") is None:
        raise NoTypst
    paths = (*brand, _TEXT, _DISPLAY, *fonts)
    coverage = _coverage(tuple((str(path), path.stat().st_mtime_ns) for path in paths))
    moment = datetime.combine(date.fromisoformat(day), time(), UTC)
    order = {
        "template": template,
        "data": _drawable(dict(values), coverage),
        "moment": int(moment.timestamp()),
        "fonts": [str(path) for path in paths],
        "brand": len(brand),
    }
    return set_document(order, files or {})


@lru_cache(maxsize=8)
def _coverage(paths: tuple[tuple[str, int], ...]) -> frozenset[int]:
    return frozenset().union(*(face_of(font_file(path)).coverage for path, _ in paths))


def _drawable(value: Any, coverage: frozenset[int]) -> Any:
    """Leave out signs that no font has, in all texts of a value. Raises ``MissingLetters``."""
    missing: dict[str, None] = {}

    def cleaned(text: str) -> str:
        kept = []
        for sign in unicodedata.normalize("NFC", text):
            if ord(sign) in coverage or sign in "\n\t ":
                kept.append(sign)
            elif unicodedata.category(sign)[0] in "LMN" and sign not in _UNSEEN:
                missing[sign] = None
        return "".join(kept)

    def walked(inner: Any) -> Any:
        if isinstance(inner, str):
            return cleaned(inner) if not inner.startswith("<svg") and not inner.startswith("<?xml") else inner
        if isinstance(inner, Mapping):
            return {name: walked(each) for name, each in inner.items()}
        if isinstance(inner, list | tuple):
            return [walked(each) for each in inner]
        return inner

    result = walked(value)
    if missing:
        raise MissingLetters("".join(missing))
    return result


def page_count(content: bytes) -> int:
    """Count the pages of a PDF that was just set: typst writes its tree of pages in plain sight."""
    return max(int(count) for count in _PAGES.findall(content))


def newest_day(days: Iterable[str]) -> str:
    """Return the newest of some ISO days; what stands for the clock where there is none."""
    return max((day for day in days if day), default="2000-01-01")
