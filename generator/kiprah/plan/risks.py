"""Holds back entries that could lead a stranger to a child."""

from __future__ import annotations

from msgspec.structs import replace

from kiprah.lint.child_safety import entry_risks
from kiprah.model.member import Member
from kiprah.model.settings import Settings, Viewing
from kiprah.plan.checks import with_broken
from kiprah.plan.visibility import Visible, visible_of
from kiprah.problem import Problem


def without_risks(member: Member, settings: Settings, viewing: Viewing) -> tuple[Member, Visible, tuple[Problem, ...]]:
    """Return the member with what must be held back marked, what is then shown, and everything that was found."""
    visible = visible_of(member, settings, viewing)
    found = tuple(entry_risks(visible))
    held = frozenset(owner for owner, problem in found if problem.is_error)
    if held:
        member = with_broken(member, held)
        # Nothing in them is unreadable: what is held back for somebody's safety says so.
        known = frozenset(visible.held)
        visible = visible_of(member, settings, viewing)
        reasons = (
            one if one in known or one.reason != "broken" else replace(one, reason="risk") for one in visible.held
        )
        visible = replace(visible, held=tuple(reasons))
    return member, visible, tuple(problem for _, problem in found)
