"""The sitemap: every page that asks to be found."""

from __future__ import annotations

from collections.abc import Iterable

from kiprah.plan.data.output import SitemapIndexOutput, SitemapOutput, SitemapPage, SitemapUrl
from kiprah.plan.routes import Routes, absolute

MAX_PAGES = 50_000
"""As many as the sitemap protocol allows in one file."""


def sitemap_outputs(
    pages: Iterable[SitemapPage], url: str, language: str
) -> tuple[SitemapOutput | SitemapIndexOutput, ...]:
    """Plan the sitemap, in several files where one is not enough; none without pages or without an address.

    ``language`` is the site's default, offered to readers of languages the page does not exist in.
    """
    entries = tuple(_entry(page, url, language) for page in sorted(pages, key=lambda p: p.link.path))
    if not url or not entries:
        return ()
    link = Routes("").file("sitemap.xml")
    if len(entries) <= MAX_PAGES:
        return (SitemapOutput(link.path, entries),)
    parts = [entries[start : start + MAX_PAGES] for start in range(0, len(entries), MAX_PAGES)]
    names = [Routes("").file(f"sitemap-{number}.xml") for number in range(1, len(parts) + 1)]
    return (
        SitemapIndexOutput(link.path, tuple(absolute(url, name) for name in names)),
        *(SitemapOutput(name.path, part) for name, part in zip(names, parts, strict=True)),
    )


def _entry(page: SitemapPage, url: str, language: str) -> SitemapUrl:
    alternates = [(code, absolute(url, link)) for code, link in page.alternates]
    alternates += [("x-default", address) for code, address in alternates if code == language]
    return SitemapUrl(absolute(url, page.link), page.modified, tuple(alternates))
