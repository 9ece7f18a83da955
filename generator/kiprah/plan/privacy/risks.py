"""Holds back entries that could lead a stranger to a child."""

from __future__ import annotations

from typing import TypeAlias

from msgspec.structs import replace

from kiprah.lint.child_safety import entry_risks
from kiprah.model.member import Member
from kiprah.model.settings import Settings, Viewing
from kiprah.plan.member_checks import with_broken
from kiprah.plan.privacy.visibility import Visible, visible_of
from kiprah.problem import Problem

Risks: TypeAlias = tuple[tuple[str, Problem], ...]
"""Risks, each after the main file of its entry."""


def found_risks(visible: Visible) -> Risks:
    """Look at all that is about to be shown."""
    return tuple(entry_risks(visible))


def holds_back(found: Risks) -> bool:
    """Say whether something must be held back for what was found."""
    return any(problem.is_error for _, problem in found)


def without_risks(member: Member, settings: Settings, viewing: Viewing) -> tuple[Member, Visible, tuple[Problem, ...]]:
    """Return the member with what must be held back marked, what is then shown, and everything that was found."""
    visible = visible_of(member, settings, viewing)
    found = found_risks(visible)
    member, visible = held_back(member, visible, found)
    return member, visible, tuple(problem for _, problem in found)


def held_back(member: Member, visible: Visible, found: Risks) -> tuple[Member, Visible]:
    """Mark what must be held back for what was found in what was visible; say what is then shown."""
    held = frozenset(owner for owner, problem in found if problem.is_error)
    if not held:
        return member, visible
    member = with_broken(member, held)
    # Nothing in them is unreadable: what is held back for somebody's safety says so.
    known = frozenset(visible.held)
    visible = visible_of(member, visible.settings, visible.viewing)
    reasons = (one if one in known or one.reason != "broken" else replace(one, reason="risk") for one in visible.held)
    return member, replace(visible, held=tuple(reasons))
