"""Strict JSON: texts alone, no numbers, every key once; what two readers could read differently is refused."""

from __future__ import annotations

import json
from typing import Any, NoReturn

_LARGEST = 64 * 1024
"""Bytes of a credential or DID document."""


class NotStrict(Exception):
    """The bytes are no JSON of this kind; ``where`` names a key, where one is to blame."""

    def __init__(self, where: str = "") -> None:
        super().__init__(where)
        self.where = where


def read_strict_json(data: bytes, largest: int = _LARGEST) -> dict[str, Any]:
    """Read an object. Raises ``NotStrict``."""
    if len(data) > largest:
        raise NotStrict
    try:
        document = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_object,
            parse_float=_number,
            parse_int=_number,
            parse_constant=_number,
        )
        # A lone surrogate is no text.
        json.dumps(document, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        raise NotStrict from None
    if not isinstance(document, dict):
        raise NotStrict
    return document


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise NotStrict(name[:40])
        found[name] = value
    return found


def _number(text: str) -> NoReturn:
    raise NotStrict(text[:20])
