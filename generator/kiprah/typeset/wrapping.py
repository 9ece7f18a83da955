"""Pieces into lines: as few as they need, and then as even as can be."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

LONE = 0.34
"""A last line of one word that is shorter than this part of the others looks forgotten."""


class Piece(Struct, frozen=True):
    """What stands between two places where a line may break, in ems; ``blank`` is the space at its end."""

    start: int
    end: int
    width: float
    blank: float
    hyphen: float = 0.0
    """What a hyphen adds where the line ends after it."""


def wrap(pieces: tuple[Piece, ...], width: float) -> list[tuple[int, int]] | None:
    """Fill lines greedily; return the pieces of each as (first, past the last), or None where one is too wide."""
    lines: list[tuple[int, int]] = []
    first = 0
    used = blank = 0.0
    for i, piece in enumerate(pieces):
        if piece.width + piece.hyphen > width:
            return None
        if i > first and used + blank + piece.width + piece.hyphen > width:
            lines.append((first, i))
            first, used, blank = i, 0.0, 0.0
        used += blank + piece.width
        blank = piece.blank
    lines.append((first, len(pieces)))
    return lines


def balanced(pieces: tuple[Piece, ...], wrapped: list[tuple[int, int]], width: float) -> list[tuple[int, int]]:
    """Wrap again into as many lines, as even as can be, with no word alone on the last one where that can be."""
    count = len(wrapped)
    if count < 2:
        return wrapped
    even = sum(piece.width + piece.blank for piece in pieces) / count
    # The best way to set the first pieces on so many lines: its cost, and where its last line begins.
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for number in range(1, count + 1):
        found: dict[int, tuple[float, int]] = {}
        for first, (cost, _) in best[-1].items():
            for past, used in _lines_from(pieces, first, width):
                if number == count and past < len(pieces):
                    continue
                lone = past - first == 1 and past == len(pieces)
                total = cost + _unevenness(used, even, lone, pieces[past - 1].hyphen > 0)
                if past not in found or total < found[past][0] - 1e-9:
                    found[past] = (total, first)
        best.append(found)
    if len(pieces) not in best[count]:
        return wrapped
    lines = []
    past = len(pieces)
    for number in range(count, 0, -1):
        first = best[number][past][1]
        lines.append((first, past))
        past = first
    return lines[::-1]


def _lines_from(pieces: tuple[Piece, ...], first: int, width: float) -> Iterator[tuple[int, float]]:
    """Yield every end a line beginning here may have, and its width."""
    used = blank = 0.0
    for past in range(first + 1, len(pieces) + 1):
        piece = pieces[past - 1]
        used += blank + piece.width
        blank = piece.blank
        if used + piece.hyphen > width and past > first + 1:
            return
        yield past, used + piece.hyphen


def _unevenness(used: float, even: float, lone: bool, hyphen: bool) -> float:
    """Return how much a line of this width disturbs; a hyphen does too, a lone short word at the end most of all."""
    extra = (4.0 if lone and used < LONE * even else 0.0) + (0.25 if hyphen else 0.0)
    return (used - even) ** 2 + even * even * extra
