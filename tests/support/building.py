"""Asks for a build of a project without the command, where a test needs the report or a request of its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from kiprah.build.pipeline import build
from kiprah.build.request import Report, Request

DAY = date(2026, 11, 22)
"""The day of all tests that do not name another; ``support.command.TODAY`` tells it to the command."""


def request_in(root: Path, output: str | Path = "public", cache: str | Path = ".kiprah", **options: Any) -> Request:
    """Ask for a build of the project in ``root``, by one process, on the tests' day; ``options`` are the request's."""
    asked = Request(root / "content", root / output, root / cache, today=DAY, jobs=1)
    return replace(asked, **options)


def build_in(root: Path, output: str | Path = "public", cache: str | Path = ".kiprah", **options: Any) -> Report:
    """Build the project in ``root``; return how that ended."""
    return build(request_in(root, output, cache, **options))
