"""What ``kiprah new`` says when it wrote something, or did not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

import click

from kiprah.authoring.create import create
from kiprah.cli.language import interface_words

if TYPE_CHECKING:
    from kiprah.authoring.refusal import Refusal

T = TypeVar("T")

CONTENT, USAGE, MACHINE = 1, 2, 3


class Stop(click.ClickException):
    """Nothing can be begun with what was given: one line, the next step, and the exit code."""

    def __init__(self, key: str, exit_code: int = USAGE, domain: str = "new", /, **values: str) -> None:
        super().__init__(key)
        self.key, self.domain, self.values = key, domain, values
        vars(self)["exit_code"] = exit_code

    def show(self, file: IO[Any] | None = None) -> None:
        """Say it."""
        _say(self.key, self.values, self.domain)


def accepted(answer: T | Refusal, exit_code: int = USAGE) -> T:
    """Return an answer that can be used; stop the command with the words of one that cannot."""
    from kiprah.authoring.refusal import Refusal

    if isinstance(answer, Refusal):
        raise Stop(answer.key, exit_code, answer.domain, **answer.values)
    return answer


def say_refusal(refusal: Refusal) -> None:
    """Explain why an answer cannot be used, and what to do instead."""
    _say(refusal.key, refusal.values, refusal.domain)


def refused(key: str, exit_code: int = USAGE, **values: str) -> int:
    """Say in one line what stands in the way, and the next step where the catalogue has one; return the exit code."""
    _say(key, values, "new")
    return exit_code


def _say(key: str, values: Mapping[str, str], domain: str) -> None:
    from kiprah.cli.report import harmless, labelled_hint

    words = interface_words(domain)
    click.echo(harmless(words.say(key, **values)), err=True)
    if words.has(f"{key}.hint"):
        click.echo(f"    {labelled_hint(harmless(words.say(f'{key}.hint', **values)))}", err=True)


def say(key: str, **values: str) -> None:
    """Say one line of what was done or comes next."""
    from kiprah.cli.report import harmless

    click.echo(harmless(interface_words("new").say(key, **values)))


def written(files: Sequence[tuple[Path, bytes]], made: Path, next_step: str, **values: str) -> int:
    """Write the files, and say what was made and what comes next; return the exit code."""
    write(files, made)
    say("made", path=shown(made))
    say(next_step, path=shown(made), **values)
    return 0


def write(files: Sequence[tuple[Path, bytes]], made: Path) -> None:
    """Write all of the files, or none and stop."""
    try:
        create(files)
    except OSError as error:
        if isinstance(error, FileExistsError) and made.exists():
            raise Stop("exists", CONTENT, path=shown(made)) from None
        if in_the_way := next((folder for folder in made.parents if folder.is_file()), None):
            raise Stop("no-folder", CONTENT, path=shown(in_the_way)) from None
        reason = str(error.strerror or error)
        raise Stop(_machine(error), MACHINE, path=shown(made), reason=reason) from None


def _machine(error: OSError) -> str:
    import errno

    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return "disk-full"
    return "not-allowed" if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS) else "not-written"


def shown(path: Path) -> str:
    """Write a path as seen from the current folder, where it lies below it."""
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()
