"""Sheet: an export as people copy it or hand it in, whatever file it becomes."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

CellKind = Literal["text", "date", "hours", "number", "blank"]


class SheetValue(Struct, frozen=True):
    """Value of one field or cell."""

    text: str = ""
    kind: CellKind = "text"
    minutes: int = 0
    """Minutes of a value of hours, of which sums are made."""
    day: str = ""
    """Day of a date that is known to the day, ISO."""
    count: int = 0
    """Its length as the form counts."""
    limit: int = 0
    least: int = 0
    kept: str = ""
    """Part that the form would keep of a text that is too long; else empty."""
    address: str = ""
    """Address it leads to, http(s); or empty."""

    @property
    def is_over(self) -> bool:
        """Say whether the form takes less than this."""
        return bool(self.limit) and self.count > self.limit

    @property
    def is_under(self) -> bool:
        """Say whether the form wants more than this."""
        return bool(self.least) and self.count < self.least


class SheetColumn(Struct, frozen=True):
    """A field's or column's name."""

    name: str
    label: str
    width: int = 18


class SheetItem(Struct, frozen=True):
    """Row of a sheet: one activity, role or outcome."""

    title: str
    values: tuple[SheetValue, ...]
    """Values, one of each column."""
    beyond: bool = False
    """True where it does not fit: the form takes fewer items."""


class ExportSheet(Struct, frozen=True):
    """A whole sheet, in its language."""

    target: str
    title: str
    lead: str
    person: str
    language: str
    direction: Literal["ltr", "rtl"]
    layout: Literal["form", "table"]
    columns: tuple[SheetColumn, ...]
    items: tuple[SheetItem, ...]
    about: tuple[tuple[SheetColumn, SheetValue], ...] = ()
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    total: SheetValue | None = None
    """The hours of all."""
    total_label: str = ""
    code: str = ""
    """Code of twelve letters that change with any word of the rows."""
    draft_limit: int = 0
    """Room for an answer of one's own with a counter of this size; 0: none."""
    draft_least: int = 0
    period: str = ""
    """Period from its beginning to its end, in words."""

    @property
    def over(self) -> int:
        """Number of values that are longer than their form takes."""
        values = (*(value for _, value in self.about), *(v for item in self.items for v in item.values))
        return sum(value.is_over for value in values)
