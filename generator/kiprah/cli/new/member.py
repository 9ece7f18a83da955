"""``kiprah new member`` and ``kiprah new event``: what a community begins."""

from __future__ import annotations

import click

from kiprah.cli.name_type import NAME
from kiprah.cli.new.context import SITE_OPTION, day_option, open_community
from kiprah.cli.new.output import accepted, print_line, print_written, relative_path


@click.command()
@click.argument("name")
@click.option("--slug", metavar="SLUG")
@SITE_OPTION
def member(name: str, slug: str | None, folder: str | None) -> int:
    """Begin a member of a community: a folder with a profile, and the community's word beside it."""
    from kiprah.authoring.new.new_member import write_member

    context = open_community(folder)
    profile = accepted(write_member(name, slug or "", context))
    print_written(profile, ())
    print_line("next-member", path=relative_path(profile), slug=profile.parent.name)
    return 0


@click.command()
@click.argument("title")
@click.option("--date", "day")
@click.option("--participants", metavar="SLUG,SLUG", type=NAME)
@SITE_OPTION
def event(title: str, day: str | None, participants: str | None, folder: str | None) -> int:
    """Begin an event of a community, as a draft."""
    from kiprah.authoring.new.new_member import write_event

    context = open_community(folder)
    slugs = tuple(slug for part in (participants or "").split(",") if (slug := part.strip()))
    path = accepted(write_event(title, day_option(day), slugs, context))
    print_written(path, ("next-entry",))
    return 0
