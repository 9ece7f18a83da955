"""Options of themes: what each declares in ``theme.yml``, and the values that a site gives them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from kiprah.fields.decoding import DecodeContext, Wrong, is_empty
from kiprah.fields.groups import Group, read_fields
from kiprah.fields.source import Source, read_source
from kiprah.fields.types import Checked, Choice, Flag, Text, Whole
from kiprah.fields.values import Field, Values
from kiprah.fields.yaml_composer import compose
from kiprah.fields.yaml_tree import Keys, Scalar
from kiprah.problem import Place, Problem, with_subject
from kiprah.theme import Option, OptionValue, Theme, ThemeDeclaration, theme_folder


def declared_options(name: str, folders: Sequence[Path]) -> tuple[Option, ...]:
    """Read what a theme and those it extends declare as options, and nothing else of them. Raises ``OSError``."""
    options: dict[str, Option] = {}
    chain: list[str] = []
    while name and name not in chain:
        chain.append(name)
        folder = theme_folder(name, folders)
        if folder is None:
            break
        declaration, _ = read_declaration(name, (folder / "theme.yml").read_bytes())
        name = declaration.extends
        for option in declaration.options:
            options.setdefault(option.name, option)
    return tuple(options.values())


def read_declaration(name: str, data: bytes) -> tuple[ThemeDeclaration, list[Problem]]:
    """Read a theme's ``theme.yml``, with what is wrong in it."""
    path = f"themes/{name}/theme.yml"
    source, problems = read_source(path, data)
    if source is None:
        return ThemeDeclaration(), list(problems)
    node, found = compose(source, source.text)
    reading = DecodeContext(source, list(found))
    if not isinstance(node, Keys):
        return ThemeDeclaration(), reading.problems
    declared: list[Option] = []
    entries = {key.text: (key, value) for key, value in node.entries}
    fields = (Field("name", Text(80)), Field("extends", Text(80)), Field("description", Text(400)))
    rest = Keys(tuple((k, v) for k, v in node.entries if k.text != "options"), node.line, node.column)
    values = read_fields(rest, fields, reading)
    named, options = entries.get("options", (None, None))
    if isinstance(options, Keys):
        for key, value in options.entries:
            option = _option(key, value, name, reading)
            if option is not None:
                declared.append(option)
    elif options is not None and not is_empty(options):
        reading.say("not-keys", named, {"key": "options", "nearest": ""})
    return ThemeDeclaration(values.get("extends", ""), tuple(declared)), reading.problems


_OPTION = Group(
    (
        Field("type", Choice(("text", "number", "bool", "choice", "color")), required=True),
        Field("default", Text(200)),
        Field("choices", Checked(lambda text: tuple(part.strip() for part in text.split(",")), {})),
        Field("label", Text(200)),
    )
)


def _option(key: Scalar, value: object, theme: str, reading: DecodeContext) -> Option | None:
    if not isinstance(value, Keys):
        reading.say("not-keys", key, {"key": key.text, "nearest": ""})
        return None
    option_values: Values = _OPTION.read(value, reading)
    kind = option_values.get("type", "text")
    choices = option_values.get("choices", ())
    option = Option(key.text, kind, "", choices)
    try:
        default = _option_value(option, option_values.get("default", ""))
        return Option(key.text, kind, default, choices, option_values.get("label", ""), theme)
    except Wrong as wrong:
        reading.say_wrong(wrong, key.text, value)
        return None


def _option_value(option: Option, text: str) -> OptionValue:
    node = Scalar(text, 1, 1, False)
    reading = DecodeContext(Source("", ""))
    if option.kind == "bool":
        return Flag().read(node, reading)
    if option.kind == "number":
        return Whole(0, 1_000_000).read(node, reading)
    if option.kind == "choice":
        return Choice(option.choices).read(node, reading)
    if option.kind == "color" and not re.fullmatch(r"#[0-9A-Fa-f]{6}", text):
        raise Wrong("bad-color", {"value": text})
    return text


def options_of(
    theme: Theme, given: Iterable[tuple[str, OptionValue]]
) -> tuple[tuple[tuple[str, OptionValue], ...], tuple[Problem, ...]]:
    """Read the site's ``theme_options`` by the theme's declarations; what is not given takes the theme's default."""
    values = dict(theme.default_options)
    known = {option.name: option for option in theme.options}
    problems = []
    for name, text in given:
        if name not in known:
            known_names = ", ".join(sorted(known)) or "-"
            problems.append(Problem("theme-option", Place("site.yml"), {"key": name, "known": known_names}))
            continue
        try:
            values[name] = _option_value(known[name], str(text))
        except Wrong as wrong:
            values_of_wrong = with_subject(wrong.code, wrong.values, key=name)
            problems.append(Problem(wrong.code, Place("site.yml"), values_of_wrong))
    return tuple(sorted(values.items())), tuple(problems)
