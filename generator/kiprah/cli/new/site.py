"""``kiprah new site``: a folder that shows at once, in a new folder or a repository made before."""

from __future__ import annotations

from pathlib import Path

import click

from kiprah.authoring.refusal import Refusal
from kiprah.cli.language import interface_language, speak
from kiprah.cli.new.output import accepted, print_line, print_refusal, print_written
from kiprah.cli.shell import change_folder, command, expanded


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--kind", type=click.Choice(["portfolio", "community"]), default="portfolio", show_default=True)
@click.option("--language", type=click.Choice(["id", "en"]))
@click.option("--today", hidden=True)
def site(path: Path, kind: str, language: str | None, today: str | None) -> int:
    """Begin a site in PATH: a folder that is new, empty, or a repository without a site."""
    from kiprah.authoring.installed_from import installed_from
    from kiprah.authoring.new_site import SiteRequest, write_site
    from kiprah.cli.build import day
    from kiprah.cli.new.context import today_in
    from kiprah.model.settings import Settings

    if language is not None:
        speak(language)
    if kind == "community":
        print_refusal(Refusal("community-later"))
        return 2
    timezone = Settings(title="").timezone
    folder = expanded(path)
    request = SiteRequest(
        folder, language or interface_language(), timezone, day(today) or today_in(timezone), installed_from()
    )
    new = accepted(write_site(request))
    print_written(new.folder, ())
    for name in new.kept:
        print_line("kept-gitignore" if name == ".gitignore" else "kept-file", name=name)
    if not new.has_origin:
        print_line("requirements-local")
    print_line("next-site")
    for line in (*change_folder(folder), command("serve", "--drafts", "--open")):
        click.echo(f"    {line}")
    return 0
