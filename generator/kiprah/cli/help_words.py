"""Help texts of commands: words of the catalogue ``cli`` for commands, options and values, in the user's language."""

from __future__ import annotations

import gettext
import os

import click

from kiprah.catalog import LOCALE_FOLDER, Words
from kiprah.cli.language import interface_language, interface_words


def worded(command: click.Command, name: str) -> click.Command:
    """Give a command and all below it their help: ``help.<command>``, ``help.<command>.<option>``, ``help.any.…``."""
    words = interface_words("cli")
    _word(command, name, words)
    if isinstance(command, click.Group):
        for inner, below in command.commands.items():
            worded(below, inner if name == "kiprah" else f"{name}.{inner}")
    return command


def _word(command: click.Command, name: str, words: Words) -> None:
    if words.has(f"help.{name}"):
        command.help = words.say(f"help.{name}")
    command.options_metavar = words.say("metavar.any.options")
    if isinstance(command, click.Group):
        command.subcommand_metavar = words.say("metavar.any.command")
    for param in command.params:
        for place in (name, "any"):
            if words.has(f"help.{place}.{param.name}"):
                param.help = words.say(f"help.{place}.{param.name}")
                break
        if isinstance(param.type, click.Choice) or getattr(param, "is_flag", False):
            continue
        for place in (name, "any"):
            if words.has(f"metavar.{place}.{param.name}"):
                param.metavar = _metavar(param, words.say(f"metavar.{place}.{param.name}"))
                break


def _metavar(param: click.Parameter, word: str) -> str:
    """Mark an argument that may be left out, as click does by itself where no word is given."""
    optional = isinstance(param, click.Argument) and not param.required and not word.startswith("[")
    return f"[{word}]" if optional else word


def speak_of_usage() -> None:
    """Let click's own words (``Usage:``, ``No such option``) come from our catalogue of them."""
    gettext.bindtextdomain("click", str(LOCALE_FOLDER))
    gettext.textdomain("click")
    # The only way to tell gettext's module functions, which click has bound, which language is meant.
    os.environ["LANGUAGE"] = interface_language()
