"""Problems: what a person got wrong and where, as values that every room returns and only the command prints."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from kiprah.problem_types import PROBLEM_TYPES, Level, ProblemType

_OF_ERRNO = {
    errno.ENOSPC: "disk-full",
    errno.EDQUOT: "disk-full",
    errno.EACCES: "no-permission",
    errno.EPERM: "no-permission",
    errno.EROFS: "read-only",
}
"""Problem codes by the machine's error number; all else is ``machine``."""


class Place(Struct, frozen=True, order=True):
    """Position in a file: its path from the site's folder, line and column from 1 (0: unknown)."""

    path: str
    line: int = 0
    column: int = 0


class Problem(Struct, frozen=True):
    """Problem: one thing for a person to mend.

    ``code`` is registered in ``problem_types``, which says its level and the names of its values: a code that is not
    there, a value too few or too many, is a mistake of ours and raises ``TypeError``. It names the message and the hint
    in the catalogue ``problems``; ``values`` fill their ``{names}``. ``source`` is the line of the file the place
    points at, so that it can be shown.
    """

    code: str
    place: Place
    values: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    strict: bool = False
    """True where it was found while warnings count as errors."""

    def __post_init__(self) -> None:
        """Compare with what is registered."""
        registered = PROBLEM_TYPES.get(self.code)
        if registered is None:
            raise TypeError(f"no problem is registered as {self.code!r}")
        if registered.values.keys() != self.values.keys():
            raise TypeError(f"{self.code} takes {sorted(registered.values)}, not {sorted(self.values)}")

    @property
    def type(self) -> ProblemType:
        """Return what is registered of its code."""
        return PROBLEM_TYPES[self.code]

    @property
    def level(self) -> Level:
        """Return its registered level; where warnings count as errors, a warning is one."""
        level = PROBLEM_TYPES[self.code].level
        return "error" if self.strict and level == "warning" else level

    @property
    def is_error(self) -> bool:
        """Say whether this alone keeps the site from being published."""
        return self.level == "error"


def with_subject(code: str, values: Mapping[str, str], **subject: str) -> dict[str, str]:
    """Complete a fault's values with what it was found in (``key``, ``file``), where its code's words name that.

    What reads a value or a file knows what is wrong, and not of what: that is known where it was asked for.
    """
    return {**{name: text for name, text in subject.items() if name in PROBLEM_TYPES[code].values}, **values}


def under_strict(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Make every warning count as an error."""
    return tuple(replace(problem, strict=True) for problem in problems)


def unreadable_file(place: Place, error: OSError) -> Problem:
    """Say of a file of the site that it cannot be read."""
    return Problem("file-unreadable", place, {"reason": error.strerror or ""})


def machine_problem(error: OSError) -> Problem:
    """Say what of the machine stood in the way, and where."""
    path = str(error.filename or "")
    code = _OF_ERRNO.get(error.errno or 0, "machine")
    return Problem(code, Place(path), {"path": path, "reason": error.strerror or ""})


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort by place, then code, and drop what was said twice."""
    seen: dict[tuple[object, ...], Problem] = {}
    for problem in problems:
        seen.setdefault((problem.place, problem.code, tuple(sorted(problem.values.items()))), problem)
    ordered = (seen[key] for key in sorted(seen, key=lambda key: (key[0], key[1], key[2])))
    # What a theme's template says on every page is mended once.
    first: dict[object, Problem] = {}
    for problem in ordered:
        drawn = problem.values.get("drawn")
        first.setdefault((problem.code, problem.values["what"], drawn) if drawn else id(problem), problem)
    return tuple(first.values())
