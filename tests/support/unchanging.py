"""Remembers, for one run of the tests, what cannot change meanwhile and every build of a small site asks anew."""

from __future__ import annotations

from functools import cache
from importlib import metadata
from itertools import islice
from pathlib import Path

import segno

from kiprah import theme
from kiprah.build import cache_keys
from kiprah.cache.stat_index import Listing
from kiprah.publish import asset_reading
from kiprah.publish.close_reading import Violation


def remember() -> None:
    """Ask once for the versions of libraries, the stamps of our own files, a colour's palette, a style sheet, a QR code.

    A build asks each of them once or twice, which nobody notices; a thousand builds of five pages do little else.
    """
    list_files = cache_keys.list_files
    own_files = cache(list_files)
    own_folder = cache_keys._PACKAGE

    def listed(folder: Path) -> Listing:
        return own_files(folder) if folder == own_folder else list_files(folder)

    read_sheet = asset_reading.style_sheet_violations

    @cache
    def read(sheet: str) -> tuple[Violation, ...]:
        # As many as are told: nobody reads on behind those.
        return (*islice(read_sheet(sheet), 5),)

    cache_keys.list_files = listed
    asset_reading.style_sheet_violations = read
    segno.make_qr = cache(segno.make_qr)
    theme.palette_css = cache(theme.palette_css)
    metadata.version = cache(metadata.version)
