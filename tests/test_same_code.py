"""The house rule that all is written once: no two functions do the same, and no values of a type are listed again."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from support.package import package_nodes, package_trees

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
LEAST = 350
"""Letters of a function's syntax tree from which two that are alike are no accident."""
ROOM_WITHOUT_SHARING = "metadata_scan/"
"""The room that checks what others made, and shares no code with them."""
BY_ACCIDENT = {
    "__init__": "an exception that carries a problem's code and values, each of its own room",
}
"""Names of functions that may be alike, and why."""


LISTED_AGAIN = {
    "cli/attest/organization.py": "the options of a command that loads what signs only once it is called",
    "cli/erase.py": "the options of a command that loads what erases only once it is called",
}
"""Who may list the values of a type that another module declares, and why; the type checker holds them to it."""


class _Renamed(ast.NodeTransformer):
    """Gives the names of a function's own values numbers, in the order in which they come."""

    def __init__(self, own: set[str]) -> None:
        self.numbers: dict[str, str] = dict.fromkeys(own, "")

    def visit_Name(self, node: ast.Name) -> ast.Name:
        if node.id in self.numbers:
            self.numbers[node.id] = self.numbers[node.id] or f"own{sum(map(bool, self.numbers.values()))}"
            return ast.Name(self.numbers[node.id], node.ctx)
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        self.generic_visit(node)
        return ast.Assign([node.target], node.value or ast.Constant(None))


def shape_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    """Write what a function does, whatever it, its arguments and its variables are called."""
    nodes = [*ast.walk(function)]
    own = {node.arg for node in nodes if isinstance(node, ast.arg)}
    own |= {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    told = ast.get_docstring(function, clean=False) is not None
    copied = ast.parse(ast.unparse(ast.Module(function.body[told:], [])))
    return ast.dump(_Renamed(own).visit(copied))


def alike(nodes: dict[str, tuple[ast.AST, ...]]) -> Iterator[list[str]]:
    """Yield the places of functions that do the same."""
    places: dict[str, list[str]] = {}
    for path, inner in nodes.items():
        for node in inner:
            if isinstance(node, FUNCTIONS) and node.name not in BY_ACCIDENT and len(shape := shape_of(node)) >= LEAST:
                places.setdefault(shape, []).append(f"{path} {node.name}")
    yield from (found for found in places.values() if len(found) > 1)


def test_what_does_the_same_is_found_under_other_names() -> None:
    first = "def one(a, b):\n    'Say so.'\n    rest = [x for x in a if isinstance(x, int) and x > b]\n"
    first += "    return sorted(rest)[:9]"
    other = "def two(many: list, least) -> list:\n    kept = [n for n in many if isinstance(n, int) and n > least]\n"
    same, another = "    return sorted(kept)[:9]", "    return sorted(many)[:9]"
    texts = {"a.py": first, "b.py": other + same, "c.py": other + another}
    nodes = {path: tuple(ast.walk(ast.parse(text))) for path, text in texts.items()}
    assert list(alike(nodes)) == [["a.py one", "b.py two"]]


@pytest.mark.slow
def test_a_rule_is_written_once() -> None:
    nodes = {path: inner for path, inner in package_nodes().items() if not path.startswith(ROOM_WITHOUT_SHARING)}
    assert len(nodes) > 500
    assert list(alike(nodes)) == []


def values_of(node: ast.AST) -> frozenset[str]:
    """Return the texts of a list that holds nothing else, and at least two."""
    parts = node.elts if isinstance(node, ast.Tuple | ast.List | ast.Set) else []
    texts = {part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)}
    return frozenset(texts) if len(texts) == len(parts) > 1 else frozenset()


def is_literal(node: ast.AST) -> bool:
    return isinstance(node, ast.Subscript) and getattr(node.value, "id", "") == "Literal"


def declared_values(tree: ast.Module) -> Iterator[frozenset[str]]:
    """Yield the values of each type that a module declares by a name (``Frame = Literal["what", "gibbs"]``)."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Subscript) and is_literal(node.value):
            yield values_of(node.value.slice)


@pytest.mark.slow
def test_the_values_of_a_type_are_listed_once() -> None:
    """Else one of them is added to the type, and what reads, asks or shows it knows nothing of it."""
    declared = {values for tree in package_trees().values() for values in declared_values(tree)} - {frozenset()}
    assert len(declared) > 30
    found: dict[str, list[int]] = {}
    for path, nodes in package_nodes().items():
        types = {id(node.slice) for node in nodes if isinstance(node, ast.Subscript) and is_literal(node)}
        for node in nodes:
            if id(node) not in types and values_of(node) in declared:
                found.setdefault(path, []).append(node.lineno)  # type: ignore[attr-defined]
    assert {path: lines for path, lines in found.items() if path not in LISTED_AGAIN} == {}
    assert found.keys() == LISTED_AGAIN.keys()
