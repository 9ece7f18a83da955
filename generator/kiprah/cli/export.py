"""``kiprah export``: what somebody else's form asks for, as local files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import click

from kiprah.cli.language import interface_words, speak
from kiprah.cli.name_type import NAME
from kiprah.cli.shell_quoting import expanded
from kiprah.cli.site import cache_of, find_site
from kiprah.model.settings import Paper

TARGETS = (
    "linkedin",
    "commonapp",
    "ucas",
    "skpi",
    "cas",
    "hours",
    "europass",
    "log",
    "cv",
    "booklet",
    "zip",
    "single-file",
)
"""Targets of exports, ordered by how many people ask for them; a test holds them to the data files."""


@click.command()
@click.argument("target", type=click.Choice(TARGETS))
@click.argument("site", required=False)
@click.option("--for", "slugs", multiple=True, type=NAME)
@click.option("--year", type=click.IntRange(1900, 2199))
@click.option("--lang")
@click.option("--as", "member", type=NAME)
@click.option("-o", "--output")
@click.option("--unlisted", is_flag=True)
@click.option("--private", is_flag=True)
@click.option("--drafts", is_flag=True)
@click.option("--future", is_flag=True)
@click.option("--paper", type=click.Choice(get_args(Paper)), default="a4", show_default=True)
@click.option("--pages", type=click.IntRange(1, 2), default=1, show_default=True)
@click.option("--code")
@click.option("--today")
@click.option("--cache")
def export(
    target: str,
    site: str | None,
    slugs: tuple[str, ...],
    year: int | None,
    lang: str | None,
    member: str | None,
    output: str | None,
    unlisted: bool,
    private: bool,
    drafts: bool,
    future: bool,
    paper: str,
    pages: int,
    code: str | None,
    today: str | None,
    cache: str | None,
) -> int:
    """Write what TARGET asks for into local files; nothing is published."""
    from kiprah.build.export.export_request import export as write
    from kiprah.build.export.export_source import ExportRequest, choice_of
    from kiprah.cli.build import day
    from kiprah.cli.new.output import print_refusal, relative_path
    from kiprah.cli.report import print_problems
    from kiprah.cli.terminal_text import harmless

    folder = find_site(site)
    if lang is not None and not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", lang):
        raise click.BadParameter(interface_words("export").say("bad-language", value=lang), param_hint="--lang")
    named = tuple(slug.strip() for several in slugs for slug in several.split(",") if slug.strip())
    request = ExportRequest(
        site=folder,
        cache=cache_of(folder, cache),
        target=target,
        choice=choice_of(named, year, unlisted=unlisted, private=private, drafts=drafts, future=future),
        output=expanded(Path(output)).absolute() if output else None,
        language=lang or "",
        today=day(today),
        member=member or "",
        paper=paper,
        pages=pages,
        expected=code or "",
    )
    report = write(request)
    if report.settings is not None:
        speak(report.settings.language)
    words = interface_words("export")
    print_problems(report.problems, folder)
    for refusal in report.refusals:
        print_refusal(refusal)
    for path in report.files:
        click.echo(words.say("written", path=harmless(relative_path(path))))
    if report.sheet is not None and report.files:
        if report.sheet.over:
            click.echo(words.count("over", report.sheet.over), err=True)
        if report.sheet.code:
            click.echo(words.say("code", code=report.sheet.code))
    for missing in dict.fromkeys(str(missing) for missing in report.missing):
        click.echo(words.say(f"extra.{missing}"), err=True)
    return report.exit_code
