"""Hints for values that do not fit: proposals of what people probably mean, never read as values."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from kiprah.fields.source import Source
from kiprah.fields.yaml_tree import Node, Scalar

_QUOTES = frozenset("“”„‟«»‘’‚‛")
# Patterns are texts here, made when they are first tried: most values are as they should be.
_CURLY = r"^[“”„‟«»‘’‚‛](?P<inner>[^“”„‟«»]*)[“”„‟«»‘’‚‛]$"
_YEAR_FIRST = r"^(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})(?:[T ,].*)?$"
_DAY_FIRST = r"^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$"
_WITH_MONTH = (
    r"^(?:[^\W\d_]+,? +)?(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?[ .-]+(?P<month>[^\W\d_]{3,})"
    r"|(?P<month_before>[^\W\d_]{3,})\.? +(?P<day_after>\d{1,2})(?:st|nd|rd|th)?),?[ .-]+(?P<year>\d{4})$"
)
_TRUE = frozenset({"true", "yes", "on", "ya", "y", "1", "iya", "benar"})
_FALSE = frozenset({"false", "no", "off", "tidak", "n", "0", "bukan", "salah"})


def without_curly(text: str) -> str:
    """Return what stands between typographic quotes around a whole value; empty where there are none."""
    match = re.match(_CURLY, text) if text[:1] in _QUOTES else None
    return match["inner"].strip() if match else ""


def near_day(text: str) -> str:
    """Return the ISO date a text surely means; empty where day and month could be exchanged, or no such day exists."""
    if match := re.match(_YEAR_FIRST, text):
        year, month, day = int(match[1]), int(match[2]), int(match[3])
    elif match := re.match(_DAY_FIRST, text):
        day, month, year = int(match[1]), int(match[2]), int(match[3])
        if day <= 12 and month <= 12 and day != month:
            return ""
        if month > 12:
            day, month = month, day
    elif match := re.match(_WITH_MONTH, text.strip()):
        year, day = int(match["year"]), int(match["day"] or match["day_after"])
        month = _months().get((match["month"] or match["month_before"]).casefold(), 0)
    else:
        return ""
    try:
        meant = date(year, month, day)
    except ValueError:
        return ""
    return meant.isoformat() if 1900 <= meant.year <= 2199 else ""


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    """Return the months by their names, long and short, in the languages kiprah speaks."""
    from kiprah.babel_locale import month_numbers

    return month_numbers(("en", "id"))


def near_flag(text: str) -> str:
    """Return ``true`` or ``false`` for a word that means it."""
    folded = (without_curly(text) or text).strip().casefold()
    return "true" if folded in _TRUE else "false" if folded in _FALSE else ""


def near_number(text: str) -> str:
    """Return the one number that stands in a text, a decimal comma as a point; empty where there is none or several."""
    found = re.findall(r"\d+(?:[.,]\d+)?", text)
    return found[0].replace(",", ".") if len(found) == 1 else ""


def points_for_commas(texts: list[str], wanted: int) -> str:
    """Return ``[0.4, 0.3]`` for what ``[0,4, 0,3]`` is read as: twice as many items as wanted, all digits."""
    if len(texts) != 2 * wanted or not all(text.isascii() and text.isdigit() for text in texts):
        return ""
    return "[" + ", ".join(f"{texts[i]}.{texts[i + 1]}" for i in range(0, len(texts), 2)) + "]"


def curly_inside(node: Node) -> str:
    """Return what stands between typographic quotes around an unquoted value; empty where there are none."""
    return without_curly(node.text) if isinstance(node, Scalar) and not node.quoted else ""


def commented_out(node: Node | None, source: Source) -> str:
    """Return the line in quotes where a value is empty because ``#`` begins a comment; else nothing."""
    if node is None:
        return ""
    key, sign, rest = source.line(node.line).partition("#")
    return f'{key.rstrip()} "#{rest}"' if sign and key.strip().endswith(":") and '"' not in rest else ""
