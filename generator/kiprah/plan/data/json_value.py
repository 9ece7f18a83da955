"""JSON as a frozen value, and how it is written."""

from __future__ import annotations

import json
import re
from typing import Any, TypeAlias, Union

from msgspec import Struct

Json: TypeAlias = Union[str, int, float, bool, tuple["Json", ...], "Fields", None]
"""A JSON value; a tuple is an array, ``Fields`` an object."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_UNSAFE_IN_SCRIPT = re.compile("[<>&\u2028\u2029]")


class Fields(Struct, frozen=True):
    """A JSON object: names and values in the order in which they are written."""

    entries: tuple[tuple[str, Json], ...]


_NOTHING: tuple[Json, ...] = (None, "", (), Fields(()))


def fields(*entries: tuple[str, Json]) -> Fields:
    """Make an object of what is there: empty text, None, empty arrays and empty objects are left out."""
    return Fields(tuple([(name, value) for name, value in entries if value not in _NOTHING]))


def number_of(text: str) -> int | float:
    """Read a plain decimal as the JSON number that is written the same."""
    value = float(text)
    return int(text) if "." not in text else int(value) if value.is_integer() else value


def json_text(document: Json) -> str:
    """Write JSON in the document's own order, indented by 2, with a newline at the end; half a character is dropped."""
    return _whole(_INDENTED.encode(document)) + "\n"


def script_text(document: Json) -> str:
    """Write JSON on one line so that it can neither end a script element nor a line of script."""
    compact = _whole(_COMPACT.encode(document))
    return _UNSAFE_IN_SCRIPT.sub(lambda match: f"\\u{ord(match[0]):04x}", compact)


def _object(value: Any) -> dict[str, Json]:
    if not isinstance(value, Fields):
        raise TypeError(f"a {type(value).__name__} is no JSON")
    return dict(value.entries)


_INDENTED = json.JSONEncoder(ensure_ascii=False, indent=2, allow_nan=False, default=_object)
_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_object)


def _whole(text: str) -> str:
    return text if text.isascii() else _SURROGATE.sub("", text)
