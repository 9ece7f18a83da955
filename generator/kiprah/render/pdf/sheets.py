"""PDF of sheets: a table to hand in or to be signed, or a form's fields one below the other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kiprah.catalog import words
from kiprah.plan.export.sheet import ExportSheet, SheetItem, SheetValue
from kiprah.render.pdf.compile import newest_day, pdf_bytes


def sheet_pdf(
    sheet: ExportSheet, paper: str, color: str, brand: Sequence[Path] = (), fonts: Sequence[Path] = ()
) -> bytes:
    """Set a sheet. Raises ``NoTypst``, ``MissingLetters``."""
    day = newest_day(value.day for item in sheet.items for value in item.values)
    values = {**_shared(sheet, paper, color), **(_table(sheet) if sheet.layout == "table" else _form(sheet))}
    return pdf_bytes("table" if sheet.layout == "table" else "form", values, day, fonts, brand)


def _shared(sheet: ExportSheet, paper: str, color: str) -> dict[str, Any]:
    return {
        "title": sheet.title,
        "person": sheet.person,
        "description": sheet.lead,
        "keywords": [],
        "lang": sheet.language.partition("-")[0],
        "rtl": sheet.direction == "rtl",
        "paper": paper,
        "color": color,
        "period": sheet.period,
        "lead": sheet.lead,
    }


def _table(sheet: ExportSheet) -> dict[str, Any]:
    say = words(sheet.language, "export").say
    signed = sheet.target == "hours"
    columns = [
        {"name": c.name, "label": c.label, "width": c.width, "number": c.name in ("number", "hours")}
        for c in sheet.columns
    ]
    rows = [[value.text for value in item.values] for item in sheet.items]
    if signed:
        where = next(number for number, column in enumerate(sheet.columns) if column.name == "hours") + 1
        columns.insert(where, {"name": "running", "label": say("field.running"), "width": 9, "number": True})
        minutes = 0
        for row, item in zip(rows, sheet.items, strict=True):
            minutes += _minutes(item)
            row.insert(where, f"{minutes // 60}:{minutes % 60:02}")
    return {
        "columns": columns,
        "rows": rows,
        "total": sheet.total.text if sheet.total is not None else "",
        "total_label": sheet.total_label,
        "code": sheet.code,
        "notes": () if signed else sheet.notes,
        "sign": {name: say(f"sign.{name}") for name in ("place", "name", "phone", "stamp")} if signed else {},
    }


def _minutes(item: SheetItem) -> int:
    return sum(value.minutes for value in item.values if value.kind == "hours")


def _form(sheet: ExportSheet) -> dict[str, Any]:
    return {
        "notes": sheet.notes,
        "items": [
            {
                "title": item.title,
                "fields": [
                    (column.label, _text(value))
                    for column, value in zip(sheet.columns, item.values, strict=True)
                    if value.text
                ],
            }
            for item in sheet.items
        ],
    }


def _text(value: SheetValue) -> str:
    return value.text
