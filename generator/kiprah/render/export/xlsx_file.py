"""XLSX of a sheet: typed cells, a live sum with its result, and the same bytes for the same content."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

from kiprah.plan.export.sheet import ExportSheet, SheetValue

_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001  no clock: the same content gives the same bytes


class ExtraMissing(Exception):
    """A library of an extra is not installed; its message is the name of the extra."""


def xlsx_bytes(sheet: ExportSheet) -> bytes:
    """Write a sheet as a workbook. Raises ``ExtraMissing``."""
    try:
        import xlsxwriter
    except ImportError:
        raise ExtraMissing("xlsx") from None
    buffer = io.BytesIO()
    # What looks like a formula or an address stays the text that it is.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"title": sheet.title, "author": sheet.person, "created": _CREATED})
    page = book.add_worksheet(_tab(sheet.title))
    if sheet.direction == "rtl":
        page.right_to_left()
    bold = book.add_format({"bold": True})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1, "bg_color": "#EEEEEE"})
    cell = {"text_wrap": True, "valign": "top", "border": 1}
    plain = book.add_format(cell)
    formats = {
        "date": book.add_format({**cell, "num_format": "yyyy-mm-dd", "align": "left"}),
        "hours": book.add_format({**cell, "num_format": "[h]:mm"}),
    }
    page.write_string(0, 0, f"{sheet.title} \u2013 {sheet.person}", bold)
    page.write_string(1, 0, " \u00b7 ".join(part for part in (sheet.period, sheet.code and f"# {sheet.code}") if part))
    first = 3
    for number, column in enumerate(sheet.columns):
        page.set_column(number, number, column.width)
        page.write_string(first, number, column.label, head)
    for row, item in enumerate(sheet.items, first + 1):
        for number, value in enumerate(item.values):
            _write(page, row, number, value, formats, plain)
    last = first + len(sheet.items)
    if sheet.total is not None:
        where = next(n for n, column in enumerate(sheet.columns) if column.name == "hours")
        page.write_string(last + 1, 0, sheet.total_label, bold)
        letter = _letter(where)
        total = book.add_format({"bold": True, "num_format": "[h]:mm", "top": 1})
        formula = f"=SUM({letter}{first + 2}:{letter}{last + 1})" if sheet.items else "=0"
        # Viewers on phones do not calculate: the result is written beside the formula.
        page.write_formula(last + 1, where, formula, total, sheet.total.minutes / 1440)
    for number, note in enumerate(sheet.notes, last + 3):
        page.write_string(number, 0, note)
    page.freeze_panes(first + 1, 0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(first)
    book.close()
    return buffer.getvalue()


def _write(page: Any, row: int, column: int, value: SheetValue, formats: dict[str, Any], plain: Any) -> None:
    if value.kind == "date" and value.day:
        page.write_datetime(row, column, date.fromisoformat(value.day), formats["date"])
    elif value.kind == "hours" and value.text:
        page.write_number(row, column, value.minutes / 1440, formats["hours"])
    elif value.kind == "number" and value.text:
        page.write_number(row, column, float(value.text), plain)
    elif value.text:
        page.write_string(row, column, value.text[:32_767], plain)
    else:
        page.write_blank(row, column, None, plain)


def _letter(number: int) -> str:
    return chr(ord("A") + number)


def _tab(title: str) -> str:
    return "".join(c for c in title if c not in "[]:*?/\\'")[:31] or "Kiprah"
