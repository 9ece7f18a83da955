"""Axis of roles: the whole years that several roles span, and where each of them stands on it."""

from __future__ import annotations

from collections.abc import Sequence

from kiprah.plan.views.lists import RoleItem
from kiprah.plan.views.role_axis import RoleAxis, RoleOnAxis

_YEAR = 12
_WIDTH = 200
_SHORTEST = 2
"""Minimum length of a span, on a line of 200: what is shorter would not be seen."""


def axis_of(roles: Sequence[RoleItem], spanning: Sequence[RoleItem] | None = None) -> RoleAxis:
    """Lay roles on one axis; ``spanning`` are the roles that it spans, where ``roles`` are some of them."""
    timed = [role.months for role in spanning or roles if role.months]
    first = min((months[0][0] for months in timed), default=0) // _YEAR
    last = max((months[-1][1] for months in timed), default=0) // _YEAR
    begin, scale = first * _YEAR, _WIDTH / ((last - first + 1) * _YEAR)
    return RoleAxis(
        first,
        last,
        tuple(round(year * _YEAR * scale, 1) for year in range(1, last - first + 1)),
        tuple(
            RoleOnAxis(
                role,
                tuple(
                    (round((start - begin) * scale, 1), round(max((end + 1 - start) * scale, _SHORTEST), 1))
                    for start, end in role.months
                ),
            )
            for role in roles
        ),
        len(roles) > 1,
    )
