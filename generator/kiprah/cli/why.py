"""``kiprah why``: what made a published file, or why an entry is not published."""

from __future__ import annotations

import click

from kiprah.cli.site import cache_of, find_site, output_of, shown_path


@click.command()
@click.argument("path")
@click.argument("site", required=False)
@click.option("-o", "--output", default="public", show_default=True)
@click.option("--today")
@click.option("--cache")
def why(path: str, site: str | None, output: str, today: str | None, cache: str | None) -> int:
    """Say what made the published file PATH, or why the entry PATH is not published."""
    from kiprah.build.explain import explain
    from kiprah.build.request import Request
    from kiprah.cli.build import day
    from kiprah.cli.language import interface_words, speak
    from kiprah.cli.report import held_words
    from kiprah.cli.terminal_text import harmless

    folder = find_site(site)
    request = Request(folder, output_of(output), cache_of(folder, cache), today=day(today))
    answer = explain(request, path)
    if answer.settings is not None:
        speak(answer.settings.language)
    words = interface_words("cli")
    if not answer.found:
        click.echo(words.say("why.unknown", path=harmless(path)), err=True)
        return 1
    for held in answer.held:
        click.echo(words.say("why.held", path=harmless(shown_path(folder, held.what)), reason=held_words(held)))
    if answer.unpublished is not None:
        file = harmless(shown_path(folder, answer.unpublished.file))
        click.echo(words.say(f"why.{answer.unpublished.reason}", path=harmless(path), file=file))
    for page in answer.published:
        shown = shown_path(folder, (request.output / page).as_posix())
        click.echo(words.say("why.published", path=harmless(path), page=harmless(shown)))
    for name, value in answer.parts:
        click.echo(f"{words.say(f'why.{name}')}: {harmless(value)}")
    return 0
