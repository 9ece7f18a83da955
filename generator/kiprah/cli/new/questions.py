"""Sequence of questions: each takes the answers so far and adds one; going back restores those before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from kiprah.cli.new.prompt import Back, print_note

A = TypeVar("A")

Question = Callable[[A], A | Back | None]
"""Function that returns the answers with one more, ``BACK``, or None where there is nothing to ask."""


def ask_in_turn(answers: A, questions: Callable[[A], Sequence[Question[A]]]) -> A:
    """Ask every question that the answers so far lead to. Nothing is written meanwhile: Ctrl-C leaves no trace."""
    history: list[tuple[int, A]] = []
    number = 0
    while number < len(sequence := questions(answers)):
        outcome = sequence[number](answers)
        if outcome is None:
            number += 1
        elif not isinstance(outcome, Back):
            history.append((number, answers))
            answers, number = outcome, number + 1
        elif history:
            number, answers = history.pop()
        else:
            print_note("back-none")
    return answers
