"""Finds tests that can pass without having asserted anything."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

_PASSING_ON = ("enumerate", "list", "range", "reversed", "set", "sorted", "tuple", "zip")
_PARTS = ("items", "keys", "split", "splitlines", "values")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def vacuous_tests(module: ast.Module) -> list[str]:
    """Name the tests that assert nothing, or only in loops over something that might be empty.

    A loop over what stands there to be counted (a literal, or a constant by its name) runs; one over what was read,
    found or built may not, and something outside it has to say that it did.
    """
    functions = [node for node in ast.walk(module) if isinstance(node, Function)]
    tests = [node for node in functions if node.name.startswith("test_")]
    asserting = _asserting_functions(functions)
    return [test.name for test in tests if not any(_certain(test.body, _full_names(module, test), asserting))]


def _asserting_functions(functions: Sequence[Function]) -> set[str]:
    """Name the functions that assert something, or wait for it, for their caller."""
    names = {"wait_for"}
    for node in functions:
        if any(isinstance(inner, ast.Assert) for inner in ast.walk(node)):
            names.add(node.name)
    return names


def _full_names(module: ast.Module, test: Function) -> set[str]:
    """Name what is bound to something that is not empty."""
    names: set[str] = set()
    for node in (*module.body, *ast.walk(test)):
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target, value = node.targets[0], node.value
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            target, value = node.target, node.value
        else:
            continue
        if isinstance(target, ast.Name) and _is_full(value, names):
            names.add(target.id)
    return names


def _is_full(node: ast.expr, names: set[str]) -> bool:
    match node:
        case ast.Tuple() | ast.List() | ast.Set():
            return any(not isinstance(part, ast.Starred) or _is_full(part.value, names) for part in node.elts)
        case ast.Dict():
            return any(key is not None for key in node.keys)
        case ast.Constant():
            return bool(node.value)
        case ast.Name():
            return node.id in names or node.id.isupper()
        case ast.BinOp():
            return _is_full(node.left, names) or _is_full(node.right, names)
        case ast.Call(func=ast.Name(id=name)):
            return name in _PASSING_ON and bool(node.args) and all(_is_full(part, names) for part in node.args)
        case ast.Call(func=ast.Attribute(value=owner, attr=name)):
            return name in _PARTS and _is_full(owner, names)
    return False


def _certain(body: Sequence[ast.stmt], names: set[str], asserting: set[str]) -> Iterator[bool]:
    """Yield for every assertion that is not inside a loop that may not run."""
    for node in body:
        if isinstance(node, ast.Assert):
            yield True
        elif isinstance(node, ast.For | ast.AsyncFor):
            if _is_full(node.iter, names):
                yield from _certain(node.body, names, asserting)
        elif isinstance(node, ast.While):
            continue
        else:
            if isinstance(node, ast.With | ast.AsyncWith):
                yield from (True for item in node.items if _calls(item.context_expr, {"raises", "warns"}))
            elif not hasattr(node, "body"):
                yield from (True for _ in range(_calls(node, asserting | {"fail"})))
            for part in ("body", "orelse", "finalbody", "handlers"):
                yield from _certain(getattr(node, part, ()), names, asserting)


def _calls(node: ast.AST, names: set[str]) -> bool:
    """Say whether a function of these names is called, by name or as a part of something."""
    calls = [inner.func for inner in ast.walk(node) if isinstance(inner, ast.Call)]
    return any((f.attr if isinstance(f, ast.Attribute) else getattr(f, "id", "")) in names for f in calls)
