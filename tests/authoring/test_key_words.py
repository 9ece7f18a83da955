"""Words of keys: whatever is declared says in both languages what it is for, and is called by a name of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiprah.authoring.form_fields import FormField, form_fields, option_field
from kiprah.catalog import words
from kiprah.content.json_schema import FILE_DECLARATIONS, about
from kiprah.content.keys.entry_keys import PHOTO
from kiprah.fields.groups import Group, ListOf
from kiprah.fields.types import Flag, Text
from kiprah.fields.values import Field
from kiprah.theme import Option
from kiprah.theme_options import declared_options

THEMES = Path(__file__).parents[2] / "themes"
OURS = ("lembar", "pelita")
LANGUAGES = pytest.mark.parametrize("language", ["en", "id"])
DECLARED = {**{kind: declared.fields for kind, declared in FILE_DECLARATIONS.items()}, "photo": PHOTO.fields}
SAME = {"en": frozenset[str](), "id": frozenset({"cv", "menu", "status"})}
"""Keys that are words of the language itself, but for a capital."""


def without_hint(kind: str, fields: tuple[Field, ...], language: str) -> list[str]:
    """Name the keys of which the catalogue ``fields`` does not say in a sentence what they are for."""
    found = []
    for field in fields:
        try:
            hint = about(kind, field, language)
        except KeyError:
            hint = ""
        if not hint.endswith(".") or not (hint[0].isupper() or hint[0] == "`") or is_key(hint.rstrip("."), field.name):
            found.append(f"{kind}.{field.name}")
    return found


def without_label(kind: str, fields: tuple[Field, ...], language: str) -> list[str]:
    """Name the keys, those inside keys too, that a form would call by nothing but the key."""
    made = every_field(form_fields(kind, fields, language), kind)
    return [f"{place}.{field.name}" for place, field in made if not is_named(field, language)]


def is_named(field: FormField, language: str) -> bool:
    if field.name in SAME[language] and field.label == field.name.capitalize().replace("Cv", "CV"):
        return True
    # English keys are English words: there a capital shows that somebody wrote the label.
    label = field.label if language == "en" else field.label.casefold()
    return bool(label.strip()) and not is_key(label, field.name)


def is_key(text: str, name: str) -> bool:
    return text in (name, name.replace("_", " "), name.casefold())


def every_field(fields: tuple[FormField, ...], kind: str) -> Iterator[tuple[str, FormField]]:
    for field in fields:
        yield kind, field
        yield from every_field(field.fields, field.name)


@LANGUAGES
@pytest.mark.parametrize("kind", DECLARED)
def test_every_key_says_what_it_is_for(kind: str, language: str) -> None:
    assert len(DECLARED[kind]) > 5
    assert without_hint(kind, DECLARED[kind], language) == []


@LANGUAGES
@pytest.mark.parametrize("kind", DECLARED)
def test_every_key_has_a_label_in_the_editor(kind: str, language: str) -> None:
    assert without_label(kind, DECLARED[kind], language) == []


@LANGUAGES
def test_a_key_without_words_is_named(language: str) -> None:
    new = Field("wind_speed", Text(80))
    within = Field("places", ListOf(Group((new, Field("file", Text(80))))))
    assert without_hint("activity", (*DECLARED["activity"], new), language) == ["activity.wind_speed"]
    assert without_label("activity", (*DECLARED["activity"], new, within), language) == [
        "activity.wind_speed", "activity.places", "places.wind_speed",
    ]  # fmt: skip


@LANGUAGES
def test_words_of_one_kind_are_not_another_kinds(language: str) -> None:
    """A page that takes a key of the profile's needs its own words, or some that all kinds share."""
    assert without_hint("page", (Field("headline", Text(80)),), language) == ["page.headline"]


@LANGUAGES
@pytest.mark.parametrize("theme", OURS)
def test_every_option_of_our_themes_is_told_in_both_languages(theme: str, language: str) -> None:
    own = words(language, "editor")
    options = declared_options(theme, (THEMES,))
    shown = option_field(options, language).fields
    assert [field.name for field in shown] == [option.name for option in options] and len(options) > 1
    assert [field.name for field in shown if not is_named(field, language)] == []
    known = own.below("option.")
    told = {f"{option.theme}.{option.name}" for option in options}
    told |= {f"{option.theme}.{option.name}.{one}" for option in options for one in option.choices}
    assert told - known.keys() == set()
    assert [one for field in shown for one in field.choices if one.label in ("", one.value)] == []


def test_no_words_are_left_of_options_that_are_gone() -> None:
    options = [option for theme in OURS for option in declared_options(theme, (THEMES,))]
    told = {f"{option.theme}.{option.name}" for option in options}
    told |= {f"{option.theme}.{option.name}.{one}" for option in options for one in option.choices}
    for language in ("en", "id"):
        assert words(language, "editor").below("option.").keys() == told


def test_a_strangers_option_is_called_as_its_theme_calls_it() -> None:
    theirs = Option("strip", "bool", True, label="Garis bergelombang", theme="mine")
    unnamed = Option("two_words", "bool", True, theme="mine")
    assert [field.label for field in option_field((theirs, unnamed), "id").fields] == [
        "Garis bergelombang",
        "two words",
    ]


def test_what_is_not_shown_as_text_has_a_name_too() -> None:
    (field,) = form_fields("activity", (Field("ongoing", Flag()),), "id")
    assert field.control == "flag" and is_named(field, "id")
