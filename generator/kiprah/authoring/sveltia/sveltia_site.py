"""Site that Sveltia CMS edits: whether it is one, what Sveltia would lose in it, and texts as it can hold them.

A build asks this of every site, so that nothing else is loaded where Sveltia is not.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiprah.content.folder import SiteFolder
    from kiprah.model.settings import Settings
    from kiprah.problem import Problem

CONFIG = "admin/config.yml"
"""Sveltia's configuration, from the folder that holds a site's content."""


def has_sveltia(site: Path) -> bool:
    """Say whether Sveltia edits the content in a folder."""
    return (site.parent / CONFIG).is_file()


def sveltia_problems(folder: SiteFolder, settings: Settings) -> tuple[Problem, ...]:
    """Find what Sveltia would lose or refuse to save, in the files that it shows."""
    if settings.kind != "portfolio" or not has_sveltia(folder.root):
        return ()
    from kiprah.authoring.sveltia.short_forms import short_form_problems

    return tuple(short_form_problems(folder))


def stays_beside_others(path: str, site: Path) -> bool:
    """Say whether Sveltia would no more show an entry that gets a folder of its own; ``path`` is from the site's."""
    if not has_sveltia(site):
        return False
    from kiprah.authoring.sveltia.short_forms import path_in_sveltia

    return path_in_sveltia(path) == path


def as_sveltia_holds(text: str, path: str, site: Path) -> str:
    """Return a new file's text, written in long form where Sveltia edits the site; ``path`` is from its folder."""
    if not has_sveltia(site):
        return text
    from kiprah.authoring.sveltia.short_forms import in_long_form

    return in_long_form(text, path)
