"""Told words: all that one text tells, field by field, so that a key which somebody adds is looked at as well."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct
from msgspec.structs import fields as struct_fields

from kiprah.model.entry import Body

_NO_WORDS = frozenset({"written_in", "language", "of", "hidden"})
"""Fields of texts that say where they stand and of what they are, not what they tell."""
NOTHING: frozenset[str] = frozenset()


def told_words(text: Struct, but: frozenset[str] = NOTHING) -> list[str]:
    """Return every piece of text that a language's words hold, but those in the fields that are named."""
    found: list[str] = []
    _gather(text, but, found)
    return found


def _gather(value: object, but: frozenset[str], found: list[str]) -> None:
    if isinstance(value, str):
        found.append(value)
    elif isinstance(value, tuple):
        for one in value:
            _gather(one, but, found)
    elif isinstance(value, Body):
        found += (value.text, value.notes)
    elif isinstance(value, Struct):
        for name in _names_of(type(value), but):
            # Most keys are not given.
            if inner := getattr(value, name):
                _gather(inner, but, found)


@lru_cache(maxsize=128)
def _names_of(struct: type[Struct], but: frozenset[str]) -> tuple[str, ...]:
    return tuple(field.name for field in struct_fields(struct) if field.name not in _NO_WORDS | but)
