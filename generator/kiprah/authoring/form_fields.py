"""Fields of forms, made from the declarations of keys: which control a key needs, its words, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct, structs

from kiprah.catalog import Words, words
from kiprah.content.json_schema import about
from kiprah.content.keys.key_types import BOX, FILE, FOCUS, LANGUAGE
from kiprah.content.keys.settings_keys import SETTINGS
from kiprah.fields.decoding import DecodeContext, Wrong
from kiprah.fields.groups import Group, ListOf, unwrapped_type
from kiprah.fields.source import Source
from kiprah.fields.types import (
    Amount,
    CalendarDay,
    Choice,
    Converted,
    DayAsKnown,
    Duration,
    Flag,
    Free,
    FreeJson,
    Share,
    Whole,
)
from kiprah.fields.values import Field
from kiprah.fields.yaml_spans import Plain
from kiprah.fields.yaml_tree import Scalar
from kiprah.theme import Option

_FIRST = {
    "activity": ("title", "date", "organization", "role", "hours", "photos", "impact"),
    "event": ("title", "date", "place", "organization", "participants", "photos", "impact"),
    "reflection": ("title", "date", "activity", "frame"),
    "testimonial": ("from", "relation", "activity", "consent", "date"),
    "page": ("title",),
    "selection": ("title", "to", "activities", "reflections", "until"),
    "profile": ("name", "headline", "photo", "place", "links", "skills"),
    "site": ("title", "url", "description", "language", "brand"),
    "member": ("role", "since", "cohort", "status"),
}
"""Keys that matter most, by kind, in the order they are asked for; all others fold."""
GROUPS = {
    "details": (
        "end", "ongoing", "hours_are", "place", "with", "causes", "skills", "sdgs", "description", "quote",
        "event", "cover", "pronouns", "languages", "interests", "email",
    ),
    "background": ("education", "work", "awards", "certificates"),
    "proof": ("evidence", "videos"),
    "seen": ("draft", "circle", "visibility", "publish_after", "risk_accepted", "cool_off", "hours", "noindex"),
}  # fmt: skip
"""Groups of keys that fold together; whatever stands in none of them stands in ``more``."""
_PLAIN = frozenset({
    "name", "from", "date", "hours", "people", "quote", "visibility", "draft", "photos", "photo", "frame", "activity",
    "links", "label", "url", "value", "kind", "theme_options",
})  # fmt: skip
"""Keys whose label says all there is to say."""
_LONG = 300
"""Number of letters from which on a text has several lines to be written in."""
_SIMPLE = (
    (Flag, "flag"),
    (Choice, "choice"),
    (CalendarDay, "day"),
    (DayAsKnown, "day"),
    (Duration, "hours"),
    (Whole, "number"),
    (Amount, "number"),
)


_OF_THE_SITE = frozenset({"on_error", "languages"})
"""Keys whose default follows from what else a site says."""


class FormChoice(Struct, frozen=True):
    """One word that may be chosen, and what it does."""

    value: str
    label: str
    note: str = ""


class FormField(Struct, frozen=True):
    """One key as a form shows it."""

    name: str
    control: str
    label: str
    help: str = ""
    group: str = ""
    """Name of the group that folds; empty: it always shows."""
    required: bool = False
    choices: tuple[FormChoice, ...] = ()
    fields: tuple[FormField, ...] = ()
    longest: int = 0
    most: int = 0
    short: str = ""
    """The inner key that a text alone stands for."""
    partial: bool = False
    """True where it is a day of which only the month or the year may be known."""
    usual: str = ""
    """Value that counts where nothing is said."""


def form_fields(kind: str, fields: tuple[Field, ...], language: str) -> tuple[FormField, ...]:
    """Return the fields of a form, what matters most first."""
    own = words(language, "editor")
    first = _FIRST.get(kind, ())
    made = [_field(kind, field, own, language, _group(kind, field.name)) for field in fields]
    names = dict.fromkeys((*first, *(name for one in GROUPS.values() for name in one)))
    order = {name: number for number, name in enumerate(names)}
    return tuple(sorted(made, key=lambda field: order.get(field.name, len(order))))


def option_field(options: Iterable[Option], language: str) -> FormField:
    """Return the field of ``theme_options``: a control for each option that the site's theme declares."""
    own = words(language, "editor")
    whole = next(field for field in SETTINGS if field.name == "theme_options")
    inner = tuple(_option_field(option, own) for option in options)
    return structs.replace(_field("site", whole, own, language, "more"), control="options", fields=inner)


def _option_field(option: Option, own: Words) -> FormField:
    control = {"bool": "choice", "choice": "choice", "number": "number", "color": "color"}.get(option.kind, "text")
    words_of = ("true", "false") if option.kind == "bool" else option.choices
    named = f"option.{option.theme}.{option.name}"
    known = "choice" if option.kind == "bool" else named
    choices = tuple(FormChoice(one, _first((f"{known}.{one}",), own) or one) for one in words_of)
    label = _first((named,), own) or option.label or option.name.replace("_", " ")
    usual = str(option.default).lower() if option.kind == "bool" else str(option.default)
    return FormField(option.name, control, label, choices=choices, usual=usual)


def _group(kind: str, name: str) -> str:
    if name in _FIRST.get(kind, ()):
        return ""
    return next((group for group, names in GROUPS.items() if name in names), "more")


def _field(kind: str, field: Field, own: Words, language: str, group: str) -> FormField:
    help_text = _first((f"help.{kind}.{field.name}", f"help.{field.name}"), own)
    if not help_text and field.name not in _PLAIN:
        try:
            help_text = about(kind, field, language).replace("`", "")
        except KeyError:
            help_text = ""
    type_ = unwrapped_type(field.type)
    inner: tuple[FormField, ...] = ()
    item = unwrapped_type(type_.of) if isinstance(type_, ListOf) else type_
    if isinstance(item, Group):
        inner = tuple(_field(field.name, one, own, language, "") for one in item.fields)
    label = _first((f"label.{kind}.{field.name}", f"label.{field.name}"), own) or field.name.replace("_", " ")
    schema = _plainest(field.type.json_schema())
    longest = int(schema.get("maxLength", 0))
    return FormField(
        name=field.name,
        control=_control(field, type_, item, schema, longest),
        label=label,
        help=help_text,
        group=group,
        required=field.required or field.name == "title",
        choices=_choices(kind, field, item, own),
        fields=inner,
        longest=longest,
        most=type_.most if isinstance(type_, ListOf) else 0,
        short=item.short if isinstance(item, Group) else "",
        partial=_accepts(field, "2026-03"),
        usual=_usual(field, type_),
    )


def _usual(field: Field, type_: Any) -> str:
    """Return what counts where nothing is said, where one declaration says it for every site."""
    if field.slot is None or isinstance(field.type, Converted) or field.name in _OF_THE_SITE:
        return ""
    owner, name = field.slot.__objclass__, field.slot.__name__
    default = next(one.default for one in structs.fields(owner) if one.name == name)
    if isinstance(type_, Flag):
        return "true" if default is True else ""
    if isinstance(type_, Choice):
        return default if default in type_.words else ""
    if isinstance(type_, Whole) and isinstance(default, int):
        return str(default)
    return " ".join(str(one) for one in default) if isinstance(type_, ListOf) and isinstance(default, tuple) else ""


def _accepts(field: Field, text: str) -> bool:
    """Say whether a day may be said less exactly than a calendar does."""
    if not isinstance(unwrapped_type(field.type), CalendarDay | DayAsKnown):
        return False
    try:
        field.type.read(Scalar(text, 1, 1, quoted=False), DecodeContext(Source("", text)))
    except Wrong:
        return False
    return True


def in_declared_order(value: Plain, type_: Any) -> Plain:
    """Return a value with inner keys in the order of their declaration, as they are to be written."""
    kind = unwrapped_type(type_)
    if isinstance(value, list) and isinstance(kind, ListOf):
        return [in_declared_order(one, kind.of) for one in value]
    if isinstance(value, dict) and isinstance(kind, Group):
        types = {field.name: field.type for field in kind.fields}
        return {
            key: in_declared_order(value[key], types[key]) if key in types else value[key]
            for key in sorted(value, key=lambda key: [*types, key].index(key))
        }
    return value


def _control(field: Field, type_: Any, item: Any, schema: dict[str, Any], longest: int) -> str:
    for whole, name in ((FOCUS, "focus"), (FILE, "file"), (LANGUAGE, "language")):
        if field.type is whole:
            return name
    if isinstance(type_, ListOf):
        if type_.of is BOX:
            return "hide"
        if isinstance(item, Group):
            return "photos" if any(one.name == "hide" for one in item.fields) else "rows"
        return "choices" if isinstance(item, Choice) else "numbers" if isinstance(item, Whole | Share) else "terms"
    if isinstance(item, Group):
        return "portrait" if any(one.name == "hide" for one in item.fields) else "group"
    for simple, name in _SIMPLE:
        if isinstance(item, simple):
            return name
    if isinstance(item, Free | FreeJson):
        return "free"
    if schema.get("pattern", "").startswith("^#["):
        return "color"
    if schema.get("format") in ("uri", "email"):
        return "url" if schema["format"] == "uri" else "email"
    return "long" if longest >= _LONG else "text"


def _choices(kind: str, field: Field, item: Any, own: Words) -> tuple[FormChoice, ...]:
    if not isinstance(item, Choice):
        return ()
    found = []
    for word in item.words:
        names = (f"choice.{kind}.{field.name}.{word}", f"choice.{field.name}.{word}")
        notes = tuple(f"{name}.note" for name in names)
        found.append(FormChoice(str(word), _first(names, own) or str(word), _first(notes, own)))
    return tuple(found)


def _first(names: tuple[str, ...], own: Words) -> str:
    return next((own.say(name) for name in names if own.has(name)), "")


def _plainest(schema: dict[str, Any]) -> dict[str, Any]:
    """Return of several ways to write a value the one that is a text."""
    ways = schema.get("anyOf")
    return _plainest(ways[0]) if ways else schema
