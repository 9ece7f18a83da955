"""What a person got wrong, and where: a value that every room returns and only the command prints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import Struct, field

Level = Literal["error", "warning", "note"]
"""``error`` stops the build, ``warning`` does under ``--strict``, ``note`` never does."""


class Place(Struct, frozen=True, order=True):
    """A spot in a file: its path from the site's folder, line and column from 1 (0: unknown)."""

    path: str
    line: int = 0
    column: int = 0


class Problem(Struct, frozen=True):
    """One thing to mend.

    ``code`` is stable and names the message and the hint in the catalogue ``problems``; ``values`` fill
    their ``{names}``. ``source`` is the line of the file the place points at, so that it can be shown.
    """

    code: str
    place: Place
    values: Mapping[str, str] = field(default_factory=dict)
    level: Level = "error"
    source: str = ""

    @property
    def is_error(self) -> bool:
        """Say whether this alone keeps the site from being published."""
        return self.level == "error"


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort by place, then code, and drop what was said twice."""
    seen: dict[tuple[object, ...], Problem] = {}
    for problem in problems:
        seen.setdefault((problem.place, problem.code, tuple(sorted(problem.values.items()))), problem)
    return tuple(seen[key] for key in sorted(seen, key=lambda key: (key[0], key[1], key[2])))
