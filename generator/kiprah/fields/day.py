"""A day as it is written in files and on the command line. Loads nothing: a no-op build with ``--today`` is quick."""

from __future__ import annotations

import re
from datetime import date


def plain_day(text: str) -> date | None:
    """Read ``YYYY-MM-DD``; None for all else: days that do not exist, years out of 1900..2199."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1900 <= day.year <= 2199 else None
