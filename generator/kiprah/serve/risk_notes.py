"""Risk notes of a preview, which shows every page all the same: what would lead a stranger to somebody."""

from __future__ import annotations

from collections.abc import Iterable

from kiprah.lint.child_safety import RISK_CODES
from kiprah.problem import Problem


def risk_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Choose the problems that are about somebody's safety."""
    return tuple(problem for problem in problems if problem.code in RISK_CODES)
