"""Reader of tables: CSV, and XLSX, XLS or ODS, as Google Forms, Sheets and hour logs make them."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from kiprah.authoring.refusal import Refusal
from kiprah.authoring.yaml_text import Value
from kiprah.fields.duration import near_hours, read_minutes
from kiprah.importers.import_files import ImportFiles
from kiprah.importers.plain_text import clean_line, clean_paragraphs, decoded_text
from kiprah.importers.records import IMPORTING_DOMAIN, ImportOptions, ImportRecord, SkippedItem, SourceReading
from kiprah.importers.written_dates import date_order_of, is_ambiguous, iso_date

COLUMNS = {
    "date": (
        "tanggal", "tgl", "date", "day", "hari", "tanggal kegiatan", "tanggal mulai", "start date", "start",
        "mulai",
    ),
    "end": ("tanggal selesai", "end date", "end", "selesai", "sampai"),
    "title": (
        "kegiatan", "nama kegiatan", "activity", "activity name", "title", "judul", "task", "event", "acara", "tugas",
    ),
    "organization": ("penyelenggara", "organisasi", "organization", "organisation", "lembaga", "komunitas", "instansi"),
    "role": ("peran", "role", "position", "jabatan", "posisi", "sebagai"),
    "hours": ("jam", "durasi", "hours", "duration", "jumlah jam", "total jam", "lama", "hours worked", "lama kegiatan"),
    "place": ("tempat", "lokasi", "place", "location"),
    "body": ("deskripsi", "keterangan", "description", "notes", "catatan", "uraian", "cerita", "uraian kegiatan"),
    "status": ("status", "disetujui", "approved", "approval", "persetujuan"),
    "stamp": ("cap waktu", "stempel waktu", "timestamp"),
}  # fmt: skip
"""What a column holds, by what people write above it in Indonesian and English."""
_BY_NAME = {name: column for column, names in COLUMNS.items() for name in names}
_TOTALS = ("jumlah", "total", "sum", "subtotal", "grand total")
_NOT_APPROVED = (
    "pending", "menunggu", "ditolak", "rejected", "tidak", "no", "belum", "belum disetujui", "waiting", "declined",
    "false",
)  # fmt: skip
_MOST_ROWS = 20_000
_HEADER_WITHIN = 20


def read_spreadsheet(files: ImportFiles, options: ImportOptions) -> SourceReading | Refusal:
    """Read every table among the files; one row is one activity."""
    records: list[ImportRecord] = []
    skipped: list[SkippedItem] = []
    paths = files.ending(".csv", ".tsv", ".txt", ".xlsx", ".xls", ".xlsb", ".ods")
    for path in paths:
        data = files.read_text_bytes(path)
        if isinstance(data, Refusal):
            return data
        tables = _sheets(path, data) if not path.casefold().endswith((".csv", ".tsv", ".txt")) else [_csv_rows(data)]
        if isinstance(tables, Refusal):
            return tables
        for rows in tables:
            answer = _read_table(path, rows, options, records, skipped)
            if answer is not None:
                return answer
    if not paths:
        return Refusal("nothing-of-source", {"wanted": ".csv, .xlsx"}, IMPORTING_DOMAIN, "content")
    return SourceReading(tuple(records), tuple(skipped))


def _csv_rows(data: bytes) -> list[list[str]]:
    text = decoded_text(data)
    head = text[:20_000]
    # The sign that makes the most columns in the most rows: a sheet of one column has none of them.
    sign = max(";,\t", key=lambda sign: sum(len(row) - 1 for row in csv.reader(io.StringIO(head), delimiter=sign)))
    limit = csv.field_size_limit(1_000_000)
    try:
        return [
            row
            for _, row in zip(
                range(_MOST_ROWS), csv.reader(io.StringIO(text, newline=""), delimiter=sign), strict=False
            )
        ]
    except csv.Error:
        return []
    finally:
        csv.field_size_limit(limit)


def _sheets(path: str, data: bytes) -> list[list[list[str]]] | Refusal:
    try:
        import python_calamine
    except ImportError:
        return Refusal("extra-xlsx", {"path": path}, IMPORTING_DOMAIN)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        seen = [
            sheet.name
            for sheet in book.sheets_metadata
            if str(sheet.visible).endswith("Visible") and str(sheet.typ).endswith("WorkSheet")
        ]
        return [
            [[_cell(value) for value in row] for row in book.get_sheet_by_name(name).to_python(nrows=_MOST_ROWS)]
            for name in seen
        ]
    except (python_calamine.CalamineError, ValueError, OSError):
        return Refusal("table-damaged", {"path": path}, IMPORTING_DOMAIN, "content")


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value.hour}:{value.minute:02}"
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold().replace("_", " ")
    return " ".join(plain.partition("(")[0].strip(" :*.?").split())


def _header(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    """Find the row whose cells name the most columns, and where each stands."""
    best: tuple[int, dict[str, int]] = (0, {})
    for number, row in enumerate(rows[:_HEADER_WITHIN]):
        columns: dict[str, int] = {}
        for place, text in enumerate(row):
            if column := _BY_NAME.get(_folded(text)):
                columns.setdefault(column, place)
        if len(columns) > len(best[1]):
            best = (number, columns)
    return best


def _read_table(
    path: str,
    rows: Sequence[Sequence[str]],
    options: ImportOptions,
    records: list[ImportRecord],
    skipped: list[SkippedItem],
) -> Refusal | None:
    at, columns = _header(rows)
    if "title" not in columns or not {"date", "stamp"} & columns.keys():
        headings = ", ".join(text for text in (rows[0] if rows else ()) if text)[:200]
        skipped.append(SkippedItem(path, "no-header", headings))
        return None
    lines = rows[at + 1 :]

    def cell(row: Sequence[str], column: str) -> str:
        place = columns.get(column, -1)
        return row[place].strip() if 0 <= place < len(row) else ""

    dates = [cell(row, column) for row in lines for column in ("date", "end")]
    order = options.date_order or date_order_of(dates)
    if not order and any(is_ambiguous(text) for text in dates):
        if options.language.partition("-")[0] != "id":
            example = next(text for text in dates if is_ambiguous(text))
            return Refusal("date-order", {"value": example, "path": path}, IMPORTING_DOMAIN)
        order = "dmy"
    alike: dict[str, list[Sequence[str]]] = {}
    for number, row in enumerate(lines, at + 2):
        where = f"{path}:{number}"
        cells = {column: cell(row, column) for column in columns}
        if not any(text.strip() for text in row) or _is_total(row):
            continue
        if _folded(cells.get("status", "")) in _NOT_APPROVED:
            skipped.append(SkippedItem(where, "not-approved", clean_line(cells["status"], 40)))
            continue
        day = iso_date(cells.get("date", "") or cells.get("stamp", ""), order or "dmy")
        if not day:
            skipped.append(SkippedItem(where, "no-date", clean_line(cells.get("date", ""), 40)))
            continue
        values = _values(cells, order, where, skipped)
        records.append(
            ImportRecord(
                _key(cells, row, alike),
                clean_line(cells["title"]),
                day,
                values,
                clean_paragraphs(cells.get("body", "")),
            )
        )
    return None


def _is_total(row: Iterable[str]) -> bool:
    first = next((text for text in row if text.strip()), "")
    return _folded(first) in _TOTALS


def _key(cells: Mapping[str, str], row: Sequence[str], alike: dict[str, list[Sequence[str]]]) -> str:
    """Make a row's name of its day and what was done with whom; of several such rows each other one has a number."""
    identity = "\x1f".join(cells.get(name, "") for name in ("stamp", "date", "organization", "title"))
    key = sha256(identity.encode()).hexdigest()[:20]
    rows = alike.setdefault(key, [])
    if row not in rows:
        rows.append(row)
    return f"{key}-{rows.index(row) + 1}" if rows.index(row) else key


def _values(cells: Mapping[str, str], order: str, where: str, skipped: list[SkippedItem]) -> dict[str, Value]:
    values: dict[str, Value] = {}
    if end := iso_date(cells.get("end", ""), order or "dmy"):
        values["end"] = end
    for name in ("organization", "role", "place"):
        if text := clean_line(cells.get(name, ""), 120):
            values[name] = text
    if text := cells.get("hours", ""):
        minutes = minutes_of_text(text)
        if minutes:
            values["hours"] = f"{minutes // 60}:{minutes % 60:02}" if minutes % 60 else str(minutes // 60)
        else:
            skipped.append(SkippedItem(where, "hours-unread", clean_line(text, 40)))
    return values


def minutes_of_text(text: str) -> int:
    """Read hours as tables hold them: ``2,5``, ``2:30``, ``2:30:00``, ``2 jam 30 menit``; 0 where it is none."""
    plain = text.strip().casefold()
    parts = plain.split(":")
    if len(parts) == 3 and parts[2] == "00":
        plain = ":".join(parts[:2])
    near = near_hours(plain) or plain.replace(",", ".")
    minutes = read_minutes(plain)
    return minutes if minutes is not None else read_minutes(near) or 0
