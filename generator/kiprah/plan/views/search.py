"""View of the search page."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from kiprah.plan.views.text import Label, Link


class SearchChoice(Struct, frozen=True):
    """One value that a search can be narrowed to."""

    slug: str
    """Slug of the value, as it stands in the address and in the index."""
    name: str
    """The words that are shown."""
    language: str = ""
    """The name's language where it is not the page's."""


class SearchView(Struct, frozen=True):
    """Search page over all that is listed."""

    index: Link
    """The index's first file; the others stand beside it."""
    stems: Literal["id", "en", ""]
    """The language whose stemmer the page needs, ``id`` or ``en``; empty for other languages."""
    kinds: tuple[SearchChoice, ...]
    """The kinds of entries there are."""
    causes: tuple[SearchChoice, ...]
    """All causes by name."""
    skills: tuple[SearchChoice, ...]
    """All skills that several members share, by name."""
    years: tuple[SearchChoice, ...]
    """Years, the newest first."""
    lists: tuple[Label, ...]
    """Pages on which the same can be found by reading: members, events, causes, skills, years."""

    @property
    def stemmer(self) -> str:
        """The asset that holds the stemmer, ``community/stem-id.js``; or empty."""
        return f"community/stem-{self.stems}.js" if self.stems else ""
