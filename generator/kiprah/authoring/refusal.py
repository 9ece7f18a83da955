"""Refusal of an authoring request, as a value: why it cannot be carried out; its words are in a catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from kiprah.authoring.left_out import LeftOut
from kiprah.catalog import Words

_FEW = 5


class Refusal(Struct, frozen=True):
    """Refusal of a request: ``key`` names the words and ``key.hint`` the next step, in the catalogue ``domain``."""

    key: str
    values: Mapping[str, str] = {}
    """Values that the words name; ``path`` is a path as it was given, or an absolute one."""
    domain: str = "new"
    cause: Literal["request", "content", "machine"] = "request"
    """Cause of the refusal: what was asked for, what the site or a file holds, or the machine."""
    left_out: tuple[LeftOut, ...] = ()
    """Files that were not taken; ``{reasons}`` in the words stands for the first of them, each with why."""


def refusal_values(refusal: Refusal, words: Words) -> dict[str, str]:
    """Return what the words of a refusal name; files that were left out are told with why, as these words say it."""
    values = dict(refusal.values)
    if refusal.left_out:
        told = (f"{one.path} ({words.say(f'left.{one.reason}', detail=one.detail)})" for one in refusal.left_out[:_FEW])
        values["reasons"] = ", ".join(told)
    return values
