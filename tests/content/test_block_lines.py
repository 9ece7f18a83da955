"""Plain words outside of every block are scanned by a short way, which says what the long one says."""

from __future__ import annotations

import random

from kiprah.content.block_lines import BlockLine, _Scanner, scan_lines

LINES = (
    *("Kata biasa", "\u00e9tude", "3 orang", "Istilah", "  menjorok", "", "   ", "# Judul", "===", "---", "* * *"),
    *("- satu", "1. dua", "    - dalam", "+ x", "> kutip", "    kode", "```", "~~~", "| a | b |", "|---|---|", "a | b"),
    *("<div>", "</div>", "<!-- x", "-->", "<script>", "</script>", "[^1]: catatan", ": definisi"),
)


def told(found: list[BlockLine]) -> list[tuple[object, ...]]:
    return [
        (
            *(line.kind, line.text, line.starts, line.open_fence),
            [(c.kind, c.first, c.sign, c.indent, c.offset, c.filled) for c in line.containers],
        )
        for line in found
    ]


def scanned_line_by_line(lines: list[str]) -> list[BlockLine]:
    scanner, index = _Scanner(lines), 0
    while index < len(lines):
        index = scanner._line(index)
    return scanner.found


def test_both_ways_say_the_same_of_every_text() -> None:
    rng = random.Random(20261129)
    seen = 0
    for _ in range(4_000):
        lines = [rng.choice(LINES) for _ in range(rng.randint(1, 12))]
        assert told(scan_lines(lines)) == told(scanned_line_by_line(lines)), lines
        seen += len(lines)
    assert seen > 20_000
