"""The house rules: who may import whom, how large a module may be, and names that say nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1] / "generator" / "kiprah"
ROWS = (
    ("problem", "catalog", "colors", "workers"),
    ("model",),
    ("cache", "fields", "typeset", "imaging", "sanitize", "metadata_scan", "credentials", "linkcheck"),
    ("content", "theme"),
    ("plan", "lint", "cards"),
    ("render", "publish", "authoring", "importers"),
    ("build", "distributed"),
    ("serve",),
    ("cli",),
)
"""The rooms, each row allowed to import from those before and beside it."""

UPWARD: set[tuple[str, str]] = set()
NO_NAMES = {"utils", "util", "helpers", "helper", "common", "base", "manager", "core", "misc"}
MODULES = sorted(HOUSE.rglob("*.py"))


def room(name: str) -> int | None:
    first = name.partition(".")[0]
    return next((number for number, row in enumerate(ROWS) if first in row), None)


def imports(path: Path) -> Iterator[str]:
    """Yield what a module imports of the house, from ``kiprah.`` on; those only for the type checker too."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "kiprah":
            yield node.module.partition(".")[2] or node.names[0].name
        elif isinstance(node, ast.Import):
            yield from (n.name.partition(".")[2] for n in node.names if n.name.startswith("kiprah."))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(HOUSE).as_posix())
def test_a_module_imports_from_rooms_before_or_beside_it(path: Path) -> None:
    own = ".".join(path.relative_to(HOUSE).with_suffix("").parts)
    if own in ("__init__", "__main__"):
        return
    here = room(own)
    assert here is not None, f"{own} belongs to no room"
    for name in imports(path):
        there = room(name)
        if there is None or (own.partition(".")[0], name) in UPWARD:
            continue
        assert there <= here, f"{own} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(HOUSE).as_posix())
def test_a_module_is_small_has_a_name_and_a_sentence(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 420
    assert path.stem not in NO_NAMES
    assert ast.get_docstring(ast.parse(text)), "a module says what it is"


def test_only_the_command_uses_the_library_of_commands() -> None:
    for path in MODULES:
        if path.relative_to(HOUSE).parts[0] != "cli":
            assert "import click" not in path.read_text("utf-8"), path
