"""YAML writer for front matter: any value as text that is read back as the same value."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeAlias, TypeGuard

Value: TypeAlias = "str | int | float | bool | date | Sequence[Value] | Mapping[str, Value] | None"
"""Value that may stand behind a key of front matter."""


class Word(str):
    """A word of kiprah's own (``yes``, ``true``), which stands without quotes."""

    __slots__ = ()


_SPECIAL = frozenset({"null", "true", "false", "yes", "no", "on", "off"})
_PLAIN = re.compile(r"[^\W_](?:[\w .,()/&+'’–-]*[\w.)])?")
_STEP = "  "


def scalar(text: str) -> str:
    """Write a text as one YAML value that is read back as the same text."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _SPECIAL:
        return text
    return quoted_text(text)


def quoted_text(text: str) -> str:
    """Write a text in double quotes."""
    # YAML ends lines at more characters than JSON does, and refuses others.
    return "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in json.dumps(text, ensure_ascii=False))


def key_text(key: str, value: Value, indent: str = "") -> str:
    """Write a key with its value, as whole lines: short lists on one line, lists of keys one below the other."""
    key = scalar(key)
    if isinstance(value, Mapping) and value:
        inner = "".join(key_text(name, one, indent + _STEP) for name, one in value.items())
        return f"{indent}{key}:\n{inner}"
    if _is_list(value) and any(isinstance(one, Mapping) for one in value):
        return f"{indent}{key}:\n" + "".join(item_text(one, indent + _STEP) for one in value)
    return f"{indent}{key}:{_behind(value)}\n"


def item_text(value: Value, indent: str) -> str:
    """Write an item of a list, as whole lines."""
    if not isinstance(value, Mapping) or not value:
        return f"{indent}-{_behind(value)}\n"
    lines = "".join(key_text(name, one, indent + _STEP) for name, one in value.items())
    return f"{indent}- {lines[len(indent) + 2 :]}"


def _behind(value: Value) -> str:
    return "" if value is None or value == "" else f" {one_line_text(value)}"


def one_line_text(value: Value, *, in_list: bool = False) -> str:
    """Write a value on one line; ``in_list``: between brackets."""
    if isinstance(value, Mapping):
        inner = ", ".join(f"{scalar(name)}: {one_line_text(one, in_list=True)}" for name, one in value.items())
        return f"{{{inner}}}"
    if _is_list(value):
        return f"[{', '.join(one_line_text(one, in_list=True) for one in value)}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Word):
        return str(value)
    if isinstance(value, str):
        # Between brackets a comma parts two values.
        return quoted_text(value) if in_list and "," in value else scalar(value)
    return "null" if value is None else str(value)


def _is_list(value: Value) -> TypeGuard[Sequence[Value]]:
    return isinstance(value, Sequence) and not isinstance(value, str)
