"""Sitemaps, as sitemaps.org describes them, with the languages of each page."""

from __future__ import annotations

from kiprah.plan.data.file_outputs import SitemapIndexOutput, SitemapOutput
from kiprah.render.data.xml import child, root, written

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


def sitemap_text(output: SitemapOutput) -> str:
    """Write one sitemap."""
    several = any(page.alternates for page in output.pages)
    document = root("urlset", {"xmlns": _SITEMAP, **({"xmlns:xhtml": _XHTML} if several else {})})
    for page in output.pages:
        element = child(document, "url")
        child(element, "loc", page.address)
        if page.modified:
            child(element, "lastmod", page.modified)
        for language, address in page.alternates:
            attributes = {"rel": "alternate", "hreflang": language, "href": address}
            child(element, "xhtml:link", attributes=attributes)
    return written(document)


def sitemap_index_text(output: SitemapIndexOutput) -> str:
    """Write the list of sitemaps."""
    document = root("sitemapindex", {"xmlns": _SITEMAP})
    for address in output.sitemaps:
        child(child(document, "sitemap"), "loc", address)
    return written(document)
