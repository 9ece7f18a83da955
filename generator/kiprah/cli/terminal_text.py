"""Text for a terminal: control characters made harmless, and the word before a hint."""

from __future__ import annotations

import unicodedata

import click

from kiprah.cli.language import interface_words


def labelled_hint(hint: str) -> str:
    """Put the word for a hint before it, in the command's language."""
    return f"{interface_words('cli').say('label.hint')}: {hint}"


_OBEYED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Kinds of characters that a terminal, or the direction of a line, obeys instead of showing."""


def harmless(text: str) -> str:
    """Write control characters so that no terminal obeys them; a line stays one line."""
    return "".join(f"\\u{ord(c):04x}" if is_obeyed(c) else c for c in text)


def print_harmless(line: str) -> None:
    """Print a line, none of whose characters a terminal obeys."""
    click.echo(harmless(line))


def is_obeyed(character: str) -> bool:
    """Say whether a terminal obeys a character instead of showing it."""
    # The joiner inside emoji only joins.
    return character != "\u200d" and unicodedata.category(character) in _OBEYED
