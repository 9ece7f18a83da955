"""``kiprah check``: find everything a build would find and what could be better, and publish nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from kiprah.cli.site import cache_of, find_site
from kiprah.cli.wait_for_build import LOCK_PATIENCE, telling
from kiprah.model.settings import Viewing
from kiprah.model.site import Site
from kiprah.problem import Problem


@click.command()
@click.argument("site", required=False)
@click.option("--external", is_flag=True)
@click.option("--allow-host", "allowed", multiple=True)
@click.option(
    "--format", "output_format", type=click.Choice(["text", "json", "github"]), default="text", show_default=True
)
@click.option("--strict", is_flag=True)
@click.option("--today")
@click.option("--cache")
def check(
    site: str | None,
    external: bool,
    allowed: tuple[str, ...],
    output_format: str,
    strict: bool,
    today: str | None,
    cache: str | None,
) -> int:
    """Find what is wrong or missing in SITE."""
    from kiprah.build.check import check as look
    from kiprah.build.request import Request
    from kiprah.cli.build import day
    from kiprah.cli.language import interface_words, speak
    from kiprah.cli.report import as_github, as_json, print_report

    folder = find_site(site)
    request = Request(
        folder,
        Path("public").absolute(),
        cache_of(folder, cache),
        strict=strict,
        today=day(today),
        patience=LOCK_PATIENCE,
    )
    report = look(request, telling(), _asking(frozenset(allowed)) if external else None)
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
    return report.exit_code


def _asking(allowed: frozenset[str]) -> Callable[[Site, Viewing], tuple[Problem, ...]]:
    """Return what asks the hosts of external links; nothing else of kiprah opens a connection."""
    from kiprah.cli.language import interface_words
    from kiprah.linkcheck.hosts import RequestPolicy, check_links
    from kiprah.lint.advice import outward_links

    def asking(site: Site, viewing: Viewing) -> tuple[Problem, ...]:
        links = outward_links(site, viewing)
        if sys.stderr.isatty():
            click.echo(interface_words("cli").count("asking", len(links)), err=True)
        return check_links(links, RequestPolicy(allowed=allowed))

    return asking
