"""Views of the ways into a long directory: values that members share, and first letters."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from kiprah.plan.views.text import Link


class FacetValue(Struct, frozen=True):
    """A value that several members share."""

    name: str
    """The words that are shown."""
    href: Link
    """The directory's page of these members."""
    members: int
    """Number of these members."""
    count: str
    """The same in the language's figures: 4,365."""
    current: bool = False
    """True where this page shows them."""


class FacetView(Struct, frozen=True):
    """Facet of the directory: one way to narrow it."""

    kind: Literal["cause", "skill", "place", "cohort"]
    """Kind of its values."""
    values: tuple[FacetValue, ...]
    """Values by name."""
    label: str
    """The kind in words: write ``with_language(facet.label)``."""


class LetterLink(Struct, frozen=True):
    """Link into a long directory in the order of names."""

    letter: str
    """A first letter of names, as a capital."""
    href: Link
    """The page on which the first of them stands."""
    current: bool
    """True where some of them stand on this page."""
