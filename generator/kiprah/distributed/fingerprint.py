"""Fingerprint: our code and each library that shapes bytes, with its version, to compare two machines by name."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from importlib import metadata

from kiprah import __version__
from kiprah.build.cache_keys import SHAPING, code_digest, codecs, library_version
from kiprah.cards.plugins import GROUP

Fingerprint = Mapping[str, str]
"""Version of each thing that shapes bytes, by its name (``none``: not installed)."""


def fingerprint() -> dict[str, str]:
    """Ask this process what shapes the bytes that it makes."""
    # Python brings the tables of Unicode, which change with its minor version.
    found = {"kiprah": f"{__version__} {code_digest(('',))}", "python": "{}.{}".format(*sys.version_info)}
    found |= {name: library_version(name) for name in SHAPING}
    # Codecs are asked of themselves: Pillow says what it was built with.
    found |= dict(part.partition("=")[::2] for part in codecs().split())
    return found | {f"plugin {name}": version for name, version in _plugins()}


def first_difference(here: Fingerprint, there: Fingerprint) -> tuple[str, str, str] | None:
    """Name the first thing that differs, and its version here and there; None where nothing does."""
    for name in sorted({*here, *there}, key=lambda name: (name == "kiprah", name)):
        ours, theirs = here.get(name, "none"), there.get(name, "none")
        if ours != theirs:
            return name, ours, theirs
    return None


def _plugins() -> Iterable[tuple[str, str]]:
    for point in metadata.entry_points(group=GROUP):
        yield point.name, f"{point.dist.name} {point.dist.version}" if point.dist is not None else point.value
