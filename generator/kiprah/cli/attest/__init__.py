"""``kiprah attest``: hours that an organization confirms with its signature."""

from __future__ import annotations

import click

from kiprah.cli.attest.member import add, request, verify
from kiprah.cli.attest.organization import key, publish, revoke, sign


@click.group()
def attest() -> None:
    """Ask for a signature, give one, check one."""


for command in (request, add, verify, key, sign, revoke, publish):
    attest.add_command(command)
