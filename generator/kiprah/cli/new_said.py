"""What ``kiprah new`` says when it wrote something, or did not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from kiprah.cli.language import interface_words
from kiprah.starter.folder import create

MACHINE = 3


def refused(key: str, exit_code: int = 2, **values: str) -> int:
    """Say in one line what stands in the way, and the next step where the catalogue has one; return the exit code."""
    from kiprah.cli.problems import harmless

    words = interface_words("new")
    click.echo(harmless(words.say(key, **values)), err=True)
    if words.has(f"{key}.hint"):
        click.echo(f"    hint: {harmless(words.say(f'{key}.hint', **values))}", err=True)
    return exit_code


def written(files: Sequence[tuple[Path, bytes]], made: Path, next_step: str, **values: str) -> int:
    """Write the files, and say what was made and what comes next; return the exit code."""
    from kiprah.cli.problems import harmless

    try:
        create(files)
    except FileExistsError as error:
        return refused("exists", 1, path=shown(Path(error.filename or made)))
    except OSError as error:
        return refused("not-written", MACHINE, path=shown(Path(error.filename or made)), reason=str(error.strerror))
    words = interface_words("new")
    click.echo(harmless(words.say("made", path=shown(made))))
    click.echo(harmless(words.say(next_step, path=shown(made), **values)))
    return 0


def shown(path: Path) -> str:
    """Write a path as seen from the current folder, where it lies below it."""
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


def one_line(text: str) -> str | None:
    """Return what was typed as one line of text; None where it is empty or not text at all."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:  # bytes of another encoding, which the shell handed over as they were
        return None
    return " ".join(text.split()) or None
