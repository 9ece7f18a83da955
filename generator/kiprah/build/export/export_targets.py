"""Targets of exports, read from their data files."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from msgspec import convert

from kiprah.plan.export.target import Target

_FOLDER = "targets"


@cache
def target_of(name: str) -> Target:
    """Read one target; the file's name is its own."""
    text = (resources.files("kiprah.plan.export") / _FOLDER / f"{name}.toml").read_text("utf-8")
    values: dict[str, Any] = tomllib.loads(text)
    return convert({**values, "name": name}, Target)
