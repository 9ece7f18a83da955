"""``kiprah new``: begin a site, or an entry of one, without ever writing over something."""

from __future__ import annotations

import click

from kiprah.cli.new.activity import activity
from kiprah.cli.new.member import event, member
from kiprah.cli.new.photo import photo
from kiprah.cli.new.profile import profile
from kiprah.cli.new.reflection import reflection, testimonial
from kiprah.cli.new.site import site
from kiprah.cli.new.theme import theme


@click.group()
def new() -> None:
    """Begin a site, an activity, a reflection, a testimonial or a theme."""


for command in (site, activity, reflection, testimonial, theme, member, event, photo, profile):
    new.add_command(command)
