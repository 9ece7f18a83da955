"""Our own templates hold no logic: what is counted, chosen, sorted or put together is a field of a view.

A theme's author reads them to learn what a page is made of, and whoever draws a page anew must not work anything out
a second time.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

THEMES = Path(__file__).parents[1] / "themes"
TEMPLATES = sorted(THEMES.glob("*/templates/*.html"))
WORKING_OUT = (
    nodes.Add,
    nodes.Sub,
    nodes.Mul,
    nodes.Div,
    nodes.FloorDiv,
    nodes.Mod,
    nodes.Pow,
    nodes.Neg,
    nodes.Concat,
)
"""Arithmetic, and texts put together."""
ALLOWED_FILTERS = {
    "few": "how much of a list a theme has room for is the theme's to say",
    "left_out": "the number that it leaves out",
    "on_axis": "a macro is given roles, of which no view knows beforehand which stand together",
    "join": "commas between words",
    "length": "a number that is printed; a decision by it is refused below",
    "trim": "the line breaks of a macro of ours",
    "upper": "a language's code as letters on a button",
}
"""All filters that our templates use, and why each of them is no work."""


def worked_out(text: str) -> Iterator[tuple[int, str]]:
    """Yield line and name of everything that a template works out."""
    tree = Environment(autoescape=True).parse(text)
    for node in tree.find_all(nodes.Node):
        if isinstance(node, WORKING_OUT):
            yield node.lineno, type(node).__name__
        elif isinstance(node, nodes.Filter) and node.name not in ALLOWED_FILTERS:
            yield node.lineno, f"|{node.name}"
        elif isinstance(node, nodes.Slice) and not _is_a_beginning(node):
            yield node.lineno, "a slice that is not the beginning of a list"
        elif isinstance(node, nodes.Call) and _is_a_method(node.node):
            yield node.lineno, "a method"
        elif isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in _MAKING:
            yield node.lineno, f"{node.node.name}()"
        elif isinstance(node, nodes.CondExpr) and _is_chained(node):
            yield node.lineno, "a condition in a condition"
        elif isinstance(node, nodes.For) and node.test is not None and not _asks_only(node.test):
            yield node.lineno, "a choice by more than one field"
        elif isinstance(node, nodes.If | nodes.CondExpr) and any(
            map(_counts, (node.test, *node.test.find_all(nodes.Filter)))
        ):
            yield node.lineno, "a decision by length"
        elif isinstance(node, nodes.List | nodes.Dict):
            yield node.lineno, "a list of its own"


_MAKING = {"namespace", "range", "dict", "cycler", "joiner", "lipsum"}


def _is_a_beginning(node: nodes.Slice) -> bool:
    """Say whether a slice is ``[:3]``: so many a place has room for."""
    stop = node.stop
    first = isinstance(stop, nodes.Const) and isinstance(stop.value, int) and stop.value > 0
    return first and node.start is None and node.step is None


def _is_a_method(node: nodes.Node) -> bool:
    """Say whether what is called stands behind a dot, and is no macro of ``m``."""
    return isinstance(node, nodes.Getattr) and not (isinstance(node.node, nodes.Name) and node.node.name == "m")


def _is_chained(node: nodes.CondExpr) -> bool:
    return any(isinstance(part, nodes.CondExpr) for part in (node.test, node.expr1, node.expr2))


def _asks_only(test: nodes.Node) -> bool:
    """Say whether a loop passes over items by one field of theirs."""
    plain = test.node if isinstance(test, nodes.Not) else test
    return isinstance(plain, nodes.Getattr)


def _counts(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Filter) and node.name == "length"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parents[1].name}-{path.stem}")
def test_a_template_of_ours_works_nothing_out(path: Path) -> None:
    assert list(worked_out(path.read_text("utf-8"))) == []


def test_every_filter_that_is_allowed_is_used() -> None:
    used = {
        node.name
        for path in TEMPLATES
        for node in Environment(autoescape=True).parse(path.read_text("utf-8")).find_all(nodes.Filter)
    }
    assert len(TEMPLATES) > 20 and used == set(ALLOWED_FILTERS)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{{ a + 1 }}", "Add"),
        ("{{ 'facet.' ~ kind }}", "Concat"),
        ("{{ items|selectattr('picture') }}", "|selectattr"),
        ("{{ items|first }}", "|first"),
        ("{{ items|sort }}", "|sort"),
        ("{{ items[1:] }}", "a slice that is not the beginning of a list"),
        ("{{ items[:n] }}", "a slice that is not the beginning of a list"),
        ("{{ text.split() }}", "a method"),
        ("{% set n = namespace(x=0) %}", "namespace()"),
        ("{{ 1 if a else 2 if b else 3 }}", "a condition in a condition"),
        ("{% for x in y if x.a == 1 %}{% endfor %}", "a choice by more than one field"),
        ("{% if items|length > 3 %}{% endif %}", "a decision by length"),
        ("{% if items|length %}{% endif %}", "a decision by length"),
        ("{{ [a, b] }}", "a list of its own"),
    ],
)
def test_what_is_worked_out_is_seen(text: str, what: str) -> None:
    assert (1, what) in list(worked_out(text))
