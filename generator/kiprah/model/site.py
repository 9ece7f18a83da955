"""A site: what all of it shares, and its members."""

from pathlib import Path

from msgspec import Struct

from kiprah.model.credential import Attester
from kiprah.model.member import Member, StaticFile
from kiprah.model.settings import Settings


class SiteFonts(Struct, frozen=True):
    """Fonts of a site's own, by path."""

    own: tuple[Path, ...] = ()
    """The brand's font, asked before the shipped ones."""
    more: tuple[Path, ...] = ()
    """The rest, asked after them, by name."""

    @property
    def all(self) -> tuple[Path, ...]:
        """Return every font."""
        return (*self.own, *self.more)


class SiteContext(Struct, frozen=True):
    """Context that every member's pages share: the settings, and the files that belong to the site."""

    folder: str
    """The site's folder, absolute; only for reading files again."""
    settings: Settings
    static: tuple[StaticFile, ...] = ()
    fonts: SiteFonts = SiteFonts()
    attesters: tuple[Attester, ...] = ()
    """Organizations that the settings name, with what the site keeps of their keys and withdrawals."""
    has_broken_logo: bool = False
    """True where the site's mark cannot be drawn: its cards are drawn without it."""


class Site(Struct, frozen=True):
    """A site as it was read; a portfolio has one member, at its root."""

    context: SiteContext
    members: tuple[Member, ...]

    @property
    def settings(self) -> Settings:
        """The whole of ``site.yml``."""
        return self.context.settings

    @property
    def folder(self) -> str:
        """The site's folder, absolute."""
        return self.context.folder
