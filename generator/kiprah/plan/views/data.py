"""What JSON-LD says of a page: the page's own facts, beside the view it is about."""

from __future__ import annotations

from msgspec import Struct

from kiprah.plan.views.text import Link


class PageFacts(Struct, frozen=True):
    """A page as search engines see it."""

    href: Link
    """Its place."""
    title: str
    """Its heading."""
    description: str
    """Plain text."""
    language: str
    """BCP 47."""
    crumbs: tuple[tuple[str, Link], ...] = ()
    """From the home page down to the parent; the page itself is added."""
    published: str = ""
    """ISO date or empty."""
    modified: str = ""
    """ISO date or empty."""
    card: str = ""
    """The absolute address of the page's card, or empty."""
