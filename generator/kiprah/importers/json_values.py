"""Values inside JSON that others wrote: what is of another kind than asked for is passed over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def objects_of(value: Any) -> list[Mapping[str, Any]]:
    """Return the objects of a list, whatever else stands there."""
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def text_in_json(value: Any) -> str:
    """Return a text, or nothing where a value is none."""
    return value if isinstance(value, str) else ""
