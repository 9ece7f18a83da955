"""Line wrapping: as few lines as the fragments need, then balanced."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

LONE = 0.34
"""Share of the other lines' width below which a last line of one word looks forgotten."""


class Fragment(Struct, frozen=True):
    """Unbreakable run of text between two line breaks, in ems; ``blank`` is the space at its end."""

    start: int
    end: int
    width: float
    blank: float
    hyphen: float = 0.0
    """Width that a hyphen adds where the line ends after it."""


def wrap_greedily(fragments: tuple[Fragment, ...], width: float) -> list[tuple[int, int]] | None:
    """Wrap greedily; return the fragments of each as (first, past the last), or None where one is too wide."""
    lines: list[tuple[int, int]] = []
    first = 0
    used = blank = 0.0
    for i, fragment in enumerate(fragments):
        if fragment.width + fragment.hyphen > width:
            return None
        if i > first and used + blank + fragment.width + fragment.hyphen > width:
            lines.append((first, i))
            first, used, blank = i, 0.0, 0.0
        used += blank + fragment.width
        blank = fragment.blank
    lines.append((first, len(fragments)))
    return lines


def balance_lines(
    fragments: tuple[Fragment, ...], wrapped: list[tuple[int, int]], width: float
) -> list[tuple[int, int]]:
    """Balance lines: wrap again into as many and as even as can be, with no word alone on the last one if possible."""
    count = len(wrapped)
    if count < 2:
        return wrapped
    even = sum(fragment.width + fragment.blank for fragment in fragments) / count
    # The best way to set the first fragments on so many lines: its cost, and where its last line begins.
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for number in range(1, count + 1):
        reached: dict[int, tuple[float, int]] = {}
        for first, (cost, _) in best[-1].items():
            for past, used in _lines_from(fragments, first, width):
                if number == count and past < len(fragments):
                    continue
                lone = past - first == 1 and past == len(fragments)
                total = cost + _raggedness(used, even, lone, fragments[past - 1].hyphen > 0)
                if past not in reached or total < reached[past][0] - 1e-9:
                    reached[past] = (total, first)
        best.append(reached)
    if len(fragments) not in best[count]:
        return wrapped
    lines = []
    past = len(fragments)
    for number in range(count, 0, -1):
        first = best[number][past][1]
        lines.append((first, past))
        past = first
    return lines[::-1]


def _lines_from(fragments: tuple[Fragment, ...], first: int, width: float) -> Iterator[tuple[int, float]]:
    """Yield every end a line beginning here may have, and its width."""
    used = blank = 0.0
    for past in range(first + 1, len(fragments) + 1):
        fragment = fragments[past - 1]
        used += blank + fragment.width
        blank = fragment.blank
        if used + fragment.hyphen > width and past > first + 1:
            return
        yield past, used + fragment.hyphen


def _raggedness(used: float, even: float, lone: bool, hyphen: bool) -> float:
    """Return how much a line of this width disturbs; a hyphen does too, a lone short word at the end most of all."""
    extra = (4.0 if lone and used < LONE * even else 0.0) + (0.25 if hyphen else 0.0)
    return (used - even) ** 2 + even * even * extra
