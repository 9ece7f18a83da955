"""Any data file, as its bytes."""

from __future__ import annotations

from kiprah.plan.data.file_outputs import (
    CalendarOutput,
    DataOutput,
    EncodedOutput,
    FeedOutput,
    IconOutput,
    JsonOutput,
    PortfolioOutput,
    SitemapIndexOutput,
    SitemapOutput,
    TextOutput,
)
from kiprah.plan.data.json_value import json_text
from kiprah.render.data.calendar import calendar_text
from kiprah.render.data.feed import atom_text, json_feed_text
from kiprah.render.data.icon import icon_text
from kiprah.render.data.portfolio import portfolio_text
from kiprah.render.data.sitemap import sitemap_index_text, sitemap_text


def render_data(output: DataOutput) -> bytes:
    """Render a data file; UTF-8, whatever it is."""
    if isinstance(output, PortfolioOutput):
        return portfolio_text(output)
    if isinstance(output, EncodedOutput):
        return output.content
    return _text(output).encode()


def _text(
    output: FeedOutput | CalendarOutput | SitemapOutput | SitemapIndexOutput | JsonOutput | IconOutput | TextOutput,
) -> str:
    match output:
        case FeedOutput(format="atom"):
            return atom_text(output)
        case FeedOutput():
            return json_feed_text(output)
        case CalendarOutput():
            return calendar_text(output)
        case SitemapOutput():
            return sitemap_text(output)
        case SitemapIndexOutput():
            return sitemap_index_text(output)
        case JsonOutput():
            return json_text(output.document)
        case IconOutput():
            return icon_text(output)
        case TextOutput():
            return output.text
