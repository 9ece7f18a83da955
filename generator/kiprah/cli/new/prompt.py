"""Terminal prompts: an empty answer skips, ``<`` goes back, a wrong one is explained and asked again."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Final, TypeVar

import click

from kiprah.cli.language import interface_language, interface_words
from kiprah.cli.new.output import print_refusal

if TYPE_CHECKING:
    from kiprah.authoring.refusal import Refusal

T = TypeVar("T")

MOST_CHOICES = 6
"""Maximum number of choices; more than this nobody reads."""


class Back(Enum):
    """The answer that asks for the question before."""

    BACK = "<"


BACK: Final = Back.BACK


def may_ask(yes: bool) -> bool:
    """Say whether there is somebody to ask: both ways a terminal, and ``--yes`` not given."""
    return not yes and sys.stdin.isatty() and sys.stdout.isatty()


def ask(
    key: str,
    parse: Callable[[str], T | Refusal],
    choices: Sequence[str] = (),
    values: Mapping[str, str] | None = None,
    *,
    needed: bool = False,
) -> T | Back | None:
    """Ask ``ask.<key>`` until the answer can be used; None where it was skipped, which a needed one cannot be.

    ``choices`` are numbered: their number stands for them. What else is typed goes to ``parse`` as it is.
    """
    from kiprah.authoring.refusal import Refusal

    _print_question(key, values or {})
    for number, choice in enumerate(choices[:MOST_CHOICES], 1):
        _print_line(f"  {number}  {choice}")
    while True:
        line = _read_line()
        if line is None:
            print_refusal(Refusal("not-text"))
            continue
        if line.strip() == BACK.value:
            return BACK
        if not line.strip():
            if not needed:
                return None
            print_refusal(Refusal(f"ask.{key}.needed"))
            continue
        answer = parse(_choice(line.strip(), choices[:MOST_CHOICES]))
        if not isinstance(answer, Refusal):
            return answer
        print_refusal(answer)


def choose(key: str, answers: Mapping[str, str], **values: str) -> str | Back | None:
    """Ask for one of a few answers, each named by its words in the catalogue; return its value, or None if skipped."""
    from kiprah.authoring.refusal import Refusal

    words = interface_words("new")
    labels = {words.say(name): value for name, value in answers.items()}

    def parse(typed: str) -> str | Refusal:
        folded = typed.casefold()
        for name, value in answers.items():
            synonyms = words.say(f"typed.{name}").split(",") if words.has(f"typed.{name}") else []
            if folded in {words.say(name).casefold(), value, *(word.strip() for word in synonyms)}:
                return value
        return Refusal("not-a-choice", {"value": typed, "most": str(len(answers))})

    return ask(key, parse, tuple(labels), values)


def print_note(key: str, **values: str) -> None:
    """Print a line between two questions."""
    _print_line(f"  {interface_words('new').say(key, **values)}")


def written_day(day: date) -> str:
    """Write a day in full, in the language of the questions."""
    from kiprah.babel_locale import day_in_words

    return day_in_words(day, "full", interface_language())


def _print_question(key: str, values: Mapping[str, str]) -> None:
    words = interface_words("new")
    click.echo()
    _print_line(words.say(f"ask.{key}", **values), bold=True)
    if words.has(f"ask.{key}.how"):
        _print_line(f"  {words.say(f'ask.{key}.how', **values)}", dim=True)


def _print_line(text: str, *, bold: bool = False, dim: bool = False) -> None:
    from kiprah.cli.report import uses_color
    from kiprah.cli.terminal_text import harmless

    plain = harmless(text)
    styled = (bold or dim) and uses_color(True)
    click.echo(click.style(plain, bold=bold or None, dim=dim or None) if styled else plain)


def _choice(typed: str, choices: Sequence[str]) -> str:
    if typed.isascii() and typed.isdigit() and 1 <= int(typed[:4]) <= len(choices):
        return choices[int(typed) - 1]
    return typed


def _read_line() -> str | None:
    """Read one line; None where it is not text. Ctrl-C and Ctrl-D end the command."""
    # With it the line can be edited, and a terminal's limit of a line's length does not hold for many dropped photos.
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401
    try:
        return input("> ")
    except UnicodeDecodeError:
        return None
    except (EOFError, KeyboardInterrupt):
        click.echo(f"\n{interface_words('new').say('stopped')}", err=True)
        raise click.Abort from None
