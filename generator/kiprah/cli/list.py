"""``kiprah list``: what is held back, and what photos say of the people in them."""

from __future__ import annotations

from pathlib import Path

import click

from kiprah.cli.site import cache_of, find_site, shown_path

_REASONS = {
    "drafts": ("draft",),
    "future": ("future", "embargo"),
}


@click.command("list")
@click.argument("what", type=click.Choice(["drafts", "future", "hidden", "photos"]))
@click.argument("site", required=False)
@click.option("--today")
@click.option("--cache")
def list_(what: str, site: str | None, today: str | None, cache: str | None) -> int:
    """List drafts, future entries, everything hidden, or all photos of SITE."""
    from kiprah.build.load import read_and_plan
    from kiprah.build.request import Request
    from kiprah.cli.build import day
    from kiprah.cli.language import speak
    from kiprah.cli.report import held_words, print_problems
    from kiprah.cli.terminal_text import harmless
    from kiprah.workers import WorkerPool

    folder = find_site(site)
    request = Request(folder, Path("public").absolute(), cache_of(folder, cache), today=day(today))
    planned = read_and_plan(request, lambda stage, done, total: None, WorkerPool(1))
    if planned.settings is not None:
        speak(planned.settings.language)
    if planned.plan is None:
        print_problems(planned.problems, folder)
        return 2 if planned.bad_settings else 1
    if what == "photos":
        for photo in planned.photos:
            answers = " ".join(part for part in (photo.people or "?", photo.consent or "-") if part)
            click.echo(f"{harmless(shown_path(folder, photo.path))}\t{answers}\t{photo.reason or 'ok'}")
        return 0
    for held in planned.plan.held:
        if what == "hidden" or held.reason in _REASONS[what]:
            click.echo(f"{harmless(shown_path(folder, held.what))}\t{held_words(held)}")
    return 0
