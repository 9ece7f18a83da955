"""Parts of a file, as a video player asks for them."""

from __future__ import annotations

import re

_RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)
_DIGITS = 18
"""A number with more is larger than any file."""


def part_of(header: str | None, size: int) -> tuple[int, int] | None:
    """Return the first byte and the one after the last that a ``Range`` header asks of a file of ``size`` bytes.

    The whole file where it asks for nothing that can be read, or for several parts at once, as the standard allows;
    None where it asks for what lies beyond the end.
    """
    found = _RANGE.fullmatch(header.strip()) if header else None
    if found is None or found.groups() == ("", ""):
        return 0, size
    first, last = (_number(text) for text in found.groups())
    if first is None:
        assert last is not None
        return (max(0, size - last), size) if last and size else None
    if first >= size:
        return None
    if last is not None and last < first:
        return 0, size
    return first, size if last is None else min(size, last + 1)


def _number(text: str) -> int | None:
    return int(text[:_DIGITS]) if text and len(text) <= _DIGITS else 10**_DIGITS if text else None
