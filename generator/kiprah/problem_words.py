"""Words of problems: message and next step in the language of a catalogue, with what a scanner found in a file."""

from __future__ import annotations

from kiprah.catalog import Words
from kiprah.problem import Problem


def problem_message(problem: Problem, own: Words) -> str:
    """Say a problem in the words of the catalogue ``problems``."""
    return own.say(problem.code, **_shown_values(problem, own))


def problem_hint(problem: Problem, own: Words) -> str:
    """Say the next step, or nothing."""
    key = f"{problem.code}.hint"
    if problem.values.get("nearest") and own.has(f"{key}-near"):
        # What was probably meant is known: the hint says just that.
        key = f"{key}-near"
    return own.say(key, **_shown_values(problem, own)) if own.has(key) else ""


def _shown_values(problem: Problem, own: Words) -> dict[str, str]:
    """Return a problem's values, those that are names of the scanner's in words."""
    values = dict(problem.values)
    for name, kind in problem.type.values.items():
        if kind == "traces":
            values[name] = ", ".join(_trace(trace, own) for trace in values[name].split(", "))
        elif kind == "unseen":
            values[name] = _unseen(values[name], own)
    return values


def _trace(trace: str, own: Words) -> str:
    """Say what was found; a name that only the format gives it (``APP5``, ``colr``) stands as it is."""
    name, parenthesis, where = trace.partition(" (")
    key = f"trace.{name}"
    return (own.say(key) if own.has(key) else name) + parenthesis + where


def _unseen(trace: str, own: Words) -> str:
    """Say what keeps anybody from seeing what a file carries, as the second half of a sentence."""
    name, parenthesis, where = trace.partition(" (")
    key = f"unseen.{name}"
    return own.say(key if own.has(key) else "unseen.kind", kind=name) + parenthesis + where
