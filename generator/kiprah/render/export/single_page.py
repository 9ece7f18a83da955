"""Single page: what was chosen of a member in one file that loads nothing, for an e-mail or a stick."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence

from markupsafe import Markup

from kiprah.catalog import words
from kiprah.colors import palette_css
from kiprah.locale_data import direction_of
from kiprah.plan.addresses.body_anchors import own_anchors
from kiprah.plan.addresses.routes import absolute
from kiprah.plan.data.portfolio import Portfolio
from kiprah.plan.views.entry import EvidenceView
from kiprah.plan.views.lists import OtherActivities
from kiprah.plan.views.text import Link, Picture, Rich
from kiprah.render.export.html_file import page_from

_PHOTOS_EACH = 4
"""Photos of an entry besides its cover; a mail takes about 20 MB."""


def single_page_bytes(
    portfolio: Portfolio,
    photo: Callable[[Picture], str],
    brand: str,
    fonts: str,
    other: OtherActivities | None,
    order: Sequence[str] = (),
    title: str = "",
) -> bytes:
    """Write the page; ``photo`` gives a picture's address, ``order`` names entries in the order wanted, else newest
    first."""
    url = portfolio.site.url
    here = {entry.view.item.href.path: entry.slug for entry in portfolio.activities}
    here |= {entry.view.item.href.path: entry.slug for entry in portfolio.reflections}

    def address(link: Link) -> str:
        return f"#{here[link.path]}" if link.path in here else absolute(url, link)

    def rich(text: Rich, prefix: str = "about") -> Markup:
        parts = own_anchors(text, prefix).parts
        return Markup("".join(_written(part, address, photo) for part in parts))  # noqa: S704  sanitized

    def evidence_address(evidence: EvidenceView) -> str:
        return evidence.url or (absolute(url, evidence.href) if evidence.href is not None else "")

    rank = {slug: number for number, slug in enumerate(order)}
    newest_first = portfolio.activities[::-1]
    entries = sorted(newest_first, key=lambda entry: rank.get(entry.slug, len(rank)))
    # A reflection that looks back on an entry stands after all entries, as one of its own.
    return page_from(
        "single.html",
        portfolio.language,
        p=portfolio,
        title=title,
        direction=direction_of(portfolio.language),
        css=fonts + palette_css(brand),
        entries=entries,
        reflections=tuple(reversed(portfolio.reflections)),
        photos_each=_PHOTOS_EACH,
        other=other,
        photo=photo,
        rich=rich,
        address=evidence_address,
        site=words(portfolio.language, "site").say,
    ).encode()


def _written(part: str | Link | Picture, address: Callable[[Link], str], photo: Callable[[Picture], str]) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, Link):
        return html.escape(address(part) or "#", quote=True)
    caption = f"<figcaption>{html.escape(part.caption)}</figcaption>" if part.caption else ""
    return f'<figure><img src="{photo(part)}" alt="{html.escape(part.alt, quote=True)}">{caption}</figure>'
