"""All data files of a member in one language, and those a site has once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kiprah.plan.data.alias import aliases_of
from kiprah.plan.data.calendar import calendar_outputs
from kiprah.plan.data.feed import feed_outputs
from kiprah.plan.data.host import host_outputs
from kiprah.plan.data.manifest import icon_output, manifest_output
from kiprah.plan.data.output import DataOutput, SitemapPage
from kiprah.plan.data.portfolio import portfolio_of
from kiprah.plan.data.portfolio_json import portfolio_output
from kiprah.plan.data.resume import resume_output
from kiprah.plan.data.sitemap import sitemap_outputs
from kiprah.plan.routes import Routes
from kiprah.plan.shown import Shown

if TYPE_CHECKING:
    from kiprah.plan.edition import Edition


def data_outputs(
    shown: Shown,
    language: str,
    routes: Routes,
    edition: Edition,
    pages: Sequence[SitemapPage],
    editions: Sequence[Edition] = (),
) -> tuple[DataOutput, ...]:
    """Plan one member's data files in one language.

    In each language ``resume.json`` and, where the site has an address, ``feed.xml``, ``feed.json`` and
    ``activities.ics``. With the default language also ``portfolio.json``, which holds every language of ``editions``
    (the default first; this edition's alone where there are none), and what a portfolio's site has once: sitemap,
    robots, manifest, icon and what hosts read. ``pages`` are the listed pages of all languages; they matter there only.
    """
    settings = shown.settings
    portfolio = portfolio_of(edition)
    outputs: list[DataOutput] = [
        *feed_outputs(portfolio, settings.feed.limit),
        *calendar_outputs(portfolio),
        resume_output(portfolio),
    ]
    if language == settings.language:
        others = [portfolio_of(other) for other in editions if other.language != language]
        outputs.append(portfolio_output([portfolio, *others]))
        if settings.kind == "portfolio":
            outputs.extend(site_outputs(shown, routes, pages))
    return tuple(outputs)


def site_outputs(shown: Shown, routes: Routes, pages: Sequence[SitemapPage]) -> tuple[DataOutput, ...]:
    """Plan what a portfolio's site has once; a preview is hidden from robots like a site with ``noindex``."""
    settings, name = shown.settings, shown.member.profile.name
    hidden = settings.noindex or shown.viewing.preview
    sitemaps = () if hidden else sitemap_outputs(pages, settings.url, settings.language)
    taken = (
        *(page.link for page in pages),
        *(routes.activity(activity.common.slug) for activity in shown.unlisted_activities),
        *(routes.reflection(reflection.common.slug) for reflection in shown.unlisted_reflections),
        *(routes.page(page.common.slug) for page in shown.unlisted_pages),
    )
    return (
        *sitemaps,
        manifest_output(settings, name),
        icon_output(settings, name),
        *host_outputs(settings, aliases_of(shown, routes), taken, hidden=hidden, sitemap=bool(sitemaps)),
    )
