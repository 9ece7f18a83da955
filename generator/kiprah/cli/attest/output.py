"""Output of ``kiprah attest``: lines of its catalogue, sentences about what was done, and a look at the extras."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiprah.cli.language import interface_language, interface_words
from kiprah.cli.new.output import Refused
from kiprah.cli.terminal_text import harmless

if TYPE_CHECKING:
    from kiprah.credentials.optional_libraries import Extra
    from kiprah.model.credential import AttestedFacts

ATTEST_CATALOG = "credentials"


def print_sentence(key: str, *, err: bool = False, **values: str) -> None:
    """Print one line of the catalogue."""
    click.echo(harmless(interface_words(ATTEST_CATALOG).say(key, **values)), err=err)


def need(extra: Extra) -> None:
    """End the command where the libraries of an extra are missing."""
    from kiprah.authoring.refusal import Refusal
    from kiprah.credentials.optional_libraries import LIBRARIES, is_installed

    if not is_installed(extra):
        raise Refused(Refusal("needs-extra", {"libraries": " ".join(LIBRARIES[extra])}, ATTEST_CATALOG))


def sentence(name: str, facts: AttestedFacts, organization: str) -> str:
    """Tell in one sentence what is asked for or signed."""
    catalogue = interface_words(ATTEST_CATALOG)
    parts = [name, catalogue.say("sentence.hours", hours=_hours(facts.minutes)), facts.role, organization, facts.title]
    days = day_words(facts.first_day)
    if facts.last_day is None:
        days = catalogue.say("sentence.since", day=days)
    elif facts.last_day != facts.first_day:
        days = f"{days} \u2013 {day_words(facts.last_day)}"
    return harmless(", ".join(part for part in (*parts, days) if part))


def day_words(day: date) -> str:
    """Write a day in the command's language."""
    from kiprah.babel_locale import day_in_words

    return day_in_words(day, "d MMMM y", interface_language())


def named_bytes(path: Path) -> bytes:
    """Read a file that was named; end the command with a sentence where that fails."""
    from kiprah.authoring.refusal import Refusal

    try:
        with path.open("rb") as file:
            return file.read(4_000_000)
    except OSError as error:
        values = {"path": str(path), "reason": str(error.strerror)}
        raise Refused(Refusal("not-read", values, ATTEST_CATALOG, "machine")) from None


def _hours(minutes: int) -> str:
    from kiprah.credentials.hours_text import hours_text

    text = hours_text(minutes)
    return text.replace(".", ",") if interface_language() == "id" else text
