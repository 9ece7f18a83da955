"""Fonts a site brings along: the brand's own, and those in ``fonts/`` for letters that no other font has."""

from __future__ import annotations

from pathlib import Path

from kiprah.model.site import SiteFonts

_FOLDER = "fonts"
_KINDS = frozenset((".ttf", ".otf", ".ttc", ".otc"))


def fonts_of(site: Path, brand: str) -> SiteFonts:
    """Find the fonts of a site's folder; ``brand`` names one in it, or none. What leads out of the folder is none."""
    own = site / brand
    found = sorted((site / _FOLDER).iterdir()) if (site / _FOLDER).is_dir() else []
    return SiteFonts(
        (own,) if brand and ".." not in Path(brand).parts and _is_inside(own, site) else (),
        tuple(path for path in found if path.suffix.lower() in _KINDS and path != own and _is_inside(path, site)),
    )


def _is_inside(path: Path, site: Path) -> bool:
    return path.is_file() and path.resolve().is_relative_to(site.resolve())
