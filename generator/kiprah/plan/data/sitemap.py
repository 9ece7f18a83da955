"""The sitemap: every page that asks to be found."""

from __future__ import annotations

from collections.abc import Iterable

from kiprah.model.summary import SitemapUrl
from kiprah.plan.addresses.routes import Routes, absolute
from kiprah.plan.data.file_outputs import SitemapIndexOutput, SitemapOutput
from kiprah.plan.views.page import PageView
from kiprah.plan.views.text import Link

MAX_SITEMAP_PAGES = 50_000
"""Maximum number of pages that the sitemap protocol allows in one file."""

_NEVER = frozenset({"share", "not-found", "moved"})


def sitemap_urls(pages: Iterable[PageView], url: str, language: str) -> tuple[tuple[str, SitemapUrl], ...]:
    """Describe the pages that ask to be found, by path; none where the site has no address.

    ``language`` is the site's default, offered to readers of languages the page does not exist in.
    """
    if not url:
        return ()
    return tuple(
        (page.path, _entry(page, url, language)) for page in pages if not page.noindex and page.kind not in _NEVER
    )


def sitemap_outputs(urls: Iterable[tuple[str, SitemapUrl]], url: str) -> tuple[SitemapOutput | SitemapIndexOutput, ...]:
    """Plan the sitemap, in several files where one is not enough; none where no page may be found."""
    entries = tuple(entry for _, entry in sorted(urls, key=lambda pair: pair[0]))
    link = Routes("").file("sitemap.xml")
    if not entries:
        return ()
    if len(entries) <= MAX_SITEMAP_PAGES:
        return (SitemapOutput(link.path, entries),)
    parts = [entries[start : start + MAX_SITEMAP_PAGES] for start in range(0, len(entries), MAX_SITEMAP_PAGES)]
    names = [Routes("").file(f"sitemap-{number}.xml") for number in range(1, len(parts) + 1)]
    return (
        SitemapIndexOutput(link.path, tuple(absolute(url, name) for name in names)),
        *(SitemapOutput(name.path, part) for name, part in zip(names, parts, strict=True)),
    )


def _entry(page: PageView, url: str, language: str) -> SitemapUrl:
    alternates = [(other.code, absolute(url, other.href)) for other in page.languages]
    default = next((address for code, address in alternates if code == language), "")
    if len(alternates) < 2:
        alternates = []
    elif default:
        alternates.append(("x-default", default))
    here = Link(page.path.removesuffix("index.html"))
    return SitemapUrl(page.canonical or absolute(url, here), page.modified or page.published, tuple(alternates))
