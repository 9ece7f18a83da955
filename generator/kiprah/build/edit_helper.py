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
    import_module("kiprah.content.entries")
    from kiprah.content.markdown.extensions import converter_for

    # The converter of a text without links takes as long to be made as its modules take to load.
    converter_for("")


def _load_drawers() -> None:
    for name in ("jobs", "page", "data"):
        import_module(f"kiprah.render.{name}")
