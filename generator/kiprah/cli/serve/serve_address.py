"""Address of a preview for other machines, also as a code for a phone's camera."""

from __future__ import annotations

import sys
from io import StringIO

import click

from kiprah.cli.language import interface_words


def print_reachable(host: str, port: int, below: str = "") -> None:
    """Print the address that a phone in the same network opens; on a terminal, as a code too.

    ``below`` leads to the editor, with the token that lets in.
    """
    import segno

    from kiprah.serve.network_addresses import reachable_host, web_url

    words = interface_words("serve")
    name = reachable_host(host)
    if name is None:
        click.echo(words.say("no-network"), err=True)
        return
    address = web_url(name, port) + below
    click.echo(words.say("ready-to-edit-elsewhere" if below else "ready-for-others", address=address))
    encoding = (sys.stdout.encoding or "").casefold().replace("-", "")
    if sys.stdout.isatty() and encoding.startswith("utf"):
        code = StringIO()
        segno.make(address, micro=False).terminal(code, compact=True)
        click.echo(code.getvalue(), nl=False)
