"""CSV of a sheet, as spreadsheets open it right: with a mark of UTF-8, and the delimiter that the language expects."""

from __future__ import annotations

import csv
import io

from kiprah.locale_data import locale_data
from kiprah.plan.export.sheet import ExportSheet, SheetValue

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(sheet: ExportSheet) -> bytes:
    """Write a sheet's rows; a text that a spreadsheet would run as a formula gets an apostrophe before it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter_of(sheet.language), lineterminator="\r\n")
    writer.writerow([harmless_cell(column.label) for column in sheet.columns])
    for item in sheet.items:
        writer.writerow([harmless_cell(_cell(value, sheet.language)) for value in item.values])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def delimiter_of(language: str) -> str:
    """Return what parts cells in the spreadsheets of a language: ``;`` where the comma parts decimals."""
    return ";" if locale_data(language).decimal == "," else ","


def harmless_cell(text: str) -> str:
    """Keep a text from being run as a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _cell(value: SheetValue, language: str) -> str:
    if value.kind == "date" and value.day:
        return value.day
    if value.kind == "hours" and value.text:
        hours = f"{value.minutes / 60:.2f}".rstrip("0").rstrip(".")
        return hours.replace(".", locale_data(language).decimal)
    if value.kind == "number":
        return value.text.replace(".", locale_data(language).decimal)
    return value.text or value.address
