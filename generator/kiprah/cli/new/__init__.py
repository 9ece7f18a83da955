"""``kiprah new``: begin a site, or an entry of one, without ever writing over something."""

from __future__ import annotations

import click

from kiprah.authoring.refusal import Refusal
from kiprah.cli.new.activity import activity
from kiprah.cli.new.output import print_refusal
from kiprah.cli.new.reflection import reflection, testimonial
from kiprah.cli.new.site import site
from kiprah.cli.new.theme import theme


@click.group()
def new() -> None:
    """Begin a site, an activity, a reflection, a testimonial or a theme."""


@click.command()
@click.argument("name")
def member(name: str) -> int:
    """Begin a member of a community (not yet)."""
    print_refusal(Refusal("community-later"))
    return 2


@click.command()
@click.argument("title")
def event(title: str) -> int:
    """Begin an event of a community (not yet)."""
    print_refusal(Refusal("community-later"))
    return 2


for command in (site, activity, reflection, testimonial, theme, member, event):
    new.add_command(command)
