"""Summary: all that pages over several members, and files of the whole site, know of one member."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from kiprah.model.summary import Alias, SitemapUrl
from kiprah.plan.search.heads import SearchHead
from kiprah.plan.views.community import PersonItem, StoryItem


class Term(Struct, frozen=True, array_like=True):
    """A cause, skill or place as a member names it."""

    slug: str
    name: str


class Story(Struct, frozen=True, array_like=True):
    """One listed activity or reflection of a member in one language."""

    slug: str
    day: str
    """ISO date of its first day."""
    item: StoryItem
    causes: tuple[Term, ...] = ()
    skills: tuple[Term, ...] = ()


class LocalizedSummary(Struct, frozen=True, array_like=True):
    """Summary of a member in one language."""

    person: PersonItem
    stories: tuple[Story, ...]
    """Stories, oldest first."""
    causes: tuple[Term, ...]
    """Causes, bounded: what a member does most comes first, and what is over is in no list of others."""
    skills: tuple[Term, ...]
    place: Term | None


class Participation(Struct, frozen=True, array_like=True):
    """A member at an event."""

    event: str
    entry: str
    """The slug of the member's own listed entry of it, or empty."""
    attested_by: str = ""
    """The organizations known here that stand by the hours of that entry, or empty."""


class Summary(Struct, frozen=True):
    """Summary of one member, as the rest of the site sees them: only what is listed."""

    prefix: str
    name: str
    person: str = ""
    """The opaque id by which credentials call the member; it is matched with those beside events, and shown nowhere."""
    pages: tuple[tuple[str, SitemapUrl], ...] = ()
    """Path and sitemap entry of each page that asks to be found; none in a preview."""
    aliases: tuple[Alias, ...] = ()
    localized: Mapping[str, LocalizedSummary] = {}
    """Summaries by language; none where the site is a portfolio."""
    events: tuple[Participation, ...] = ()
    minutes: tuple[tuple[int, int], ...] = ()
    """Minutes of its activities by year; an event counts once. Empty where the site hides totals."""
    estimated: bool = False
    """True where some of these hours are estimates."""
    search: Mapping[str, SearchHead] = {}
    """Heads of its parts of the search index, by language."""

    @property
    def slug(self) -> str:
        """The member's address below ``members/``."""
        return self.prefix.rstrip("/").rpartition("/")[2]
