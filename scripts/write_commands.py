"""Write docs/commands.md and docs/perintah.md from the command itself, so that no option is without words."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from kiprah.catalog import Words, words
from kiprah.cli import kiprah
from kiprah.cli.help_words import speak_of_usage, worded

ROOT = Path(__file__).parents[1]
PAGES = {"en": ROOT / "docs" / "commands.md", "id": ROOT / "docs" / "perintah.md"}
EXITS = ("0", "1", "2", "3", "130")
VARIABLES = ("KIPRAH_LANG", "KIPRAH_CACHE", "KIPRAH_TRACEBACK", "NO_COLOR", "CONTEXT")


def commands(group: click.Group, context: click.Context) -> Iterator[tuple[click.Command, click.Context]]:
    """Yield every command with the context it is called in, in the order of ``--help``."""
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        inner = click.Context(command, parent=context, info_name=name)
        if isinstance(command, click.Group):
            yield from commands(command, inner)
        else:
            yield command, inner


def page(language: str) -> str:
    """Return the page in one language."""
    before = {name: os.environ.get(name) for name in ("KIPRAH_LANG", "LANGUAGE")}
    os.environ["KIPRAH_LANG"] = language
    try:
        speak_of_usage()
        worded(kiprah, "kiprah")
        said = words(language, "advice")
        context = click.Context(kiprah, info_name="kiprah")
        parts = [f"# {said.say('commands.title')}\n", f"{kiprah.help} {said.say('commands.intro')}\n"]
        parts.append(f"{said.say('commands.written')}\n")
        parts += [section(command, inner, said) for command, inner in commands(kiprah, context)]
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
    parts += [f"## {said.say('commands.exit')}\n"]
    parts += [f"- {number}: {said.say(f'commands.exit.{number}')}" for number in EXITS]
    parts += [f"\n## {said.say('commands.variables')}\n"]
    parts += [f"- `{name}`: {said.say(f'commands.{name}')}" for name in VARIABLES]
    return "\n".join(parts) + "\n"


def section(command: click.Command, context: click.Context, said: Words) -> str:
    """Return what the page says of one command."""
    usage = " ".join(command.get_usage(context).split()).partition(": ")[2]
    parts = [f"## {context.command_path}\n", f"```text\n{usage}\n```\n", f"{command.help}\n"]
    rows = [row(param, context, said) for param in command.params if not getattr(param, "hidden", False)]
    parts += [f"| {said.say('commands.option')} | {said.say('commands.for')} |", "| --- | --- |", *rows, ""]
    return "\n".join(parts)


def row(param: click.Parameter, context: click.Context, said: Words) -> str:
    """Return one option or argument: how it is written, what it is for, what holds without it."""
    written = ", ".join(param.opts) if isinstance(param, click.Option) else ""
    value = "" if getattr(param, "is_flag", False) else param.make_metavar(context)
    text = str(getattr(param, "help", "") or "")
    if getattr(param, "show_default", False) and param.default is not None:
        text += f" ({said.say('commands.default', value=f'`{param.default}`')})"
    if param.multiple:
        text += f" ({said.say('commands.many')})"
    shown = " ".join(part for part in (written, value) if part).replace("|", "\\|")
    return f"| `{shown}` | {text} |"


def written() -> dict[Path, str]:
    """Return every file and what must stand in it."""
    return {path: page(language) for language, path in PAGES.items()}


def main() -> int:
    """Write the pages."""
    for path, text in written().items():
        path.write_text(text, "utf-8")
        print(path.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
