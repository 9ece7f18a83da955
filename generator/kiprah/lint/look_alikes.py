"""Names and slugs that look like somebody else's: a newcomer may be taken for another, or want to be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import Struct

_TWINS = {
    "a": "аαａ", "b": "Ьвｂ", "c": "сϲｃ", "d": "ԁｄ", "e": "еεｅёé", "g": "ɡｇ", "h": "һｈн", "i": "іιıｉ1|ì",
    "j": "јｊ", "k": "кκｋ", "l": "ⅼӏｌ", "m": "мｍ", "n": "ոηｎп", "o": "оοօ0ｏ", "p": "рρｐ", "q": "ԛｑ", "r": "гｒ",
    "s": "ѕｓ5", "t": "тτｔ", "u": "υսｕ", "v": "ѵνｖ", "w": "ԝωｗ", "x": "хχｘ", "y": "уγｙ", "z": "ｚ2",
}  # fmt: skip
_PLAIN = {ord(twin): letter for letter, twins in _TWINS.items() for twin in twins}
_NUMBER = re.compile(r"\d+")
_LONG, _SHORT = 6, 4
"""Letters from which two, and one, may differ: of shorter names almost any two are that close."""


class LookAlike(Struct, frozen=True):
    """Somebody who could be taken for somebody else."""

    slug: str
    """Of the other."""
    what: Literal["name", "slug"]
    own: str
    other: str

    @property
    def is_twin(self) -> bool:
        """Say whether the two look the same, rather than nearly."""
        return skeleton(self.own) == skeleton(self.other)


def skeleton(text: str) -> str:
    """Write a text as it looks: twins of letters in other scripts as the letter, without marks, case and spaces."""
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    letters = "".join(c for c in folded if unicodedata.category(c)[0] in "LN").translate(_PLAIN)
    return letters.replace("rn", "m").replace("vv", "w").replace("cl", "d").replace("l", "i")


def distance(first: str, second: str, most: int) -> int:
    """Count the letters to add, drop or change from one text to the other; ``most + 1`` where it is more."""
    if abs(len(first) - len(second)) > most:
        return most + 1
    row = list(range(len(second) + 1))
    for number, letter in enumerate(first, 1):
        above, row[0] = row[0], number
        for place, other in enumerate(second, 1):
            above, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, above + (letter != other))
        if min(row) > most:
            return most + 1
    return row[-1]


def look_alikes(slug: str, name: str, others: Iterable[tuple[str, str]]) -> tuple[LookAlike, ...]:
    """Find whom a member could be taken for; ``others`` are slugs with names."""
    alike: list[LookAlike] = []
    for other_slug, other_name in others:
        if other_slug == slug:
            continue
        if _is_near(slug, other_slug):
            alike.append(LookAlike(other_slug, "slug", slug, other_slug))
        if name and other_name and _is_near(name, other_name):
            alike.append(LookAlike(other_slug, "name", name, other_name))
    return tuple(alike)


def _is_near(first: str, second: str) -> bool:
    one, two = skeleton(first), skeleton(second)
    if one == two:
        return bool(one)
    shorter = min(len(one), len(two))
    if shorter < _SHORT or _is_counted(first, second):
        return False
    most = 2 if shorter >= _LONG else 1
    return distance(one, two, most) <= most


def _is_counted(one: str, two: str) -> bool:
    """Say whether two differ in their numbers alone: somebody counted ``m0001`` and ``m0002``."""
    return "0" in _NUMBER.sub("0", one) and _NUMBER.sub("0", one) == _NUMBER.sub("0", two)


def names_by_slug(texts: Mapping[str, str]) -> dict[str, str]:
    """Return the name in each profile's text, as far as one line says it."""
    names: dict[str, str] = {}
    for slug, text in texts.items():
        line = next((line for line in text.split("\n") if line.startswith("name:")), "")
        names[slug] = line[5:].strip().strip("\"'")
    return names
