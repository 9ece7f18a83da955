"""Places of keys that a problem is about, where what found it knows the value alone: looked up once it is said."""

from __future__ import annotations

from collections.abc import Mapping

from kiprah.content.front_matter import end_of_keys
from kiprah.fields.source import Source
from kiprah.fields.yaml_composer import compose
from kiprah.fields.yaml_tree import Items, Keys, Node, Scalar
from kiprah.model.settings import SETTINGS_FILE
from kiprah.problem import Place, Problem

_KEYS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "theme-missing": (("theme",), "theme"),
    "font-missing": (("brand", "font"), "file"),
    "font-kind": (("brand", "font"), "file"),
    "brand-contrast": (("brand", "color"), ""),
    "menu-page": (("menu", "page"), "page"),
    "featured-unknown": (("featured",), "value"),
    "cool-off-begins": (("cool_off",), ""),
    "pdf-extra": (("cv", "pdf"), ""),
    "place-exact": (("place",), "value"),
}
"""Path of the key, and the name of the problem's value that it holds (empty: whatever it holds), by problem code."""
_OPTIONS = "theme_options"


def has_key_place(problem: Problem) -> bool:
    """Say whether a problem is about a key that may be looked up; of those with a key of their own, a theme's."""
    return problem.code in _KEYS or (problem.place.path == SETTINGS_FILE and "key" in problem.values)


def key_place(problem: Problem, source: Source) -> Place | None:
    """Return where the key stands that a problem without a line is about; None where it stands nowhere."""
    root = _root(source)
    if problem.code in _KEYS:
        path, of = _KEYS[problem.code]
        node = _found(root, path, problem.values[of] if of else None)
    else:
        node = _option(root, problem.values["key"], is_unknown=problem.code == "theme-option")
    return source.place(node.line, node.column) if node is not None else None


def _root(source: Source) -> Node | None:
    if source.path.endswith(".yml"):
        return compose(source, source.text)[0]
    lines = source.text.split("\n")
    top = next((number for number, line in enumerate(lines) if line.strip()), 0)
    end, _ = end_of_keys(lines, top)
    return compose(source, "\n".join(lines[top + 1 : end]), top + 2)[0]


def _found(node: Node | None, path: tuple[str, ...], wanted: str | None) -> Node | None:
    """Follow keys to a value; of a list it is the item that holds what is wanted."""
    if isinstance(node, Items):
        return next((found for item in node.items if (found := _found(item, path, wanted)) is not None), None)
    if isinstance(node, Keys) and path:
        return next((_found(value, path[1:], wanted) for key, value in node.entries if key.text == path[0]), None)
    if isinstance(node, Scalar) and wanted is not None and " ".join(node.text.split()).strip("/") != wanted:
        return None
    # A single text may stand for the keys that it is short for.
    return node


def _option(node: Node | None, name: str, *, is_unknown: bool) -> Node | None:
    options = _found(node, (_OPTIONS,), None)
    for key, value in options.entries if isinstance(options, Keys) else ():
        if key.text == name:
            return key if is_unknown else value
    return None
