"""Member record: what a community says in ``members/<slug>.yml``, which the member cannot write."""

import re
from typing import Literal

from msgspec import Struct

from kiprah.model.slug import is_reserved

MemberStatus = Literal["active", "alumni", "paused"]

LONGEST_MEMBER_SLUG = 40
_MEMBER_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
_TAKEN = frozenset({"cause", "causes", "cohort", "cohorts", "page", "place", "places", "skill", "skills"})
"""First parts of addresses below ``members/`` that the directory itself uses."""


class MemberSource(Struct, frozen=True):
    """The member's own repository, which ``kiprah member pull`` takes from."""

    git: str
    """Https address; http only on the machine itself."""
    ref: str = ""
    """The commit that was reviewed last, in full; empty before the first time."""
    path: str = ""
    """The folder in the repository; empty: where ``profile.md`` stands."""


class MemberRecord(Struct, frozen=True):
    """Record of one member in ``members/<slug>.yml``: the community's own word."""

    slug: str
    """The name of the member's folder, and of this file."""
    since: str = ""
    """ISO date as far as it is known: ``2024``, ``2024-03`` or ``2024-03-14``."""
    until: str = ""
    """ISO date as far as it is known, written like ``since``."""
    cohort: str = ""
    role: str = ""
    """Role of the member in the community: ``Koordinator``."""
    status: MemberStatus = "active"
    moved_to: str = ""
    """Http(s) address of where their portfolio stands now."""
    accounts: tuple[str, ...] = ()
    """Accounts that may change the folder, ``github:alya``: `review` says whether somebody else did."""
    source: MemberSource | None = None

    @property
    def is_published(self) -> bool:
        """Say whether the member's own pages are published: not while paused, nor after a move."""
        return self.status != "paused" and not self.moved_to

    @property
    def leads_on(self) -> bool:
        """Say whether one small page leads to where the member moved; ``paused`` publishes nothing at all."""
        return self.status != "paused" and bool(self.moved_to)


def is_member_slug(text: str) -> bool:
    """Say whether a name may be a member's folder: small letters a to z, digits and hyphens, and not taken."""
    return (
        len(text) <= LONGEST_MEMBER_SLUG
        and _MEMBER_SLUG.fullmatch(text) is not None
        and text not in _TAKEN
        and not is_reserved(text)
    )
