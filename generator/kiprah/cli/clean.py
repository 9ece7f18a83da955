"""``kiprah clean``: remove what kiprah made, and nothing else."""

from __future__ import annotations

import click

from kiprah.cli.site import cache_of, find_site, output_of
from kiprah.cli.wait_for_build import LOCK_PATIENCE, telling


@click.command()
@click.argument("site", required=False)
@click.option("-o", "--output", default="public", show_default=True)
@click.option("--cache")
def clean(site: str | None, output: str, cache: str | None) -> int:
    """Remove what SITE published and everything the cache remembers."""
    from kiprah.build.clean import clean as remove
    from kiprah.build.request import Request
    from kiprah.cli.language import interface_words
    from kiprah.cli.report import print_report

    folder = find_site(site)
    report = remove(Request(folder, output_of(output), cache_of(folder, cache), patience=LOCK_PATIENCE), telling())
    print_report(report, folder)
    if report.exit_code == 0:
        click.echo(interface_words("cli").say("cleaned", removed=str(report.removed), size=f"{report.freed / 1e6:.1f}"))
    return report.exit_code
