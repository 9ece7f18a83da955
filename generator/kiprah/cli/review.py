"""``kiprah review``: what a moderator has to look at, for a terminal, a pull request's comment, or as a page."""

from __future__ import annotations

from pathlib import Path

import click

from kiprah.cli.language import interface_language
from kiprah.cli.name_type import NAME
from kiprah.cli.new.context import open_community
from kiprah.cli.new.output import accepted, print_line, relative_path
from kiprah.cli.shell_quoting import expanded


@click.command()
@click.argument("site", required=False)
@click.option("--since", metavar="REV")
@click.option("--member", metavar="SLUG", type=NAME)
@click.option("--author", metavar="ACCOUNT")
@click.option("--format", "form", type=click.Choice(["text", "markdown", "html"]), default="text", show_default=True)
@click.option("-o", "--output", type=click.Path(path_type=Path))
def review(
    site: str | None, since: str | None, member: str | None, author: str | None, form: str, output: Path | None
) -> int:
    """Show what is new of members, and what there is to ask before it is published; nothing is changed."""
    from kiprah.authoring.review.community import review_community
    from kiprah.authoring.review.formats import as_html, as_markdown, as_text
    from kiprah.cache.atomic_write import write_where_named
    from kiprah.workers import WorkerPool

    context = open_community(site)
    with WorkerPool(None) as workers:
        found = accepted(review_community(context, since or "", member or "", author or "", workers))
    write = {"text": as_text, "markdown": as_markdown, "html": as_html}[form]
    text = write(found, interface_language())
    if output is None:
        click.echo(text, nl=False)
        return 0
    target = expanded(output)
    write_where_named(target, text.encode())
    print_line("made", path=relative_path(target))
    return 0
