"""``kiprah new``: begin a site, or an entry of one, without ever writing over something."""

from __future__ import annotations

import click

from kiprah.cli.new_activity import activity
from kiprah.cli.new_said import refused
from kiprah.cli.new_site import site
from kiprah.cli.new_words import reflection, testimonial


@click.group()
def new() -> None:
    """Begin a site, an activity, a reflection or a testimonial."""


@click.command()
@click.argument("name")
def member(name: str) -> int:
    """Begin a member of a community (not yet)."""
    return refused("community-later")


@click.command()
@click.argument("title")
def event(title: str) -> int:
    """Begin an event of a community (not yet)."""
    return refused("community-later")


for command in (site, activity, reflection, testimonial, member, event):
    new.add_command(command)
