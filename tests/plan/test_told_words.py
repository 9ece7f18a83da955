"""Told words: every key of words is among them, whoever adds it, and nothing that only says where words stand."""

from __future__ import annotations

import importlib
import pkgutil
import typing
from collections.abc import Iterator
from types import UnionType
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import fields

import kiprah.model
from kiprah.model.entry import Body, LocalizedText
from kiprah.plan.privacy.told_words import told_words

NO_WORDS = {"language", "written_in", "of"}


def kinds() -> list[type[LocalizedText]]:
    """Return the words of every kind of entry."""
    for module in pkgutil.iter_modules(kiprah.model.__path__, "kiprah.model."):
        importlib.import_module(module.name)
    found = {LocalizedText}
    while more := {below for one in found for below in one.__subclasses__()} - found:
        found |= more
    return sorted(found - {LocalizedText}, key=lambda kind: kind.__name__)


def filled(kind: Any, path: str) -> Any:
    """Return a value of a type in which every text says where it stands."""
    options = [one for one in typing.get_args(kind) if one is not type(None)]
    if isinstance(kind, UnionType):
        return filled(options[0], path)
    if typing.get_origin(kind) is tuple:
        return (filled(options[0], path),)
    if kind is Body:
        return Body(("<p>",), f"{path}.text", f"{path}.notes", "file.md")
    if isinstance(kind, type) and issubclass(kind, Struct):
        return kind(**{field.name: filled(field.type, f"{path}.{field.name}") for field in fields(kind)})
    return path if kind is str else kind()


def texts_in(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield each text of a value with the field it stands in."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, tuple):
        for one in value:
            yield from texts_in(one, name)
    elif isinstance(value, Body):
        yield from (("text", value.text), ("notes", value.notes))
    elif isinstance(value, Struct):
        for field in fields(value):
            yield from texts_in(getattr(value, field.name), field.name)


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_every_key_of_words_is_told(kind: type[LocalizedText]) -> None:
    text = filled(kind, kind.__name__)
    words = [said for name, said in texts_in(text) if name not in NO_WORDS]
    # Nothing but its own file and language is left out, and nothing is said twice.
    assert len(words) > 1 and sorted(told_words(text)) == sorted(words)


def test_what_is_named_is_left_out_wherever_it_stands() -> None:
    text = filled(next(kind for kind in kinds() if kind.__name__ == "ActivityText"), "a")
    left = set(told_words(text)) - set(told_words(text, frozenset({"url", "body"})))
    assert left == {"a.organization.url", "a.body.text", "a.body.notes"}
