"""Static check of templates: names and fields that no page has, found without drawing one.

Only what is certain is said. A value whose class cannot be told (an argument of a macro, the result of a filter) is
left alone, and so is a field that one of several possible classes has.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from jinja2 import nodes
from msgspec import Struct

from kiprah.plan.pages.page_outputs import TEMPLATES
from kiprah.plan.views.page import MemberView, PageView, SiteView, Subject
from kiprah.problem import Problem
from kiprah.render.template_faults import Missing, missing_field
from kiprah.render.template_names import NameCheck, parsed_template
from kiprah.template_references import template_path
from kiprah.theme import Theme

Classes = tuple[Any, ...]
"""Types that a value may have: annotations of views, without None; empty where nothing is known."""

_SAME_ITEMS = frozenset(("few", "list", "selectattr", "rejectattr", "select", "reject", "reverse", "sort", "unique"))


def template_problems(theme: Theme, assets: Iterable[str] = ()) -> tuple[Problem, ...]:
    """List the names and fields that templates of a theme ask for and no page has.

    ``assets`` are the names of all; without them, none is looked for.
    """
    names = NameCheck(theme, _subjects(), assets)
    problems = []
    for name, text in sorted(theme.templates):
        lines = text.splitlines()
        for line, missing in dict.fromkeys((*_missing_fields(name, text), *names.missing(name))):
            source = lines[line - 1] if line <= len(lines) else ""
            problems.append(missing.problem(template_path(name), line, source))
    return tuple(sorted(problems, key=lambda problem: problem.place))


@lru_cache(maxsize=256)
def _missing_fields(name: str, text: str) -> tuple[tuple[int, Missing], ...]:
    """Look at one template; where a preview follows its author, at the edited one alone."""
    return tuple(_Fields(name).look(parsed_template(text)))


@lru_cache(maxsize=1)
def _subjects() -> dict[str, Any]:
    """Return the class of each page's subject by its name in templates."""
    classes = {view.__name__.removesuffix("View").casefold(): view for view in typing.get_args(Subject)}
    return {kind.replace("-", "_"): classes[kind.replace("-", "")] for kind in TEMPLATES}


class _Fields:
    """Follows values through one template as far as their classes are known."""

    def __init__(self, name: str) -> None:
        kinds = {template: kind.replace("-", "_") for kind, template in TEMPLATES.items()}
        kind = kinds.get(name.partition(":")[2])
        self._known: dict[str, Classes] = {"site": (SiteView,), "member": (MemberView,), "page": (PageView,)}
        if kind is not None:
            self._known[kind] = (_subjects()[kind],)
        self._found: list[tuple[int, Missing]] = []

    def look(self, tree: nodes.Template) -> list[tuple[int, Missing]]:
        """Return the line of every field that is not there."""
        self._visit_all(tree.body)
        return self._found

    def _visit_all(self, body: Iterable[nodes.Node]) -> None:
        for node in body:
            self._visit(node)

    def _visit(self, node: nodes.Node) -> None:
        if isinstance(node, nodes.For):
            self._visit_for(node)
        elif isinstance(node, nodes.Macro | nodes.CallBlock):
            self._within(node.body, {argument.name: () for argument in node.args})
        elif isinstance(node, nodes.Assign):
            classes = self._classes(node.node)
            self._set(node.target, classes)
        elif isinstance(node, nodes.Block | nodes.With | nodes.Scope):
            self._within(node.body, {})
        elif isinstance(node, nodes.Expr):
            self._classes(node)
        else:
            self._visit_all(node.iter_child_nodes())

    def _visit_for(self, node: nodes.For) -> None:
        items = tuple(item for classes in self._classes(node.iter) for item in _items(classes))
        names: dict[str, Classes] = {}
        if isinstance(node.target, nodes.Name):
            names[node.target.name] = items
        elif isinstance(node.target, nodes.Tuple):
            for index, target in enumerate(node.target.items):
                if isinstance(target, nodes.Name):
                    names[target.name] = tuple(c for item in items for c in _item_at(item, index))
        self._within([*([node.test] if node.test else []), *node.body, *node.else_], names)

    def _within(self, body: Sequence[nodes.Node], names: dict[str, Classes]) -> None:
        before = self._known
        self._known = {**before, "loop": (), **names}
        self._visit_all(body)
        self._known = before

    def _set(self, target: nodes.Expr, classes: Classes) -> None:
        if isinstance(target, nodes.Name):
            known = self._known.get(target.name)
            # Set twice to different things, it may be either: then nothing is certain.
            self._known[target.name] = classes if known is None or known == classes else ()
        elif isinstance(target, nodes.Tuple):
            for item in target.items:
                self._set(item, ())

    def _classes(self, node: nodes.Node) -> Classes:
        """Return what an expression may be, and look at all that it is made of."""
        if isinstance(node, nodes.Name):
            return self._known.get(node.name, ())
        if isinstance(node, nodes.Getattr):
            return self._field(node, self._classes(node.node))
        if isinstance(node, nodes.Getitem):
            classes = self._classes(node.node)
            self._visit_all([node.arg])
            if isinstance(node.arg, nodes.Slice):
                return classes
            index = node.arg.value if isinstance(node.arg, nodes.Const) else None
            return tuple(c for each in classes for c in _item_at(each, index))
        if isinstance(node, nodes.CondExpr):
            self._visit(node.test)
            return self._either(node.expr1, node.expr2)
        if isinstance(node, nodes.Or):
            return self._either(node.left, node.right)
        if isinstance(node, nodes.Filter) and node.node is not None:
            classes = self._classes(node.node)
            self._visit_all([*node.args, *node.kwargs])
            if node.name in _SAME_ITEMS:
                return classes
            return tuple(i for c in classes for i in _items(c)) if node.name in ("first", "last") else ()
        self._visit_all(node.iter_child_nodes())
        return ()

    def _either(self, one: nodes.Expr, other: nodes.Expr | None) -> Classes:
        first, second = self._classes(one), self._classes(other) if other is not None else ()
        if isinstance(other, nodes.Const) and other.value is None:
            return first
        return tuple(dict.fromkeys((*first, *second))) if first and second else ()

    def _field(self, node: nodes.Getattr, classes: Classes) -> Classes:
        views = [c for c in classes if isinstance(c, type) and issubclass(c, Struct)]
        if not views or len(views) < len(classes):
            return ()
        found = [fields[node.attr] for view in views if node.attr in (fields := fields_of(view))]
        if not found and not any(hasattr(view, node.attr) for view in views):
            owner = " / ".join(view.__name__ for view in views)
            known = {name for view in views for name in fields_of(view)}
            self._found.append((node.lineno, missing_field(owner, node.attr, known)))
        return tuple(dict.fromkeys(c for field in found for c in _options(field)))


@lru_cache(maxsize=100)
def fields_of(view: type[Struct]) -> dict[str, Any]:
    """Return the annotations of a view's fields and properties."""
    fields = dict(typing.get_type_hints(view))
    for name, value in vars(view).items():
        if isinstance(value, property) and value.fget is not None:
            fields[name] = typing.get_type_hints(value.fget)["return"]
    return {name: hint for name, hint in fields.items() if not name.startswith("_")}


def _options(hint: Any) -> Classes:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return tuple(option for option in typing.get_args(hint) if option is not types.NoneType)
    return (hint,)


def _items(hint: Any) -> Classes:
    """Return what a tuple of any length holds."""
    arguments = typing.get_args(hint)
    return _options(arguments[0]) if typing.get_origin(hint) is tuple and arguments[-1] is Ellipsis else ()


def _item_at(hint: Any, index: object) -> Classes:
    """Return what stands in a tuple at a place."""
    if typing.get_origin(hint) is not tuple or not isinstance(index, int):
        return ()
    arguments = typing.get_args(hint)
    if arguments[-1] is Ellipsis:
        return _options(arguments[0])
    return _options(arguments[index]) if -len(arguments) <= index < len(arguments) else ()
