"""``kiprah new site``: a folder that shows at once, in a new folder or a repository made before."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click

from kiprah.cli.language import interface_language, speak
from kiprah.cli.new.output import accepted, print_line, print_written
from kiprah.cli.shell_quoting import change_folder, command, expanded
from kiprah.model.settings import SiteKind


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--kind", type=click.Choice(get_args(SiteKind)), default="portfolio", show_default=True)
@click.option("--language", type=click.Choice(["id", "en"]))
@click.option("--editor", type=click.Choice(["sveltia"]))
@click.option("--today", hidden=True)
def site(path: Path, kind: SiteKind, language: str | None, editor: str | None, today: str | None) -> int:
    """Begin a site in PATH: a folder that is new, empty, or a repository without a site."""
    from kiprah.authoring.installed_from import installed_from
    from kiprah.authoring.new.new_site import SiteRequest, write_site
    from kiprah.cli.build import day
    from kiprah.cli.new.context import today_in
    from kiprah.model.settings import Settings

    if language is not None:
        speak(language)
    timezone = Settings(title="").timezone
    folder = expanded(path)
    spoken = language or interface_language()
    on = day(today) or today_in(timezone)
    request = SiteRequest(folder, spoken, timezone, on, installed_from(), kind, editor or "")
    new = accepted(write_site(request))
    print_written(new.folder, ())
    for name in new.kept:
        print_line("kept-gitignore" if name == ".gitignore" else "kept-file", name=name)
    if not new.has_origin:
        print_line("requirements-local")
    if editor:
        print_line("next-sveltia")
    print_line("next-site")
    for line in (*change_folder(folder), command("serve", "--drafts", "--open")):
        click.echo(f"    {line}")
    return 0
