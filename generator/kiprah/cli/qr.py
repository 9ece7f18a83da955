"""``kiprah qr``: a page's address as a QR code, as SVG and PNG."""

from __future__ import annotations

from pathlib import Path

import click

from kiprah.cli.language import interface_words, speak
from kiprah.cli.name_type import NAME
from kiprah.cli.shell_quoting import expanded
from kiprah.cli.site import cache_of, find_site


@click.command()
@click.argument("page", type=NAME)
@click.argument("site", required=False)
@click.option("-o", "--output")
@click.option("--url")
@click.option("--today")
@click.option("--cache")
def qr(page: str, site: str | None, output: str | None, url: str | None, today: str | None, cache: str | None) -> int:
    """Write the QR code of PAGE as SVG and PNG."""
    from kiprah.build.qr_code import write_qr
    from kiprah.build.request import Request
    from kiprah.cli.build import address, day
    from kiprah.cli.new.output import accepted, relative_path
    from kiprah.cli.report import print_problems
    from kiprah.cli.terminal_text import harmless

    folder = find_site(site)
    request = Request(folder, Path("public").absolute(), cache_of(folder, cache), url=address(url), today=day(today))
    answer = write_qr(request, page, expanded(Path(output)).absolute() if output else None)
    if answer.settings is not None:
        speak(answer.settings.language)
    print_problems(answer.problems, folder)
    if answer.refusal is not None:
        accepted(answer.refusal)
    words = interface_words("export")
    for path in answer.files:
        click.echo(words.say("written", path=harmless(relative_path(path))))
    if answer.files:
        click.echo(words.say("qr.leads", address=harmless(answer.address)))
    return answer.exit_code
