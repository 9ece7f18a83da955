"""A text file as it was read: decoded, with its lines kept for showing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from msgspec import Struct

from kiprah.problem import Place, Problem

MAX_TEXT_BYTES = 1_000_000
"""Maximum bytes of a text file; a larger one is not something a person wrote."""

NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
"""Characters that no text may hold: controls, and halves of characters."""


class Source(Struct, frozen=True):
    """A text file: its path from the site's folder and its text with ``\\n`` between lines."""

    path: str
    text: str

    def line(self, number: int) -> str:
        """Return a line by its number from 1, or an empty text."""
        lines = self.text.split("\n")
        return lines[number - 1] if 1 <= number <= len(lines) else ""

    def place(self, line: int = 0, column: int = 0) -> Place:
        """Name a spot in this file."""
        return Place(self.path, line, column)

    def problem(self, code: str, line: int = 0, column: int = 0, values: Mapping[str, str] | None = None) -> Problem:
        """Say what is wrong at a spot, with its line."""
        return Problem(code, self.place(line, column), dict(values or {}), self.line(line))


def read_source(path: str, data: bytes) -> tuple[Source | None, tuple[Problem, ...]]:
    """Decode a file as UTF-8; a byte order mark and any line ending are fine, all else is an error with its place."""
    place = Place(path)
    if len(data) > MAX_TEXT_BYTES:
        return None, (Problem("file-too-large", place, {"limit": str(MAX_TEXT_BYTES // 1000)}),)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None, (Problem("not-utf8", place, {"encoding": "UTF-16"}),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        return None, (Problem("not-utf8", Place(path, line, column), {"encoding": f"0x{data[error.start]:02x}"}),)
    # Macs write names in pieces (NFD) that a keyboard writes whole (NFC): one name must be one text everywhere.
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    source = Source(path, text)
    wrong = NOT_TEXT.search(text)
    if wrong:
        line = text.count("\n", 0, wrong.start()) + 1
        column = wrong.start() - (text.rfind("\n", 0, wrong.start()) + 1) + 1
        return None, (Problem("control-character", Place(path, line, column), {"character": f"U+{ord(wrong[0]):04X}"}),)
    if conflict := merge_conflict(text):
        return None, (source.problem("merge-marks", conflict, 1),)
    return source, ()


def merge_conflict(text: str) -> int:
    """Return the line at which the marks begin that Git leaves where two versions clash; 0 where there are none."""
    if "<<<<<<<" not in text:
        return 0
    begun, parted = 0, False
    for number, line in enumerate(text.split("\n"), 1):
        mark = line[:7] if line[7:8] in ("", " ") else ""
        if mark == "<" * 7:
            begun, parted = number, False
        elif mark == "=" * 7 and begun:
            parted = True
        elif mark == ">" * 7 and parted:
            return begun
    return 0
