"""Edit helper: a process that loads what reads and draws an edited entry while the build is still being loaded."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from pathlib import Path

from kiprah.background_worker import FIRST, BackgroundWorker
from kiprah.cache.stat_index import LISTED_APART, Listing, list_files
from kiprah.cache.state import STATE_FILE as STATE

_PACKAGE = Path(__file__).parents[1]
_PATIENCE = 10.0
_DRAWERS = ("jobs", "page", "data.feed", "data.portfolio")
"""Modules that draw an edited body: its page, the feeds, and ``portfolio.json``."""


def begin_helper(cache: Path, processors: int) -> BackgroundWorker | None:
    """Begin it, where there is a processor for it and something was built before; a first build has other helpers.

    First of all it lists our own files, which every build asks for.
    """
    if processors < 2 or not (cache / STATE).exists():
        return None
    # Step by step: what is asked for meanwhile waits for the end of one.
    drawers = [partial(import_module, f"kiprah.render.{name}") for name in _DRAWERS]
    return BackgroundWorker((_load_readers, *drawers), _list_code)


def is_for_edits(site: Path) -> bool:
    """Say whether it is worth beginning before anybody knows what there is to do: not beside thousands of members."""
    return not (site / LISTED_APART).is_dir()


def listed_code(helper: BackgroundWorker | None) -> Listing | None:
    """Return our own files as a helper has listed them; None where it did not."""
    answer = helper.answer(FIRST, _PATIENCE) if helper is not None else ()
    return answer[0] if answer else None


def _list_code() -> Listing:
    return list_files(_PACKAGE)


def _load_readers() -> None:
    import_module("kiprah.content.entries.entry_readers")
    from kiprah.content.markdown.renderer import to_html

    # A converter takes as long to be made as its modules take to load; it is another where a text has links.
    for text in ("A *line*.", "A [link](https://example.org/) and https://example.org/"):
        to_html(text)
