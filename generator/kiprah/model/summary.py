"""Sitemap entries and old addresses: what files of the whole site know of a member's pages."""

from msgspec import Struct


class SitemapUrl(Struct, frozen=True):
    """A page in a sitemap; every address is absolute."""

    address: str
    modified: str
    """ISO date or empty."""
    alternates: tuple[tuple[str, str], ...]
    """Language (``x-default`` too) and address; empty where the page exists in one language."""


class Alias(Struct, frozen=True):
    """One old address that leads to an entry."""

    path: str
    """The file that stands there now: ``old/index.html``."""
    target: str
    """The entry's page, as a path from the site's root."""
    title: str
    listed: bool
    """True where the entry is listed; the old address of an unlisted one stands in no list either."""
    entry: str = ""
    """The file that names it; empty where the register of addresses does."""
