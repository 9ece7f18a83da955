"""Waiting for another build that holds the cache, and saying so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kiprah.cli.language import interface_words

if TYPE_CHECKING:
    from kiprah.build.request import Progress

LOCK_PATIENCE = 15
"""Seconds that another build is waited for: most builds are over by then."""


def telling(progress: Progress | None = None) -> Progress:
    """Say when another build is waited for, whoever looks; the rest is for a terminal."""

    def tell(stage: str, done: int, total: int) -> None:
        if stage == "wait":
            click.echo(interface_words("cli").say("waiting", seconds=str(LOCK_PATIENCE)), err=True)
        elif progress is not None:
            progress(stage, done, total)

    return tell
