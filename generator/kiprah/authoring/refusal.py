"""Refusal of an authoring request, as a value: why it cannot be carried out; its words are in a catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct


class Refusal(Struct, frozen=True):
    """``key`` names the words and ``key.hint`` the next step, in the catalogue ``domain``."""

    key: str
    values: Mapping[str, str] = {}
    """What the words name; ``path`` is a path as it was given, or an absolute one."""
    domain: str = "new"
    cause: Literal["request", "content", "machine"] = "request"
    """What stands in the way: what was asked for, what the site or a file holds, or the machine."""
