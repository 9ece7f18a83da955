"""The house rules of the tests: one way to make a site, one to run the command, one to ask for a build."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SHARED = ("support/", "conftest.py")
"""Where the one way of each is."""
STARTS = {"run", "Popen", "call", "check_call", "check_output", "execv", "execvp", "spawn"}
"""Functions that begin a process."""
SETTINGS = "content/site.yml"

RUN_OTHERWISE = {"test_tests.py": "says what is looked for"}
"""Who may begin a ``kiprah`` by itself, and why."""
WRITE_SETTINGS = {
    "authoring/test_member_pull.py": "names the file that was left out",
    "authoring/test_review_workflows.py": "a request that brings settings, which nobody takes",
    "problems/problem_cases.py": "a case is its files, settings or none among them",
}
"""Who may write settings beside other files by itself, and why."""


NAMED_ALIKE = {"support/buckets.py": "the environment of a bucket, as ``command`` has that of the command"}
"""Who defines what is called like a shared one, and why."""


@cache
def nodes() -> dict[str, tuple[ast.AST, ...]]:
    return {name: tuple(ast.walk(tree)) for name, tree in trees().items()}


@cache
def trees() -> dict[str, ast.Module]:
    paths = {
        path.relative_to(HERE).as_posix(): path
        for path in sorted(HERE.rglob("*.py"))
        if "node_modules" not in path.parts
    }
    return {name: ast.parse(path.read_text("utf-8")) for name, path in paths.items()}


def is_shared(name: str) -> bool:
    return name.startswith(SHARED[0]) or name == SHARED[1]


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def begun_by_hand(nodes: Sequence[ast.AST]) -> Iterator[int]:
    """Yield the line of each process that is ``kiprah``, and of each call of its ``main``, outside of what is shared."""
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module == "kiprah.cli" and "main" in {a.name for a in node.names}:
            yield node.lineno
        if isinstance(node, ast.ImportFrom) and "KIPRAH" in {a.name for a in node.names}:
            yield node.lineno
        if isinstance(node, ast.List | ast.Tuple):
            words = [one.value if isinstance(one, ast.Constant) else None for one in node.elts]
            if any(pair == ("-m", "kiprah") for pair in pairwise(words)):
                yield node.lineno


def requests_by_hand(nodes: Sequence[ast.AST]) -> Iterator[int]:
    """Yield the line of each request of a build that is put together from its folders."""
    asking = {
        alias.asname or alias.name
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module == "kiprah.build.request"
        for alias in node.names
        if alias.name == "Request"
    }
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in asking:
            yield node.lineno


def settings_by_hand(nodes: Sequence[ast.AST]) -> Iterator[int]:
    """Yield the line of each settings file that is written otherwise than by what makes sites."""
    for node in nodes:
        if isinstance(node, ast.Dict):
            yield from (key.lineno for key in node.keys if isinstance(key, ast.Constant) and key.value == SETTINGS)
        elif isinstance(node, ast.Call) and name_of(node) in ("write_text", "write_bytes"):
            path = ast.unparse(node.func.value) if isinstance(node.func, ast.Attribute) else ""
            if path.replace("' / '", "/").endswith(f"{SETTINGS}')") or path.replace("' / '", "/").endswith(
                f"{SETTINGS}'"
            ):
                yield node.lineno


RULES: dict[str, tuple[Callable[[Sequence[ast.AST]], Iterator[int]], dict[str, str]]] = {
    "the command": (begun_by_hand, RUN_OTHERWISE),
    "a build": (requests_by_hand, {}),
    "a site": (settings_by_hand, WRITE_SETTINGS),
}


@pytest.mark.slow
@pytest.mark.parametrize("rule", RULES)
def test_there_is_one_way(rule: str) -> None:
    """``support.command`` runs the command, ``support.building`` asks for builds, ``support.sites`` makes sites."""
    finds, allowed = RULES[rule]
    found = {name: sorted(set(finds(parts))) for name, parts in nodes().items() if not is_shared(name)}
    assert len(found) > 200
    assert {name: lines for name, lines in found.items() if lines and name not in allowed} == {}
    needless = [name for name in allowed if not found.get(name)]
    assert needless == [], "these do it as all others do: strike them off the list"
    shared = [name for name, parts in nodes().items() if is_shared(name) and [*finds(parts)]]
    assert shared, "nobody does it at all: the rule looks for something that is not there"


ONE_WAY = ("building", "command", "communities", "once", "sites")
"""Modules of ``support`` whose names mean the same everywhere; the others are imported by few."""


def test_no_helper_has_the_name_of_a_shared_one() -> None:
    """Whoever reads ``run(root)`` or asks for a ``tree`` knows which one that is."""
    shared = {name for name in trees() if is_shared(name) and (name == SHARED[1] or Path(name).stem in ONE_WAY)}
    assert len(shared) == len(ONE_WAY) + 1
    names = {name for path in shared for name in defined(path) if not name.startswith(("_", "pytest_"))}
    assert {"run", "run_process", "request_in", "make_site", "make_community", "built_once", "tree"} <= names
    again = {path: sorted(defined(path) & names) for path in trees() if path not in shared and defined(path) & names}
    assert {path: own for path, own in again.items() if path not in NAMED_ALIKE} == {}
    assert NAMED_ALIKE.keys() <= again.keys(), "strike them off the list"


def defined(path: str) -> set[str]:
    return {node.name for node in trees()[path].body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
