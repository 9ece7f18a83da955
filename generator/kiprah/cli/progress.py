"""A progress bar, on a terminal only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from kiprah.cli.language import interface_words

if TYPE_CHECKING:
    from kiprah.build.request import Progress


@contextmanager
def shown_progress(stream: TextIO) -> Iterator[Progress]:
    """Show how far a build is where a person is looking; elsewhere say nothing."""
    if not stream.isatty():
        yield _nothing
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    words = interface_words("cli")
    # No refreshing thread: worker processes are forked while the bar stands.
    bar = Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(file=stream),
        transient=True,
        auto_refresh=False,
    )
    tasks: dict[str, object] = {}
    with bar:

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(words.say(f"stage.{stage}"), total=total)
            bar.update(tasks[stage], completed=done, total=total)  # type: ignore[arg-type]
            bar.refresh()

        yield show


def _nothing(stage: str, done: int, total: int) -> None:
    """Show nothing."""
