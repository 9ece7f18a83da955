"""CSV of a sheet, as spreadsheets open it right: with a mark of UTF-8, and the delimiter that the language expects."""

from __future__ import annotations

import csv
import io

from kiprah.plan.date_patterns import locale_of
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
    return ";" if _decimal(language) == "," else ","


def harmless_cell(text: str) -> str:
    """Keep a text from being run as a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _cell(value: SheetValue, language: str) -> str:
    if value.kind == "date" and value.day:
        return value.day
    if value.kind == "hours" and value.text:
        hours = f"{value.minutes / 60:.2f}".rstrip("0").rstrip(".")
        return hours.replace(".", _decimal(language))
    if value.kind == "number":
        return value.text.replace(".", _decimal(language))
    return value.text or value.address


def _decimal(language: str) -> str:
    return str(locale_of(language).number_symbols["latn"]["decimal"])
