"""Target of an export: the fields a form has, their limits, how it counts, and where that is known from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

TargetUnit = Literal["activity", "role", "outcome", "none"]
"""Unit of an export: what one item of it is."""
Counting = Literal["characters", "utf16"]
"""Units that a form counts: letters as people do, or the units of UTF-16 that browsers count."""
TargetLayout = Literal["form", "table"]
FileKind = Literal["html", "txt", "csv", "xlsx", "pdf", "zip"]


class TargetField(Struct, frozen=True):
    """One field of a form or column of a table."""

    name: str
    """Name of the field, under which the catalogue ``export`` has its words: ``field.<name>``."""
    value: str = ""
    """Name of the row's value that stands in it; empty: the field's own name. ``-`` is for others to fill."""
    limit: int = 0
    """The most it takes; 0 where none is known."""
    least: int = 0
    width: int = 0
    """Width of the column in a sheet, in letters; 0: a middle one."""


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
    """Language it has to be filled in, where that is fixed: ``en``."""
    suggestions: Mapping[str, str] = {}
    """Words of the form for kinds of activities, by cause; ``*`` for all others."""
    sources: tuple[str, ...] = ()
    """Sources from which limits and fields are known."""
    checked: str = ""
    """The day on which that was looked up, ISO."""
    needs_hours: bool = False
    """True where activities that state no hours have no place in it."""
    certain: bool = False
    """True where the form's owner says so; else it is what guides agree on."""


def length_of(text: str, counting: Counting) -> int:
    """Count a text as a form does."""
    return len(text.encode("utf-16-le")) // 2 if counting == "utf16" else len(text)


def cut_at(text: str, limit: int, counting: Counting) -> str:
    """Return what a form would keep of a text that is too long."""
    if counting == "characters":
        return text[:limit]
    return text.encode("utf-16-le")[: limit * 2].decode("utf-16-le", "ignore")
