"""View of the page for one reader."""

from __future__ import annotations

from msgspec import Struct

from kiprah.plan.views.background import BackgroundView
from kiprah.plan.views.entry import ActivityView, ReflectionView
from kiprah.plan.views.lists import OtherActivities, RoleItem
from kiprah.plan.views.text import Hours, Link, QrCode, Rich, When

_SEEN_AT_ONCE = 2
"""Maximum number of entries that need no list of contents."""


class SelectionView(Struct, frozen=True):
    """A selection: what a member shows to one reader."""

    title: str
    """The heading."""
    to: str
    """Reader it is for; or empty."""
    body: Rich
    """The member's own words to the reader."""
    activities: tuple[ActivityView, ...]
    """The chosen activities, in the member's order."""
    reflections: tuple[ReflectionView, ...]
    """The chosen reflections, in the member's order."""
    roles: tuple[RoleItem, ...]
    """The roles that the activities are sessions of, with these sessions alone; empty where the CV is left out."""
    other: OtherActivities | None
    """The chosen activities of no role; None where every one has a role."""
    hours: Hours | None
    """The sum of the chosen activities; None where none is given or totals are hidden."""
    background: BackgroundView
    """Education, work and languages of the profile; empty where the CV is left out."""
    until: When | None
    """The last day it can be read; None where it stays."""
    menu: bool
    """True where it leads to the rest of the site."""
    qr: QrCode | None
    """The QR code of its own address; None without ``url``."""
    address: str
    """Its address as printed: ``alya.example/for/beasiswa``."""
    pdf: Link | None = None
    """The same as a PDF; None where the site makes none."""

    @property
    def has_contents(self) -> bool:
        """So many entries are chosen that a list of them stands above."""
        return len(self.activities) + len(self.reflections) > _SEEN_AT_ONCE
