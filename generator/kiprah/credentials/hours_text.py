"""Hours as a credential writes them: one text for each number of minutes."""

from __future__ import annotations

import re


def hours_text(minutes: int) -> str:
    """Write minutes as hours: ``42``, ``2.5``; ``1:20`` where decimals would have to be rounded."""
    whole, rest = divmod(minutes, 60)
    if rest == 0:
        return str(whole)
    if rest % 3 == 0:
        return f"{whole}.{rest * 100 // 60:02d}".rstrip("0")
    return f"{whole}:{rest:02d}"


def minutes_in(text: str) -> int | None:
    """Read what ``hours_text`` writes; None for any other writing."""
    if match := re.fullmatch(r"([0-9]{1,5})(?:\.([0-9]{1,2}))?", text):
        hundredths = int((match[2] or "0").ljust(2, "0"))
        minutes = int(match[1]) * 60 + hundredths * 60 // 100
    elif match := re.fullmatch(r"([0-9]{1,5}):([0-5][0-9])", text):
        minutes = int(match[1]) * 60 + int(match[2])
    else:
        return None
    return minutes if minutes > 0 and hours_text(minutes) == text else None
