"""First reading: begins to read the entries of a site of which nothing is known, before a build is loaded."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from kiprah.background_call import can_fork
from kiprah.cache.state import STATE_FILE as STATE
from kiprah.content.entries.entry_files import Collected, ReadContext
from kiprah.content.entries.read_entries import TEXT_WORK, TOGETHER, all_entries, batches_of, missing_entry, work_of
from kiprah.content.folder import list_folder
from kiprah.content.read_ahead import ReadAhead
from kiprah.content.read_cache import ReadCache
from kiprah.content.settings import read_settings


def begin_reading(root: Path, cache: Path, children: int) -> ReadAhead | None:
    """Begin to read the texts of a portfolio of which nothing is known; None where that is not worth it, or cannot be.

    What is wrong with the site is met, and told, by the build itself.
    """
    if children < 2 or not can_fork() or (cache / STATE).exists():
        return None
    try:
        site, _ = list_folder(root)
        settings, _ = read_settings(site)
    except OSError:
        return None
    if settings is None or settings.kind != "portfolio":
        return None
    context = ReadContext(site, settings.language, settings.languages, ReadCache(site).facts, Collected())
    entries = (missing_entry(kind, paths, site) for kind, paths in all_entries(context, ""))
    # A photo can hang a codec, or end its process: who reads those is watched more closely.
    missing = [one for one in entries if work_of(one, site) <= TEXT_WORK]
    if sum(work_of(one, site) for one in missing) < TOGETHER:
        return None
    # Each child would load them, and this process too.
    for name in ("entries.entry_readers", "markdown.renderer"):
        import_module(f"kiprah.content.{name}")
    batches = tuple(batches_of(missing, site, children))
    return ReadAhead(site, settings, [batches[number::children] for number in range(children)])
