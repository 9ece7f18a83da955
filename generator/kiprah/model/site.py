"""The whole of what came in."""

from __future__ import annotations

from msgspec import Struct

from kiprah.model.member import Member, StaticFile
from kiprah.model.settings import Settings


class Site(Struct, frozen=True):
    """A site as it was read: a portfolio is a community of one."""

    folder: str
    """The site's folder, absolute; only for reading files again."""
    settings: Settings
    members: tuple[Member, ...]
    static: tuple[StaticFile, ...]
