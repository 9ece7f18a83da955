"""``kiprah new theme``: a theme of one's own, which changes nothing until something is written into it."""

from __future__ import annotations

import click

from kiprah.authoring.new_theme import PARENTS
from kiprah.cli.new.context import SITE, begin
from kiprah.cli.new.output import accepted, shown, written


@click.command()
@click.argument("name")
@click.option("--extends", "parent", type=click.Choice(PARENTS), default=PARENTS[0], show_default=True)
@SITE
def theme(name: str, parent: str, folder: str | None) -> int:
    """Begin a theme in ``themes/NAME`` beside the site."""
    from kiprah.authoring.new_theme import theme_files

    begun = begin(folder, None)
    files = accepted(theme_files(begun.site, name, parent, begun.site_language))
    made = begun.site.parent / "themes" / name
    return written(files, made, "next-theme", name=name, settings=shown(begun.site / "site.yml"))
