"""The site's mark on its cards."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kiprah.plan.views.card import CardLogo


def logo_of(files: Iterable[tuple[str, Path, str]]) -> CardLogo | None:
    """Find the site's mark among its static files (published path, source, digest): ``logo.png`` before others."""
    found = {path: CardLogo(source, digest) for path, source, digest in files}
    return next((found[name] for name in LOGOS if name in found), None)


LOGOS = ("logo.png", "logo.webp", "logo.jpg", "logo.jpeg")
"""Files that are taken for the site's mark on cards, best first."""
