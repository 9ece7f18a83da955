"""Asking on a terminal: an empty answer skips, a wrong one is explained and asked again, Ctrl-C leaves nothing."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

import click

from kiprah.cli.language import interface_words
from kiprah.cli.new.output import say_refusal

if TYPE_CHECKING:
    from kiprah.authoring.refusal import Refusal

T = TypeVar("T")

MOST_CHOICES = 6
"""More than this nobody reads."""


def may_ask(yes: bool) -> bool:
    """Say whether there is somebody to ask: both ways a terminal, and ``--yes`` not given."""
    return not yes and sys.stdin.isatty() and sys.stdout.isatty()


def ask(
    key: str,
    read: Callable[[str], T | Refusal],
    choices: Sequence[str] = (),
    values: Mapping[str, str] | None = None,
    *,
    needed: bool = False,
) -> T | None:
    """Ask ``ask.<key>`` until the answer can be used; None where it was skipped, which a needed one cannot be.

    ``choices`` are numbered: their number stands for them. What else is typed goes to ``read`` as it is.
    """
    from kiprah.authoring.refusal import Refusal

    _put(key, values or {})
    for number, choice in enumerate(choices[:MOST_CHOICES], 1):
        _line(f"  {number}  {choice}")
    while True:
        typed = _typed()
        if typed is None:
            say_refusal(Refusal("not-text"))
            continue
        if not typed.strip():
            if not needed:
                return None
            say_refusal(Refusal(f"ask.{key}.needed"))
            continue
        answer = read(_chosen(typed.strip(), choices[:MOST_CHOICES]))
        if not isinstance(answer, Refusal):
            return answer
        say_refusal(answer)


def choose(key: str, answers: Mapping[str, str], **values: str) -> str | None:
    """Ask for one of a few answers, each named by its words in the catalogue; return its value, or None if skipped."""
    from kiprah.authoring.refusal import Refusal

    words = interface_words("new")
    labels = {words.say(name): value for name, value in answers.items()}

    def read(typed: str) -> str | Refusal:
        folded = typed.casefold()
        for name, value in answers.items():
            spoken = words.say(f"typed.{name}").split(",") if words.has(f"typed.{name}") else []
            if folded in {words.say(name).casefold(), value, *(word.strip() for word in spoken)}:
                return value
        return Refusal("not-a-choice", {"value": typed, "most": str(len(answers))})

    return ask(key, read, tuple(labels), values)


def told(key: str, **values: str) -> None:
    """Say something between two questions."""
    _line(f"  {interface_words('new').say(key, **values)}")


def _put(key: str, values: Mapping[str, str]) -> None:
    words = interface_words("new")
    click.echo()
    _line(words.say(f"ask.{key}", **values), bold=True)
    if words.has(f"ask.{key}.how"):
        _line(f"  {words.say(f'ask.{key}.how', **values)}", dim=True)


def _line(text: str, *, bold: bool = False, dim: bool = False) -> None:
    from kiprah.cli.report import harmless, uses_color

    plain = harmless(text)
    styled = (bold or dim) and uses_color(True)
    click.echo(click.style(plain, bold=bold or None, dim=dim or None) if styled else plain)


def _chosen(typed: str, choices: Sequence[str]) -> str:
    if typed.isascii() and typed.isdigit() and 1 <= int(typed[:4]) <= len(choices):
        return choices[int(typed) - 1]
    return typed


def _typed() -> str | None:
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
