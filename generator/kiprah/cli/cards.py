"""``kiprah cards``: every card of the site on one local page, to look at before anybody else does."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kiprah.cli.site import cache_of, find_site, output_of
from kiprah.cli.wait_for_build import LOCK_PATIENCE, telling


@click.command()
@click.argument("site", required=False)
@click.option("-o", "--output", default="cards", show_default=True)
@click.option("--debug", is_flag=True)
@click.option("--drafts", is_flag=True)
@click.option("--future", is_flag=True)
@click.option("--today")
@click.option("-j", "--jobs", type=click.IntRange(1, 256))
@click.option("--cache")
def cards(
    site: str | None,
    output: str,
    debug: bool,
    drafts: bool,
    future: bool,
    today: str | None,
    jobs: int | None,
    cache: str | None,
) -> int:
    """Draw every card of SITE onto one page for you alone; publishes nothing."""
    from kiprah.build.contact_sheet import SHEET_PAGE, draw_sheet
    from kiprah.build.request import Request
    from kiprah.cli.build import day
    from kiprah.cli.language import interface_words, speak
    from kiprah.cli.progress import shown_progress
    from kiprah.cli.report import print_report

    folder = find_site(site)
    request = Request(
        site=folder,
        output=output_of(output),
        cache=cache_of(folder, cache),
        drafts=drafts,
        future=future,
        today=day(today),
        jobs=jobs,
        patience=LOCK_PATIENCE,
    )
    with shown_progress(sys.stderr) as progress:
        report = draw_sheet(request, boxes=debug, progress=telling(progress))
    if report.settings is not None:
        speak(report.settings.language)
    words = interface_words("cli")
    if report.exit_code:
        print_report(report, folder)
        return report.exit_code
    page = str(Path(output) / SHEET_PAGE)
    click.echo(words.say("cards-drawn", output=output, count=str(report.outputs), page=page))
    return 0
