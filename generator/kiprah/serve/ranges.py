"""Parts of a file, as a video player asks for them."""

from __future__ import annotations

import re

_RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)
_DIGITS = 18
"""Maximum number of digits: a number with more is larger than any file."""


def byte_range(header: str | None, size: int) -> tuple[int, int] | None:
    """Return the first byte and the one after the last that a ``Range`` header asks of a file of ``size`` bytes.

    None, for the whole, where it asks for nothing that can be read or for several parts at once, as the standard
    allows; an empty part where it asks for what lies beyond the end.
    """
    found = _RANGE.fullmatch(header.strip()) if header else None
    if found is None or found.groups() == ("", ""):
        return None
    first, last = (_number(text) for text in found.groups())
    if first is None:
        return max(0, size - (last or 0)), size
    if last is not None and last < first:
        return None
    return min(first, size), size if last is None else min(size, last + 1)


def _number(text: str) -> int | None:
    if not text:
        return None
    return int(text) if len(text) <= _DIGITS else 10**_DIGITS
