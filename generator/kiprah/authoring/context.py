"""Context of an authoring request: the site, its language, today, and the entries that exist."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from msgspec import Struct

from kiprah.authoring.existing_entries import ExistingEntry, existing_entries
from kiprah.content.folder import MEMBERS, SiteFolder
from kiprah.model.settings import Settings


class AuthoringContext(Struct, frozen=True):
    """Context of a new entry: its site's folder, language, day and the entries that are there."""

    folder: Path
    """Folder of the entries: the site's, or a member's in a community."""
    language: str
    today: date
    """Current day in the site's timezone."""
    entries: tuple[ExistingEntry, ...]


def context_of(folder: Path, site: SiteFolder, settings: Settings, today: date, member: str = "") -> AuthoringContext:
    """Read the context of a site whose folder was listed and whose settings were read; ``member`` is a slug."""
    root = f"{MEMBERS}/{member}/" if member else ""
    own = folder / MEMBERS / member if member else folder
    return AuthoringContext(own, settings.language, today, existing_entries(site, settings, root))
