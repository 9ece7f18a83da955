"""Hours as people write them, and as whole minutes."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

HOURS_PATTERN = r"^(\d{1,6}(\.\d{1,6})?|\d{1,6}:[0-5]\d|(\d{1,6} ?h)?( ?\d{1,6} ?m(in)?)?)$"
"""Pattern of what ``read_minutes`` reads, and of nothing at all, for those who look at a text before it is read."""
_HOUR = r"(?:jam|hours?|hrs?|h|j)"
_MINUTE = r"(?:menit|minutes?|mins?|mnt|m)"
# Patterns are texts here, made when they are first tried: most hours are written as they are read.
_HOURS = rf"(?i)^[~±]?\s*(\d{{1,6}})(?:[.,](\d{{1,4}}))?\s*{_HOUR}?\s*\+?$"
_HOURS_MINUTES = rf"(?i)^(\d{{1,6}})\s*{_HOUR},?\s*(\d{{1,4}})\s*{_MINUTE}$"
_MINUTES = rf"(?i)^(\d{{1,6}})\s*{_MINUTE}$"
_HALF = r"(?:setengah|and a half|\u00bd|1/2)"
_AND_A_HALF = (
    rf"(?i)^(?:(?P<whole>\d{{1,6}})?\s*{_HALF}\s*(?:{_HOUR})?|(?P<before>\d{{1,6}})\s*{_HOUR}\s*{_HALF}"
    r"|half an hour)$"
)


def read_minutes(text: str) -> int | None:
    """Read hours as whole minutes: ``42``, ``2.5``, ``2:30``, ``2h 30m``; None where it is none of these."""
    if match := re.fullmatch(r"(\d{1,6}):([0-5]\d)", text):
        return int(match[1]) * 60 + int(match[2])
    if match := re.fullmatch(r"(?:(\d{1,6}) ?h)?(?: ?(\d{1,6}) ?m(?:in)?)?", text):
        if match[1] or match[2]:
            return int(match[1] or 0) * 60 + int(match[2] or 0)
        return None
    if re.fullmatch(r"\d{1,6}(?:\.\d{1,6})?", text):
        try:
            return int((Decimal(text) * 60).to_integral_value())
        except InvalidOperation:
            return None
    return None


def near_hours(text: str) -> str:
    """Return the hours a text means, as they are written here: ``2,5 jam`` is ``2.5``."""
    if match := re.match(_HOURS, text):
        return f"{match[1]}.{match[2]}" if match[2] else match[1]
    if match := re.match(_HOURS_MINUTES, text):
        return f"{match[1]}h {match[2]}m"
    if match := re.match(_MINUTES, text):
        return f"{match[1]}m"
    if match := re.match(_AND_A_HALF, text):
        hours = match["whole"] or match["before"]
        return f"{hours}h 30m" if hours else "30m"
    return ""


def like_a_time(text: str) -> str:
    """Return ``2:30`` for ``2.30``, which is read as 2.3 hours and was perhaps not meant so; else nothing."""
    match = re.fullmatch(r"(\d{1,2})\.(10|15|20|30|40|45)", text)
    return f"{match[1]}:{match[2]}" if match else ""
