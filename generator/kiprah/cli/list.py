"""``kiprah list``: what is held back, and what photos say of the people in them."""

from __future__ import annotations

from pathlib import Path

import click

from kiprah.authoring.refusal import Refusal
from kiprah.cli.new.output import Refused
from kiprah.cli.site import cache_of, find_site, shown_path

_REASONS = {
    "drafts": ("draft",),
    "future": ("future", "embargo", "cool-off"),
}


@click.command("list")
@click.argument("what", type=click.Choice(["drafts", "future", "hidden", "photos", "members"]))
@click.argument("site", required=False)
@click.option("--today")
@click.option("--cache")
@click.option("--format", "form", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True)
def list_(what: str, site: str | None, today: str | None, cache: str | None, form: str) -> int:
    """List drafts, future entries, everything hidden, all photos of SITE, or the members of a community."""
    if what == "members":
        return _members(site, form)
    if form != "text":
        raise Refused(Refusal("format-members", {}, "members"))
    from kiprah.build.planned_site import read_and_plan
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


def _members(site: str | None, form: str) -> int:
    from kiprah.authoring.members.listing import list_members, members_as_csv, members_as_json
    from kiprah.cli.new.context import open_community
    from kiprah.cli.terminal_text import harmless

    members = list_members(open_community(site))
    if form != "text":
        click.echo({"csv": members_as_csv, "json": members_as_json}[form](members), nl=False)
        return 0
    for one in members:
        click.echo("\t".join(harmless(text) for text in (one.slug, one.name or "?", one.status)))
    return 0
