"""Facts and words: a fact of an entry stands once, its words in each language, and nothing in both."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from msgspec import Struct
from msgspec.structs import fields

import kiprah.model
from kiprah.content.json_schema import FILE_DECLARATIONS
from kiprah.fields.values import Field
from kiprah.model.entry import Activity, ActivityText, Common, EntryText, LocalizedText
from kiprah.model.photo import Photo, PhotoText

ENTRIES = {"Activity", "Reflection", "Testimonial", "Page", "Selection"}


def structs() -> dict[str, type[Struct]]:
    """Return every struct of the model, by name."""
    modules = (
        importlib.import_module(one.name) for one in pkgutil.iter_modules(kiprah.model.__path__, "kiprah.model.")
    )
    return {
        name: value
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, type) and issubclass(value, Struct) and value.__module__ == module.__name__
    }


def pairs() -> Iterator[tuple[type[Struct], type[Struct]]]:
    """Yield each struct of facts with that of its words: ``Photo`` and ``PhotoText``."""
    known = structs()
    named = {name.removesuffix("Text"): name for name in known if name.endswith("Text")}
    yield from ((known[facts], known[words]) for facts, words in named.items() if facts in known)
    yield Common, EntryText


def names(struct: type[Struct]) -> set[str]:
    """Return a struct's fields, with those of the facts that every entry has."""
    own = {field.name for field in fields(struct)}
    return own | (names(Common) if "common" in own else set())


PAIRS = list(pairs())


def test_every_kind_has_its_words_apart() -> None:
    assert {facts.__name__ for facts, _ in PAIRS} == {
        *ENTRIES, "Common", "Profile", "Photo", "Video", "Impact", "Evidence", "WebLink", "Education", "Work", "Award",
        "Certificate",
    }  # fmt: skip
    # An event is an activity and what stands on it; what it says stands on the activity's words.
    assert {field.name for field in fields(structs()["Event"])} & names(ActivityText) == set()


@pytest.mark.parametrize(("facts", "words"), PAIRS, ids=lambda struct: struct.__name__)
def test_nothing_stands_on_facts_and_on_words(facts: type[Struct], words: type[Struct]) -> None:
    assert names(facts) and names(words)
    assert names(facts) & names(words) == set()


def test_whoever_has_words_has_them_in_texts() -> None:
    localized = {name for name, struct in structs().items() if issubclass(struct, LocalizedText)}
    kinds = {name.removesuffix("Text") for name in localized} & structs().keys()
    assert kinds == {*ENTRIES, "Profile"}
    assert {kind for kind in kinds if "texts" not in names(structs()[kind])} == set()


def bound(declared: tuple[Field, ...]) -> Iterator[tuple[str, str]]:
    """Yield the struct and the field of each key that is bound to one."""
    for field in declared:
        if field.slot is not None:
            yield field.slot.__objclass__.__name__, field.slot.__name__


@pytest.mark.parametrize("kind", FILE_DECLARATIONS)
def test_a_key_is_bound_to_one_field_alone(kind: str) -> None:
    slots = list(bound(FILE_DECLARATIONS[kind].fields))
    assert slots and len(slots) == len(set(slots))
    by_name: dict[str, set[str]] = {}
    for struct, name in slots:
        by_name.setdefault(name, set()).add(struct)
    assert {name: found for name, found in by_name.items() if len(found) > 1} == {}


def test_what_is_said_of_a_photo_is_no_fact_of_it() -> None:
    assert {"alt", "caption"} <= names(PhotoText)
    assert {"file", "focus", "people", "consent", "consent_until", "source"} <= names(Photo)
    # Tags are shown as they are written: words, that a translation says in its own language.
    assert "tags" in names(ActivityText) and "tags" not in names(Activity)
