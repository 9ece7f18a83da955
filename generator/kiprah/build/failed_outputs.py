"""Rule of what is left out where an output cannot be made: the same for a portfolio, a member and a community."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from kiprah.model.settings import Settings
from kiprah.problem import Problem
from kiprah.render.faults import Fault


class Omission(NamedTuple):
    """Omission after one round of rendering: what is left out, and why; nothing where all could be made."""

    entries: frozenset[str] = frozenset()
    """Main files of entries that are left out besides earlier ones: all is planned and rendered again without them.

    Where no entry is to go, paths of cards: they too are planned away, since pages name them."""
    outputs: frozenset[str] = frozenset()
    """Paths of outputs that are left out by themselves; none while there are entries to leave out."""
    problems: tuple[Problem, ...] = ()
    """Errors that it is left out for."""
    stops: bool = False
    """True where a home page is among the outputs: nothing of that site or member may be published."""

    def joined(self, other: Omission) -> Omission:
        """Join it with what a later round leaves out besides."""
        return Omission(self.entries | other.entries, self.outputs | other.outputs, (*self.problems, *other.problems))


def omission_of(
    faults: Iterable[Fault],
    owners: Mapping[str, tuple[str, ...]],
    left_out: frozenset[str],
    homes: frozenset[str],
) -> Omission:
    """Say what goes where these outputs failed and broken things are left out.

    It is the entries that own them, as far as they are not ``left_out`` yet. What no such entry owns goes by itself,
    once no entry is to go any more: an entry may be what it failed for. Without a home page nobody finds the rest.
    """
    errors = [fault for fault in faults if fault.problem.is_error]
    if not errors:
        return Omission()
    pairs = [(fault, frozenset(fault.owners(owners)) - left_out) for fault in errors]
    entries = frozenset(owner for fault, of in pairs for owner in of if owner != fault.path)
    entries = entries or frozenset(owner for _, of in pairs for owner in of)
    if entries:
        owned = (fault.problem for fault, of in pairs if not entries.isdisjoint(of))
        return Omission(entries, problems=tuple(owned))
    outputs = frozenset(fault.path for fault in errors)
    return Omission(
        outputs=outputs, problems=tuple(fault.problem for fault in errors), stops=not outputs.isdisjoint(homes)
    )


def home_pages(settings: Settings, prefix: str = "") -> frozenset[str]:
    """Name the home page of the site, or of the member below ``prefix``, in every language."""
    languages = {"", *(f"{language}/" for language in settings.languages)}
    return frozenset(f"{language}{prefix}index.html" for language in languages)
