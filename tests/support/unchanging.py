"""Remembers, for one run of the tests, what cannot change meanwhile and every build of a small site asks anew."""

from __future__ import annotations

from functools import cache
from importlib import metadata
from pathlib import Path

from kiprah import theme
from kiprah.build import cache_keys
from kiprah.cache.stat_index import Listing


def remember() -> None:
    """Ask once for the versions of libraries, for the stamps of our own files, and for the palette of a colour.

    A build asks each of them once or twice, which nobody notices; a thousand builds of five pages do little else.
    """
    list_files = cache_keys.list_files
    own_files = cache(list_files)
    own_folder = cache_keys._PACKAGE

    def listed(folder: Path) -> Listing:
        return own_files(folder) if folder == own_folder else list_files(folder)

    cache_keys.list_files = listed
    theme.palette_css = cache(theme.palette_css)
    metadata.version = cache(metadata.version)
