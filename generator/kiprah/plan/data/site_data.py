"""Data files that a site has once, in one call."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kiprah.model.settings import Settings, Viewing
from kiprah.plan.data.file_outputs import DataOutput
from kiprah.plan.data.host_files import host_outputs
from kiprah.plan.data.manifest import icon_output, manifest_output
from kiprah.plan.data.sitemap import sitemap_outputs
from kiprah.plan.summary import Summary


def site_outputs(
    settings: Settings,
    viewing: Viewing,
    name: str,
    summaries: Sequence[Summary],
    published: Iterable[str],
    redirects: tuple[tuple[str, str], ...] = (),
    asked: tuple[str, ...] = (),
) -> tuple[DataOutput, ...]:
    """Plan what the whole site has once: sitemap, robots, manifest, icon and what hosts read.

    ``name`` gives the icon its initial: the member's, or a community's title. ``published`` are the paths of all
    published files; those of old addresses are among them. ``redirects`` are folders that stand elsewhere now;
    ``asked`` are the files of organizations that a visitor may have their browser ask for.
    """
    hidden = settings.noindex or viewing.preview
    urls = (page for summary in summaries for page in summary.pages)
    sitemaps = () if hidden else sitemap_outputs(urls, settings.url)
    aliases = [alias for summary in summaries for alias in summary.aliases]
    moved = {alias.path for alias in aliases}
    others = (path for path in published if path not in moved)
    return (
        *sitemaps,
        manifest_output(settings, name),
        icon_output(settings, name),
        *host_outputs(settings, aliases, others, redirects, asked, hidden=hidden, sitemap=bool(sitemaps)),
    )
