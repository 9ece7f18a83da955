"""``kiprah check``: find everything a build would find, and publish nothing."""

from __future__ import annotations

from pathlib import Path

import click

from kiprah.cli.site import cache_of, find_site


@click.command()
@click.argument("site", required=False)
@click.option("--external", is_flag=True)
@click.option(
    "--format", "output_format", type=click.Choice(["text", "json", "github"]), default="text", show_default=True
)
@click.option("--strict", is_flag=True)
@click.option("--today")
@click.option("--cache")
def check(
    site: str | None, external: bool, output_format: str, strict: bool, today: str | None, cache: str | None
) -> int:
    """Find what is wrong or missing in SITE."""
    from kiprah.build import check as look
    from kiprah.cli.build import day
    from kiprah.cli.language import interface_words, speak
    from kiprah.cli.problems import as_github, as_json, print_report
    from kiprah.request import Request

    folder = find_site(site)
    request = Request(folder, Path("public").absolute(), cache_of(folder, cache), strict=strict, today=day(today))
    report = look(request)
    if report.settings is not None:
        speak(report.settings.language)
    if output_format == "json":
        click.echo(as_json(report, folder))
    elif output_format == "github":
        for problem in report.problems:
            click.echo(as_github(problem, folder))
    else:
        print_report(report, folder)
        if not report.problems:
            click.echo(interface_words("cli").say("all-well"))
    if external:
        click.echo(interface_words("cli").say("external-later"), err=True)
        return max(report.exit_code, 2)
    return report.exit_code
