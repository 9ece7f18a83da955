"""Why something that was typed cannot be used: a value, whose words are in a catalogue."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct


class Refusal(Struct, frozen=True):
    """``key`` names the words and ``key.hint`` the next step, in the catalogue ``domain``."""

    key: str
    values: Mapping[str, str] = {}
    domain: str = "new"
