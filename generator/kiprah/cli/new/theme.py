"""``kiprah new theme``: a theme of one's own, which changes nothing until something is written into it."""

from __future__ import annotations

import click

from kiprah.authoring.new.new_theme import PARENTS
from kiprah.cli.new.context import SITE_OPTION, read_site_settings
from kiprah.cli.new.output import accepted, print_written, relative_path


@click.command()
@click.argument("name")
@click.option("--extends", "parent", type=click.Choice(PARENTS), default=PARENTS[0], show_default=True)
@SITE_OPTION
def theme(name: str, parent: str, folder: str | None) -> int:
    """Begin a theme in ``themes/NAME`` beside the site."""
    from kiprah.authoring.new.new_theme import write_theme

    site, _, settings = read_site_settings(folder)
    made = accepted(write_theme(site, name, parent, settings.language))
    print_written(made, ("next-theme",), name=name, settings=relative_path(site / "site.yml"))
    return 0
