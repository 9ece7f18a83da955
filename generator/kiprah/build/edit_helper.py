"""Edit helper: a process that loads what reads and draws an edited entry while the build is still being loaded."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from kiprah.background_call import BackgroundWorker
from kiprah.cache.state import FILE as STATE


def begin_helper(cache: Path, processors: int) -> BackgroundWorker | None:
    """Begin it, where there is a processor for it and something was built before; a first build has other helpers."""
    if processors < 2 or not (cache / STATE).exists():
        return None
    return BackgroundWorker((_load_readers, _load_drawers))


def _load_readers() -> None:
    import_module("kiprah.content.entry_readers")
    from kiprah.content.markdown.renderer import to_html

    # A converter takes as long to be made as its modules take to load; it is another where a text has links.
    for text in ("A *line*.", "A [link](https://example.org/) and https://example.org/"):
        to_html(text)


def _load_drawers() -> None:
    for name in ("jobs", "page", "data.file"):
        import_module(f"kiprah.render.{name}")
