"""Faults of templates: what one asks for and is not there, with what was probably meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from jinja2 import StrictUndefined, UndefinedError
from jinja2.utils import missing
from msgspec import Struct

from kiprah.problem import Place, Problem


class Missing(Struct, frozen=True):
    """Name or field that a template asks for and that is not there."""

    code: str
    values: tuple[tuple[str, str], ...]
    """Values of the problem it is told as."""
    name: str
    """Name as it stands in the template."""

    def problem(self, path: str, line: int, source: str) -> Problem:
        """Tell of it where it stands; ``source`` is that line."""
        found = [match.start() for match in re.finditer(rf"(?<![\w-]){re.escape(self.name)}(?![\w-])", source)]
        # Where the line has it twice, nobody knows which is meant.
        column = found[0] + 1 if len(found) == 1 else 0
        return Problem(self.code, Place(path, line, column), dict(self.values), source=source)


def missing_field(owner: str, name: str, known: Iterable[str]) -> Missing:
    """Say that a view has no such field."""
    return Missing("template-field", (("owner", owner), *_near(name, known)), name)


def missing_name(name: str, known: Iterable[str], written: str = "{}") -> Missing:
    """Say that nothing has this name; ``written`` is how names of its kind stand in a template: ``option("{}")``."""
    return Missing("template-name", _near(name, known, written), name)


def _near(name: str, known: Iterable[str], written: str = "{}") -> tuple[tuple[str, str], ...]:
    names = sorted(set(known))
    near = get_close_matches(name, names, 1)
    return (
        ("name", written.replace("{}", name)),
        ("nearest", written.replace("{}", near[0]) if near else ""),
        ("known", ", ".join(names) or "-"),
    )


def known_words(key: str, keys: Iterable[str]) -> list[str]:
    """Choose of the names of all words those that stand beside this one; of another family, one of each."""
    family = key.partition(".")[0]
    all_keys = sorted(keys)
    beside = [other for other in all_keys if other.partition(".")[0] == family]
    return beside or list({other.partition(".")[0]: other for other in reversed(all_keys)}.values())


class NotThere(LookupError):
    """A function of templates was asked for something that is not there."""

    def __init__(self, told: Missing) -> None:
        super().__init__(dict(told.values)["name"])
        self.told = told


class NamedOnly(dict[str, Any]):
    """Mapping that says what it knows when it is asked for something else."""

    def __init__(self, known: Mapping[str, Any], written: str) -> None:
        super().__init__(known)
        self._written = written

    def __missing__(self, name: str) -> Any:
        """Say what there is instead."""
        raise NotThere(missing_name(str(name), self, self._written))


class UndefinedNameError(UndefinedError):
    """A name or a field that is not there was used."""

    def __init__(self, message: str | None, owner: Any, name: str) -> None:
        super().__init__(message)
        self.owner, self.name = owner, name


class Unknown(StrictUndefined):
    """Undefined value of a template, which remembers of what it was asked."""

    __slots__ = ()

    def __init__(
        self,
        hint: str | None = None,
        obj: Any = missing,
        name: str | None = None,
        exc: type[Exception] = UndefinedError,
    ) -> None:
        super().__init__(hint, obj, name, exc)  # type: ignore[arg-type]  # what a sandbox forbids is an error of its own
        if exc is UndefinedError and name is not None and hint is None:
            self._undefined_exception = lambda message=None: UndefinedNameError(message, obj, name)  # type: ignore[assignment]


def missing_of(error: Exception, names: Iterable[str]) -> Missing | None:
    """Say what an error met that is not there; None where it is of another kind. ``names`` are those of the page."""
    if isinstance(error, NotThere):
        return error.told
    if not isinstance(error, UndefinedNameError):
        return None
    owner, name = error.owner, error.name
    if owner is missing:
        return missing_name(name, names)
    if isinstance(owner, Struct):
        # Only now: what looks through templates is loaded where one is wrong.
        from kiprah.render.template_fields import fields_of

        return missing_field(type(owner).__name__, name, fields_of(type(owner)))
    return None
