"""Unicode line breaking algorithm: UAX #14, revision 53 (Unicode 16), as it stands.

Names of rules (LB4 ...) are those of the annex. South East Asian letters (class SA) count as plain letters here: where
their words end only a dictionary knows.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from kiprah.typeset.character_properties import Character, character

_HARD = frozenset(("BK", "CR", "LF", "NL"))
_LETTERS = frozenset(("AL", "HL"))
_HANGUL = frozenset(("JL", "JV", "JT", "H2", "H3"))
_IDEOGRAPHS = frozenset(("ID", "EB", "EM"))
_NEVER_BEFORE = frozenset(("CL", "CP", "EX", "SY"))
_OPENS_QUOTE = frozenset(("", "OP", "QU", "GL", "SP", "ZW")) | _HARD
_CLOSES_QUOTE = frozenset(("", "SP", "GL", "WJ", "CL", "QU", "CP", "EX", "IS", "SY", "ZW")) | _HARD
_STARTS_WORD = frozenset(("", "SP", "ZW", "CB", "GL")) | _HARD
_JAMO = {"JL": ("JL", "JV", "H2", "H3"), "JV": ("JV", "JT"), "H2": ("JV", "JT"), "JT": ("JT",), "H3": ("JT",)}


class Unit(Struct, frozen=True):
    """Base character with the marks on it (LB9): its class, and what else the rules ask of it."""

    start: int
    kind: str
    wide: bool = False
    initial: bool = False
    """True where it is an opening quotation mark."""
    final: bool = False
    unassigned_picture: bool = False
    syllabic: bool = False
    """True where it may begin a syllable of a Brahmic script; the dotted circle stands in for one."""
    hyphen: bool = False
    """True where it is the hyphen that is nothing else."""
    joins: bool = False
    """True where it ends in a joiner (LB8a)."""


_END = Unit(-1, "")


def line_breaks(text: str, korean_words: bool = False) -> tuple[int, ...]:
    """Return where a line may begin (and where one must), the start and end of the text left out.

    ``korean_words`` keeps Hangul words whole, as Korean text set with spaces wants.
    """
    units = _units(text, korean_words)
    numbers = _number_ends(units)
    return tuple(units[i].start for i in range(1, len(units)) if _parts(units, i, numbers))


def _resolved(properties: Character, korean_words: bool) -> str:
    """Return the class after LB1."""
    kind = properties.line
    if kind in ("AI", "SG", "XX"):
        return "AL"
    if kind == "SA":
        return "CM" if properties.category in ("Mn", "Mc") else "AL"
    if kind == "CJ":
        return "NS"
    return "AL" if korean_words and kind in _HANGUL else kind


def _units(text: str, korean_words: bool) -> list[Unit]:
    units: list[Unit] = []
    for i, char in enumerate(text):
        properties = character(char)
        kind = _resolved(properties, korean_words)
        joins = kind == "ZWJ"
        if kind in ("CM", "ZWJ"):
            if units and units[-1].kind not in _HARD and units[-1].kind not in ("SP", "ZW"):
                units[-1] = replace(units[-1], joins=joins)
                continue
            kind = "AL"
        units.append(
            Unit(
                i,
                kind,
                properties.wide,
                kind == "QU" and properties.category == "Pi",
                kind == "QU" and properties.category == "Pf",
                properties.pictographic and properties.category == "Cn",
                kind in ("AK", "AS") or char == "\u25cc",
                char == "\u2010",
                joins,
            )
        )
    return units


def _number_ends(units: list[Unit]) -> frozenset[int]:
    """Return the units that belong to a number: its digits, and the signs between and after them (LB25)."""
    number_units = set()
    inside = False
    for i, unit in enumerate(units):
        inside = unit.kind == "NU" or (inside and unit.kind in ("SY", "IS"))
        if inside:
            number_units.add(i)
    return frozenset(number_units)


def _parts(units: list[Unit], i: int, numbers: frozenset[int]) -> bool:
    """Say whether a line may end between unit ``i - 1`` and unit ``i``."""
    before, after = units[i - 1], units[i]
    a, b = before.kind, after.kind
    if a in _HARD:
        return not (a == "CR" and b == "LF")
    if b in _HARD or b in ("SP", "ZW"):
        return False
    word = i - 1
    while word >= 0 and units[word].kind == "SP":
        word -= 1
    # The last thing before the blanks, and whether there are any.
    word_before, spaced = (units[word] if word >= 0 else _END), a == "SP"
    if word_before.kind == "ZW":
        return True
    if before.joins:
        return False
    if b == "WJ" or a in ("WJ", "GL"):
        return False
    if b == "GL" and a not in ("SP", "BA", "HY"):
        return False
    following = units[i + 1] if i + 1 < len(units) else _END
    if b in _NEVER_BEFORE or word_before.kind == "OP":
        return False
    if word_before.initial and (units[word - 1].kind if word else "") in _OPENS_QUOTE:
        return False
    if after.final and following.kind in _CLOSES_QUOTE:
        return False
    if spaced and b == "IS" and following.kind == "NU":
        return True
    if b == "IS":
        return False
    if (word_before.kind in ("CL", "CP") and b == "NS") or (word_before.kind == "B2" and b == "B2"):
        return False
    if spaced:
        return True
    if _at_quotation(units, i):
        return False
    if "CB" in (a, b):
        return True
    return _within_words(units, i, numbers)


def _at_quotation(units: list[Unit], i: int) -> bool:
    """Say whether a quotation mark holds its neighbour (LB19, LB19a)."""
    before, after = units[i - 1], units[i]
    if after.kind == "QU":
        following = units[i + 1] if i + 1 < len(units) else None
        if not after.initial or not before.wide or following is None or not following.wide:
            return True
    if before.kind == "QU":
        earlier = units[i - 2] if i > 1 else None
        if not before.final or not after.wide or earlier is None or not earlier.wide:
            return True
    return False


def _within_words(units: list[Unit], i: int, numbers: frozenset[int]) -> bool:
    """Apply LB20a to LB31: hyphens, numbers, and letters of all scripts."""
    before, after = units[i - 1], units[i]
    a, b = before.kind, after.kind
    earlier = units[i - 2].kind if i > 1 else ""
    if (a == "HY" or before.hyphen) and b == "AL" and earlier in _STARTS_WORD:
        return False
    if b in ("BA", "HY", "NS", "IN") or a == "BB":
        return False
    if earlier == "HL" and b != "HL" and (a == "HY" or (a == "BA" and not before.wide)):
        return False
    if a == "SY" and b == "HL":
        return False
    if (a in _LETTERS and b == "NU") or (a == "NU" and b in _LETTERS):
        return False
    if (a == "PR" and b in _IDEOGRAPHS) or (a in _IDEOGRAPHS and b == "PO"):
        return False
    if (a in ("PR", "PO") and b in _LETTERS) or (a in _LETTERS and b in ("PR", "PO")):
        return False
    if _in_number(units, i, numbers):
        return False
    if b in _JAMO.get(a, ()) or (a in _HANGUL and b == "PO") or (a == "PR" and b in _HANGUL):
        return False
    if (a in _LETTERS or a == "IS") and b in _LETTERS:
        return False
    if _in_aksara(units, i):
        return False
    if (a in _LETTERS or a == "NU") and b == "OP" and not after.wide:
        return False
    if a == "CP" and not before.wide and (b in _LETTERS or b == "NU"):
        return False
    if a == b == "RI":
        return _flags_before(units, i) % 2 == 0
    return not (b == "EM" and (a == "EB" or before.unassigned_picture))


def _in_number(units: list[Unit], i: int, numbers: frozenset[int]) -> bool:
    """Say whether both belong to one number with its signs (LB25)."""
    a, b = units[i - 1].kind, units[i].kind
    if b in ("PO", "PR"):
        return i - 1 in numbers or (a in ("CL", "CP") and i - 2 in numbers)
    if b == "NU":
        return a in ("PO", "PR", "HY", "IS") or i - 1 in numbers
    if b == "OP" and a in ("PO", "PR"):
        following = [unit.kind for unit in units[i + 1 : i + 3]]
        return following[:1] == ["NU"] or following == ["IS", "NU"]
    return False


def _in_aksara(units: list[Unit], i: int) -> bool:
    """Say whether both belong to one syllable of a Brahmic script such as the Javanese (LB28a)."""
    before, after = units[i - 1], units[i]
    a, b = before.kind, after.kind
    if (a == "AP" and after.syllabic) or (before.syllabic and b in ("VF", "VI")):
        return True
    if a == "VI" and i > 1 and units[i - 2].syllabic and after.syllabic and b != "AS":
        return True
    return before.syllabic and after.syllabic and i + 1 < len(units) and units[i + 1].kind == "VF"


def _flags_before(units: list[Unit], i: int) -> int:
    """Count the flag letters right before unit ``i``."""
    count = 0
    while i - 1 - count >= 0 and units[i - 1 - count].kind == "RI":
        count += 1
    return count
