"""Old addresses that lead to an entry."""

from __future__ import annotations

from kiprah.model.entry import Common
from kiprah.model.summary import Alias
from kiprah.plan.addresses.routes import Routes
from kiprah.plan.privacy.visibility import Visible
from kiprah.plan.views.text import Link


def aliases_of(visible: Visible, routes: Routes) -> tuple[Alias, ...]:
    """List the old addresses of all published entries, inside the member's own part of the site; sorted.

    ``routes`` are those of the default language, which entries are written in.
    """
    entries: list[tuple[Common, str, Link]] = [
        *((a.common, a.original.title, routes.activity(a.common.slug)) for a in visible.all_activities),
        *((r.common, r.original.title, routes.reflection(r.common.slug)) for r in visible.all_reflections),
        *((p.common, p.original.title, routes.page(p.common.slug)) for p in visible.all_pages),
    ]
    shown = ((s.common, s.original.title, routes.selection(s.common.slug)) for s in visible.selections)
    aliases = (
        Alias(f"{routes.root}{alias_file(alias)}", href.path, title, common.visibility == "public", common.path)
        for common, title, href in entries
        for alias in common.aliases
    )
    quiet = (
        Alias(f"{routes.root}{alias_file(alias)}", href.path, title, False, common.path)
        for common, title, href in shown
        for alias in common.aliases
    )
    return tuple(sorted({*aliases, *quiet}, key=lambda a: (a.path, a.target)))


def alias_file(alias: str) -> str:
    """Name the file that answers for an old address: itself where it names a page, else a folder's index."""
    path = alias.strip("/")
    return path if path.endswith((".html", ".htm")) else f"{path}/index.html"
