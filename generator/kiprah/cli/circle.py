"""``kiprah build --circle``: asks for the passphrase, and says how it ended."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiprah.cli.language import interface_language, interface_words, speak

if TYPE_CHECKING:
    from kiprah.build.request import Progress, Request

VARIABLE = "KIPRAH_PASSPHRASE"


def circle_options(circle: bool, until: str | None, reply_to: str | None) -> None:
    """Refuse options that mean nothing without ``--circle``."""
    for name, value in (("--until", until), ("--reply-to", reply_to)):
        if value is not None and not circle:
            raise click.UsageError(interface_words("circle").say("only-with-circle", option=name))


def last_day(text: str | None) -> date | None:
    """Read ``--until``; a usage error where it is no day."""
    from kiprah.cli.build import day

    return day(text, "--until")


def build_the_circle(
    request: Request, until: date | None, reply_to: str | None, telling: Callable[[Progress], Progress]
) -> int:
    """Ask for what is missing, and seal the site."""
    from kiprah.authoring.circle.contact import contact_address
    from kiprah.authoring.circle.passphrase import passphrase_fault, plain_passphrase
    from kiprah.build.circle.circle_build import CircleRequest, build_circle, circle_fault
    from kiprah.cli.new.output import accepted, relative_path
    from kiprah.cli.progress import shown_progress
    from kiprah.cli.report import print_report

    _speak_as_the_site(request.site)
    words = interface_words("circle")
    accepted(circle_fault(request, until, request.today or datetime.now().astimezone().date()))
    address = accepted(contact_address(reply_to)) if reply_to is not None else ""
    passphrase = plain_passphrase(_passphrase())
    accepted(passphrase_fault(passphrase))
    with shown_progress(sys.stderr) as progress:
        answer = build_circle(CircleRequest(request, passphrase, until, address), telling(progress))
    done = accepted(answer)
    print_report(done.report, request.site)
    sealing = done.sealing
    if sealing is None:
        click.echo(interface_words("cli").say("nothing-published"), err=True)
        return done.report.exit_code
    click.echo(
        words.say(
            "built",
            folder=relative_path(request.output),
            files=str(sealing.files),
            parts=str(sealing.parts),
            written=str(sealing.written),
            removed=str(sealing.removed),
        )
    )
    if until is not None:
        click.echo(words.say("built-until", day=until.isoformat()))
    if not sealing.reply_to:
        click.echo(words.say("no-contact"), err=True)
    return 0


def say_ended(cache: Path, today: date) -> None:
    """Say of each circle whose last day has passed how it is taken away."""
    from kiprah.build.circle.ended_circles import CIRCLES_FILE, ended_circles

    if not (cache / CIRCLES_FILE).is_file():
        return
    words = interface_words("circle")
    for folder, day in ended_circles(cache, today):
        click.echo(words.say("ended", folder=str(folder), day=day), err=True)


def _passphrase() -> str:
    """Take the passphrase from the environment, or ask for it twice; nothing typed leads to a proposal."""
    from kiprah.authoring.circle.passphrase import proposed_passphrase

    given = os.environ.get(VARIABLE)
    words = interface_words("circle")
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise click.UsageError(words.say("no-terminal", variable=VARIABLE))
    typed = str(click.prompt(words.say("ask"), default="", show_default=False, hide_input=True))
    if not typed.strip():
        typed = proposed_passphrase(interface_language())
        click.echo(f"\n  {typed}\n\n{words.say('proposed')}", err=True)
    for _ in range(3):
        again = str(click.prompt(words.say("ask-again"), default="", show_default=False, hide_input=True))
        if again.split() == typed.split():
            return typed
        click.echo(words.say("not-the-same"), err=True)
    raise click.UsageError(words.say("not-the-same-thrice"))


def _speak_as_the_site(site: Path) -> None:
    from kiprah.content.folder import list_folder
    from kiprah.content.settings import read_settings

    settings, _ = read_settings(list_folder(site)[0])
    if settings is not None:
        speak(settings.language)
