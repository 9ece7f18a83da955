"""The package's own source as syntax trees, parsed once for all tests that read it."""

from __future__ import annotations

import ast
import gc
from functools import cache
from pathlib import Path

import kiprah

PACKAGE = Path(kiprah.__file__).parent


@cache
def package_trees() -> dict[str, ast.Module]:
    """Return every module by its path in the package."""
    paths = sorted(PACKAGE.rglob("*.py"))
    assert len(paths) > 200
    # Hundreds of thousands of nodes that stay: the collector would go through them again and again.
    gc.disable()
    try:
        return {path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text("utf-8")) for path in paths}
    finally:
        gc.freeze()
        gc.enable()


@cache
def package_nodes() -> dict[str, tuple[ast.AST, ...]]:
    """Return every node of every module by the module's path."""
    return {path: tuple(ast.walk(tree)) for path, tree in package_trees().items()}
