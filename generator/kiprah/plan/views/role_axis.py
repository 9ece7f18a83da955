"""View of roles on one axis of whole years, as a list of them draws it."""

from __future__ import annotations

from msgspec import Struct

from kiprah.plan.views.lists import RoleItem


class RoleOnAxis(Struct, frozen=True):
    """A role with the time it was worked in, on a line of 200."""

    role: RoleItem
    """The role."""
    bars: tuple[tuple[float, float], ...]
    """Spans of the role: where each begins, and how long it is; never so short that it is not seen."""


class RoleAxis(Struct, frozen=True):
    """Roles on one axis; ``roles|on_axis`` makes it."""

    first: int
    """The year it begins with."""
    last: int
    """The year it ends with."""
    ticks: tuple[float, ...]
    """Positions at which years begin, on a line of 200; the first is left out."""
    rows: tuple[RoleOnAxis, ...]
    """The roles, in their order."""
    is_drawn: bool
    """True where there are several roles, so that their times can be compared."""
