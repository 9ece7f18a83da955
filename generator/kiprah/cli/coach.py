"""``kiprah coach``: what is good and true in one's own files, then questions; for the person alone."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiprah.cli.language import interface_language, interface_words, speak
from kiprah.cli.name_type import NAME
from kiprah.cli.site import cache_of, find_site, shown_path

if TYPE_CHECKING:
    from kiprah.build.coach_words import WordedRemark

_WIDEST = 88
_NARROWEST = 40
_INDENT = "  "
_QUIET_LINE = "coach: {{quiet: [{name}]}}"


@click.command()
@click.argument("site", required=False)
@click.option("--member", type=NAME)
@click.option("--today")
@click.option("--cache")
def coach(site: str | None, member: str | None, today: str | None, cache: str | None) -> int:
    """Say what is good, then ask; nothing is written anywhere."""
    from kiprah.build.coach import read_coached
    from kiprah.build.coach_words import worded_report
    from kiprah.build.request import Request
    from kiprah.cli.build import day
    from kiprah.cli.report import print_problems, uses_color
    from kiprah.cli.terminal_text import harmless

    folder = find_site(site)
    request = Request(folder, Path("public").absolute(), cache_of(folder, cache), today=day(today))
    coached = read_coached(request, member or "")
    if coached.settings is not None:
        speak(coached.settings.language)
    words = interface_words("coach")
    if coached.settings is None:
        print_problems(coached.problems, folder)
        return 2
    if refusal := _refusal(member, coached.settings.kind == "community", coached.members):
        raise click.UsageError(refusal)
    if coached.report is None:
        print_problems(coached.problems, folder)
        click.echo(words.say("unreadable"))
        return 0
    color = uses_color(sys.stdout.isatty())
    width = max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size().columns - 2))

    def say(text: str, indent: str = "", **style: bool) -> None:
        lines = textwrap.wrap(
            harmless(text), width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
        )
        click.echo("\n".join(click.style(line, **style) if color and style else line for line in lines))

    say(words.say("intro", name=coached.member) if coached.member else words.say("intro-unnamed"))
    sections = worded_report(coached.report, interface_language())
    for section in sections:
        click.echo()
        say(section.title, bold=True)
        say(section.question)
        for remark in section.remarks:
            click.echo()
            _say_remark(remark, lambda path: shown_path(folder, path), say)
        if section.nothing:
            say(section.nothing, _INDENT, dim=True)
    unread = sum(problem.is_error for problem in coached.problems)
    if unread:
        click.echo()
        say(words.count("unread", unread))
    asked = [remark.name for section in sections for remark in section.remarks if remark.name]
    if asked:
        click.echo()
        say(words.say("quiet", line=_QUIET_LINE.format(name=asked[-1])), dim=True)
    return 0


def _refusal(member: str | None, is_community: bool, members: tuple[str, ...]) -> str:
    words = interface_words("coach")
    if is_community and not member:
        return words.say("of-member", members=", ".join(members) or "-")
    if member and not is_community:
        return words.say("not-of-portfolio")
    return words.say("no-member", member=member) if member and member not in members else ""


def _say_remark(remark: WordedRemark, path_of: Callable[[str], str], say: Callable[..., None]) -> None:
    words = interface_words("coach")
    say(remark.text, _INDENT)
    for own in remark.own:
        place = path_of(own.path) + (f":{own.line}" if own.line else "")
        shown = "" if own.shown == "public" else f" ({words.say(f'shown.{own.shown}')})"
        say(f"“{own.text}”", _INDENT * 2)
        say(f"{place}{shown}", _INDENT * 2, dim=True)
    if remark.more:
        say(remark.more, _INDENT * 2, dim=True)
    if remark.name:
        say(remark.why, _INDENT, dim=True)
        say(f"{words.say('source', source=remark.source)} [{remark.name}]", _INDENT, dim=True)
