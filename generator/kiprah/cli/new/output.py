"""Output of ``kiprah new``: what was written and comes next, or why nothing was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

import click

from kiprah.cli.language import interface_words

if TYPE_CHECKING:
    from kiprah.authoring.new.entry_request import EntryPhoto
    from kiprah.authoring.new.write_entry import NewEntry
    from kiprah.authoring.refusal import Refusal

T = TypeVar("T")

EXIT_CODES: Mapping[str, int] = {"content": 1, "request": 2, "machine": 3}
"""Exit codes by what stands in the way."""


class Refused(click.ClickException):
    """Ends the command with the words of a refusal, the next step, and its exit code."""

    def __init__(self, *refusals: Refusal) -> None:
        super().__init__(refusals[0].key)
        self.refusals = refusals
        vars(self)["exit_code"] = EXIT_CODES[refusals[0].cause]

    def show(self, file: IO[Any] | None = None) -> None:
        """Print each refusal."""
        for refusal in self.refusals:
            print_refusal(refusal)


def accepted(answer: T | Refusal) -> T:
    """Return an answer that can be used; end the command with the words of one that cannot."""
    from kiprah.authoring.refusal import Refusal

    if isinstance(answer, Refusal):
        raise Refused(answer)
    return answer


def print_refusal(refusal: Refusal) -> None:
    """Explain on standard error why something cannot be done, and what to do instead."""
    from kiprah.authoring.refusal import refusal_values
    from kiprah.cli.terminal_text import harmless, labelled_hint

    words = interface_words(refusal.domain)
    values = refusal_values(refusal, words)
    if Path(values.get("path", "")).is_absolute():
        values["path"] = relative_path(Path(values["path"]))
    click.echo(harmless(words.say(refusal.key, **values)), err=True)
    if words.has(f"{refusal.key}.hint"):
        click.echo(f"    {labelled_hint(harmless(words.say(f'{refusal.key}.hint', **values)))}", err=True)


def print_line(key: str, **values: str) -> None:
    """Print one line of what was done or comes next."""
    from kiprah.cli.terminal_text import harmless

    click.echo(harmless(interface_words("new").say(key, **values)))


def print_written(path: Path, next_steps: Sequence[str], **values: str) -> None:
    """Print what was written, and what comes next."""
    print_line("made", path=relative_path(path))
    for key in next_steps:
        print_line(key, path=relative_path(path), **values)


def print_imported_photos(photos: Sequence[tuple[str, EntryPhoto]]) -> None:
    """Print what photos became, each under its new name, and which of them wait or stay here."""
    for name, one in photos:
        print_line("photo-made", name=name, source=one.photo.source.name)
    if photos:
        print_line("photos-clean")
    for consent, key in (("pending", "photos-wait"), ("no", "photos-kept")):
        if any(one.consent_to_write == consent for _, one in photos):
            print_line(key)


def print_risks(entry: NewEntry) -> None:
    """Say what of a new entry would lead a stranger to somebody, while it is still a draft."""
    from kiprah.authoring.entry_risks import new_entry_risks
    from kiprah.cli.report import hint_of, message_of
    from kiprah.cli.terminal_text import labelled_hint

    for problem in new_entry_risks(entry):
        click.echo(f"! {message_of(problem)}")
        click.echo(f"    {labelled_hint(hint_of(problem))}")


def relative_path(path: Path) -> str:
    """Write a path as seen from the current folder, where it lies below it."""
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()
