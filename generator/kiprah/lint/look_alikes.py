"""Names and slugs that look like somebody else's: a newcomer may be taken for another, or want to be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

What = Literal["name", "slug", "id"]
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
    """Look-alike of a member: somebody who could be taken for them."""

    slug: str
    """Slug of the other member."""
    what: What
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
    return min(row[-1], most + 1)


class _Form(Struct, frozen=True):
    """A text with what is compared of it."""

    text: str
    skeleton: str
    letters: int
    """The letters of the skeleton as bits: one edit changes at most two of them."""


class LookAlikes:
    """Index of everybody's slugs and names, in which those are found that are near one's own."""

    def __init__(self, names: Mapping[str, str]) -> None:
        """Prepare names by slug."""
        self._slugs = [(slug, _form(slug)) for slug in names]
        self._names = [(slug, _form(name)) for slug, name in names.items() if name]
        self._twins: dict[tuple[What, str], list[tuple[str, _Form]]] = {}
        lists: tuple[tuple[What, list[tuple[str, _Form]]], ...] = (("slug", self._slugs), ("name", self._names))
        for what, forms in lists:
            for slug, form in forms:
                self._twins.setdefault((what, form.skeleton), []).append((slug, form))

    def of(self, slug: str, name: str) -> tuple[LookAlike, ...]:
        """Find whom a member could be taken for."""
        own, called = _form(slug), _form(name)
        near = [LookAlike(other, "slug", slug, form.text) for other, form in self._slugs if _is_near(own, form)]
        names = self._names if name else []
        near += [LookAlike(other, "name", name, form.text) for other, form in names if _is_near(called, form)]
        return tuple(one for one in near if one.slug != slug)

    def twins_of(self, slug: str, name: str) -> tuple[LookAlike, ...]:
        """Find who looks the same: at once, however many there are."""
        twins: list[LookAlike] = []
        texts: tuple[tuple[What, str], ...] = (("slug", slug), ("name", name))
        for what, text in texts:
            plain = skeleton(text)
            same = self._twins.get((what, plain), []) if plain else []
            twins += [LookAlike(other, what, text, form.text) for other, form in same if other != slug]
        return tuple(twins)


def _form(text: str) -> _Form:
    plain = skeleton(text)
    letters = 0
    for letter in plain:
        letters |= 1 << (ord(letter) % 61)
    return _Form(text, plain, letters)


def _is_near(first: _Form, second: _Form) -> bool:
    if (first.letters ^ second.letters).bit_count() > 4:
        return False
    one, two = first.skeleton, second.skeleton
    if one == two:
        return bool(one)
    shorter = min(len(one), len(two))
    most = 2 if shorter >= _LONG else 1 if shorter >= _SHORT else 0
    return bool(most) and distance(one, two, most) <= most and not _is_counted(first.text, second.text)


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
