"""What people probably mean by a value that does not fit: proposals for hints, never read as values."""

from __future__ import annotations

import re
from datetime import date

from kiprah.fields.source import Source
from kiprah.fields.yaml_tree import Node, Scalar
from kiprah.model.slug import slug_of

_CURLY = re.compile(r"^[“”„‟«»‘’‚‛](?P<inner>[^“”„‟«»]*)[“”„‟«»‘’‚‛]$")
_YEAR_FIRST = re.compile(r"^(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})(?:[T ,].*)?$")
_DAY_FIRST = re.compile(r"^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$")
_WITH_MONTH = re.compile(r"^(?:\w+, )?(\d{1,2})(?:st|nd|rd|th)?[-/. ]+([^\W\d_]+)\.?,?[-/. ]+(\d{4})$")
_MONTH_FIRST = re.compile(r"^([^\W\d_]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$")
_LANGUAGES = ("id", "en")
_TRUE = frozenset({"true", "yes", "on", "ya", "y", "1", "iya", "benar"})
_FALSE = frozenset({"false", "no", "off", "tidak", "n", "0", "bukan", "salah"})


def without_curly(text: str) -> str:
    """Return what stands between typographic quotes around a whole value; empty where there are none."""
    match = _CURLY.match(text)
    return match["inner"].strip() if match else ""


def near_day(text: str) -> str:
    """Return the ISO date a text surely means; empty where day and month could be exchanged, or no such day exists."""
    if match := _YEAR_FIRST.match(text):
        year, month, day = int(match[1]), int(match[2]), int(match[3])
    elif match := _DAY_FIRST.match(text):
        day, month, year = int(match[1]), int(match[2]), int(match[3])
        if day <= 12 and month <= 12 and day != month:
            return ""
        if month > 12:
            day, month = month, day
    elif match := _WITH_MONTH.match(text):
        day, month, year = int(match[1]), _month(match[2]), int(match[3])
    elif match := _MONTH_FIRST.match(text):
        month, day, year = _month(match[1]), int(match[2]), int(match[3])
    else:
        return ""
    try:
        meant = date(year, month, day)
    except ValueError:
        return ""
    return meant.isoformat() if 1900 <= meant.year <= 2199 else ""


def _month(name: str) -> int:
    """Return the number of a month by its name in a language we speak, or by the beginning of it; 0 for no month."""
    from babel.dates import get_month_names

    folded = name.casefold()
    for language in _LANGUAGES:
        for number, month in get_month_names("wide", locale=language).items():
            if month.casefold() == folded or (len(folded) >= 3 and month.casefold().startswith(folded)):
                return int(number)
    # Not beginnings of what is usual in full: Agt, Mei and the like.
    return {"agt": 8, "agu": 8, "peb": 2, "pebruari": 2, "nop": 11, "nopember": 11}.get(folded, 0)


def old_address(value: Node) -> str:
    """Return the path of an address of another generator, without slashes around it; empty where it is none."""
    text = value.text.strip() if isinstance(value, Scalar) else ""
    path = text.partition("://")[2].partition("/")[2] if "://" in text else text
    return "" if "/" not in text or ":" in path else path.strip("/")


def near_slug(address: str) -> str:
    """Return the slug that the last part of an address would be here."""
    return slug_of(address.rpartition("/")[2].removesuffix(".html"))


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
