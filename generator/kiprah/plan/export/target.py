"""Target of an export: the fields a form has, their limits, how it counts, and where that is known from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

TargetUnit = Literal["activity", "role", "outcome", "none"]
"""What one item of the export is."""
Counting = Literal["characters", "utf16"]
"""What the form counts: letters as people do, or the units of UTF-16 that browsers count."""
TargetLayout = Literal["form", "table"]
FileKind = Literal["html", "txt", "csv", "xlsx", "pdf", "zip"]


class TargetField(Struct, frozen=True):
    """One field of a form or column of a table."""

    name: str
    """Names its words in the catalogue ``export``: ``field.<name>``."""
    value: str = ""
    """Which value of a row stands in it; empty: the same name. ``-`` is for others to fill."""
    limit: int = 0
    """The most it takes; 0 where none is known."""
    least: int = 0
    width: int = 0
    """Of the column in a sheet, in letters; 0: a middle one."""


class Target(Struct, frozen=True):
    """Target of an export: a place that asks for what somebody did; read from ``targets/<name>.toml``."""

    name: str
    unit: TargetUnit
    formats: tuple[FileKind, ...]
    fields: tuple[TargetField, ...] = ()
    layout: TargetLayout = "form"
    about: tuple[TargetField, ...] = ()
    """Fields asked for once, not for each item."""
    counting: Counting = "characters"
    most: int = 0
    """The most items it takes; 0 where none is known."""
    total: int = 0
    """The most that all answers take together."""
    total_least: int = 0
    """The least that one answer needs."""
    language: str = ""
    """What it has to be filled in, where that is fixed: ``en``."""
    suggestions: Mapping[str, str] = {}
    """By cause, the form's own word for a kind of activity; ``*`` for all others."""
    sources: tuple[str, ...] = ()
    """Where limits and fields are known from."""
    checked: str = ""
    """The day on which that was looked up, ISO."""
    needs_hours: bool = False
    """What states no hours has no place in it."""
    certain: bool = False
    """The form's owner says so; else it is what guides agree on."""


def length_of(text: str, counting: Counting) -> int:
    """Count a text as a form does."""
    return len(text.encode("utf-16-le")) // 2 if counting == "utf16" else len(text)


def cut_at(text: str, limit: int, counting: Counting) -> str:
    """Return what a form would keep of a text that is too long."""
    if counting == "characters":
        return text[:limit]
    return text.encode("utf-16-le")[: limit * 2].decode("utf-16-le", "ignore")
