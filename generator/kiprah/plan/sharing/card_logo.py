"""The site's mark on its cards."""

from __future__ import annotations

from kiprah.model.member import StaticFile
from kiprah.model.site import SiteContext
from kiprah.plan.views.card import CardLogo


def logo_of(context: SiteContext) -> CardLogo | None:
    """Return the site's mark as cards show it; None where there is none, or none that can be drawn."""
    file = logo_file(context)
    return CardLogo(file.source, file.digest) if file is not None and not context.has_broken_logo else None


def logo_file(context: SiteContext) -> StaticFile | None:
    """Find the site's mark among its static files: ``logo.png`` before others."""
    found = {file.path: file for file in context.static}
    return next((found[name] for name in LOGOS if name in found), None)


LOGOS = ("logo.png", "logo.webp", "logo.jpg", "logo.jpeg")
"""Files that are taken for the site's mark on cards, best first."""
