"""Which day a new entry is of."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo


def today_in(timezone: str) -> date:
    """Return the calendar day it is now in a timezone."""
    return datetime.now(ZoneInfo(timezone)).date()
