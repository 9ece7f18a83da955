"""Routes: where every page of one member stands in one language."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal
from urllib.parse import quote

from msgspec import Struct

from kiprah.blake2 import blake2b
from kiprah.plan.views.text import Link


class Routes(Struct, frozen=True):
    """The addresses under one root: ``""``, ``en/``, ``members/alya/``, ``en/members/alya/``."""

    root: str
    entries: Literal["activities", "events"] = "activities"
    """Name of dated entries in addresses: a community's are its events."""

    def home(self) -> Link:
        """Return the member's home page."""
        return Link(self.root)

    def activities(self) -> Link:
        """Return the list of activities."""
        return Link(f"{self.root}{self.entries}/")

    def activity(self, slug: str) -> Link:
        """Return an activity's page."""
        return Link(f"{self.root}{self.entries}/{slug}/")

    def reflections(self) -> Link:
        """Return the list of reflections."""
        return Link(f"{self.root}reflections/")

    def reflection(self, slug: str) -> Link:
        """Return a reflection's page."""
        return Link(f"{self.root}reflections/{slug}/")

    def roles(self) -> Link:
        """Return the list of roles."""
        return Link(f"{self.root}roles/")

    def role(self, slug: str) -> Link:
        """Return a role's page."""
        return Link(f"{self.root}roles/{slug}/")

    def causes(self) -> Link:
        """Return the list of causes."""
        return Link(f"{self.root}causes/")

    def cause(self, slug: str) -> Link:
        """Return a cause's page."""
        return Link(f"{self.root}causes/{slug}/")

    def skills(self) -> Link:
        """Return the list of skills."""
        return Link(f"{self.root}skills/")

    def skill(self, slug: str) -> Link:
        """Return a skill's page."""
        return Link(f"{self.root}skills/{slug}/")

    def years(self) -> Link:
        """Return the list of years."""
        return Link(f"{self.root}years/")

    def year(self, year: int) -> Link:
        """Return a year's recap."""
        return Link(f"{self.root}years/{year}/")

    def members(self) -> Link:
        """Return a community's directory."""
        return Link(f"{self.root}members/")

    def search(self) -> Link:
        """Return a community's search."""
        return Link(f"{self.root}search/")

    def cv(self) -> Link:
        """Return the CV."""
        return Link(f"{self.root}cv/")

    def selection(self, slug: str) -> Link:
        """Return the page that is shown to one reader."""
        return Link(f"{self.root}for/{slug}/")

    def share(self, slug: str) -> Link:
        """Return the share kit of an entry, of ``profile`` or of a year."""
        return Link(f"{self.root}share/{slug}/")

    def page(self, slug: str) -> Link:
        """Return a page of the member's own."""
        return Link(f"{self.root}{slug}/")

    def card(self, slug: str, card_format: str) -> Link:
        """Return a card."""
        return Link(f"{self.root}cards/{slug}/{card_format}.jpg")

    def file(self, name: str) -> Link:
        """Return a file at the root: ``feed.xml``."""
        return Link(f"{self.root}{name}")

    def site_file(self, path: str) -> Link:
        """Return a file that stands under the site's own root, whatever the language: ``media/x.webp``."""
        return Link(path)


def status_copy_path(address: str) -> str:
    """Name the site's copy of an organization's list of withdrawals."""
    return f"attesters/{blake2b(address.encode(), digest_size=8).hexdigest()}.json"


def file_of(link: Link) -> str:
    """Name the file that is published for a link: a folder's is its ``index.html``."""
    return f"{link.path}index.html" if link.path == "" or link.path.endswith("/") else link.path


def absolute(url: str, link: Link) -> str:
    """Write a link with the site's address before it, percent-encoded where it must be; empty without an address."""
    if not url:
        return ""
    anchor = f"#{quote(link.anchor)}" if link.anchor else ""
    return f"{url}{url_quoted(link.path)}{anchor}"


@lru_cache(maxsize=65_536)
def url_quoted(path: str) -> str:
    """Percent-encode a path; the same few pages are linked again and again."""
    return quote(path)
