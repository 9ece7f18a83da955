"""Plain text of a sheet: every field under its name, with its length where the form has a limit."""

from __future__ import annotations

from collections.abc import Iterator

from kiprah.catalog import words
from kiprah.plan.export.sheet import ExportSheet, SheetColumn, SheetValue


def text_bytes(sheet: ExportSheet) -> bytes:
    """Write a sheet to be copied from by hand."""
    return ("\n".join(_lines(sheet)).rstrip() + "\n").encode()


def _lines(sheet: ExportSheet) -> Iterator[str]:
    yield f"{sheet.title} \u2013 {sheet.person}"
    yield sheet.lead
    yield ""
    for note in sheet.notes:
        yield f"* {note}"
    yield ""
    for column, value in sheet.about:
        yield from _field(column, value, sheet)
    beyond = words(sheet.language, "export").say("beyond")
    for number, item in enumerate(sheet.items, 1):
        heading = f"{number}. {item.title}" if sheet.layout == "form" else item.title
        yield "=" * min(72, max(12, len(heading)))
        yield heading + (f"  [{beyond}]" if item.beyond else "")
        yield ""
        for column, value in zip(sheet.columns, item.values, strict=True):
            yield from _field(column, value, sheet)


def _field(column: SheetColumn, value: SheetValue, sheet: ExportSheet) -> Iterator[str]:
    if not value.text and value.kind != "blank":
        return
    say = words(sheet.language, "export").say
    counter = ""
    if value.limit:
        counter = f"  ({value.count}/{value.limit})"
    if value.is_over:
        counter += " " + say("too_long", over=str(value.count - value.limit))
    elif value.is_under:
        counter += " " + say("too_short", least=str(value.least))
    yield f"{column.label}{counter}"
    if value.is_over:
        yield f"    {value.kept} \u2702 {value.text[len(value.kept) :]}"
    else:
        for line in (value.text or "\u2026").split("\n"):
            yield f"    {line}".rstrip()
    if value.address:
        yield f"    {value.address}"
    yield ""
