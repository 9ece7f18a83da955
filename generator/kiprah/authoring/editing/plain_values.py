"""Plain values as forms send them: what of them is empty, what is the same thing, and how they are written."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from kiprah.authoring.yaml_text import Value, Word
from kiprah.fields.yaml_spans import Plain

_WORDS = frozenset({"yes", "no", "true", "false"})
_NAMING = ("file", "url", "page", "did", "name", "label", "what")
"""Keys by which an item of a list is known again, in this order."""


def pruned(value: Plain) -> Plain:
    """Return a value without keys that have none, as the reader sees it."""
    if isinstance(value, dict):
        inner = {key: pruned(one) for key, one in value.items()}
        return {key: one for key, one in inner.items() if not is_nothing(one)}
    return [pruned(one) for one in value] if isinstance(value, list) else unicodedata.normalize("NFC", value).strip()


def is_nothing(value: Plain) -> bool:
    """Say whether a value says nothing; a list of empty items says that there are some."""
    return value in ("", [], {})


def yaml_value(value: Plain) -> Value:
    """Return a value as the writer of YAML takes it: words that mean something stay without quotes."""
    if isinstance(value, dict):
        return {key: yaml_value(one) for key, one in value.items()}
    if isinstance(value, list):
        return [yaml_value(one) for one in value]
    return Word(value) if value in _WORDS else value


def origins(old: Sequence[Plain], new: Sequence[Plain]) -> list[int | None]:
    """Say of each item of a new list which item of the old one it was; None where it is new."""
    found: list[int | None] = [None] * len(new)
    free = set(range(len(old)))

    def take(number: int, index: int) -> None:
        found[number] = index
        free.discard(index)

    for number, item in enumerate(new):
        # Where it stands already, before anywhere else: of two equal items none needs to move.
        same = [index for index in sorted(free, key=lambda i: (i != number, i)) if old[index] == item]
        if same:
            take(number, same[0])
    names = {index: _name(old[index]) for index in free}
    for number, item in enumerate(new):
        if found[number] is None and (name := _name(item)):
            like = [index for index in sorted(free) if names[index] == name]
            if like:
                take(number, like[0])
    if len(old) == len(new):
        for number in range(len(new)):
            if found[number] is None and number in free:
                take(number, number)
    return found


def _name(item: Plain) -> str:
    if isinstance(item, str):
        return item
    if isinstance(item, dict):
        return next((text for key in _NAMING if isinstance(text := item.get(key), str) and text), "")
    return ""
