"""Context of the tools of a community: the site, its settings, and who has a folder or a word of the community."""

from __future__ import annotations

import difflib
import unicodedata
from datetime import date
from pathlib import Path

from msgspec import Struct

from kiprah.authoring.archives.archive_names import MEMBERS_DOMAIN
from kiprah.authoring.refusal import Refusal
from kiprah.content.folder import MEMBERS, SiteFolder
from kiprah.content.member_record import RECORD_ENDING
from kiprah.model.member_record import LONGEST_MEMBER_SLUG, is_member_slug
from kiprah.model.settings import Settings
from kiprah.model.slug import same_name, slug_of


class CommunityContext(Struct, frozen=True):
    """Context of a community's tools: its folder, its settings, its members."""

    folder: Path
    """The site's folder, absolute."""
    site: SiteFolder
    settings: Settings
    today: date
    """Current day in the site's timezone."""

    @property
    def language(self) -> str:
        """The site's language."""
        return self.settings.language

    @property
    def members(self) -> tuple[str, ...]:
        """Return the slug of everybody who has a folder or a word of the community, sorted."""
        return members_of(self.site)

    def member_folder(self, slug: str) -> Path:
        """Return a member's folder, absolute."""
        return self.folder / MEMBERS / slug

    def record_file(self, slug: str) -> Path:
        """Return the file of the community's word on a member, absolute."""
        return self.folder / MEMBERS / f"{slug}{RECORD_ENDING}"


def members_of(site: SiteFolder) -> tuple[str, ...]:
    """Return the slug of everybody who has a folder or a word of the community, sorted."""
    records = {name.removesuffix(RECORD_ENDING) for name in site.names_in(MEMBERS) if name.endswith(RECORD_ENDING)}
    return tuple(sorted(records | set(site.folders_in(MEMBERS))))


def existing_member(slug: str, context: CommunityContext) -> str | Refusal:
    """Return the slug of a member who is there; else refuse, naming the one most like it."""
    members = context.members
    if slug in members:
        return slug
    near = difflib.get_close_matches(slug, members, 1, 0.5)
    values = {"slug": slug, "near": near[0] if near else ""}
    return Refusal("member-unknown-near" if near else "member-unknown", values, MEMBERS_DOMAIN)


def free_member_slug(slug: str, context: CommunityContext) -> str | Refusal:
    """Accept the slug of a new member: fit for an address everywhere, and nobody else's in any spelling."""
    if not is_member_slug(slug):
        return Refusal("member-slug", {"slug": slug, "near": member_slug_of(slug)}, MEMBERS_DOMAIN)
    # What a careless file system would open, though no listing shows it.
    if any(same_name(one) == slug for one in context.members) or context.member_folder(slug).exists():
        return Refusal(
            "member-exists", {"slug": slug, "path": str(context.member_folder(slug))}, MEMBERS_DOMAIN, "content"
        )
    return slug


def member_slug_of(name: str) -> str:
    """Make a member's slug of a name: ``Alya Putri`` becomes ``alya-putri``; empty where nothing of it can be used."""
    plain = unicodedata.normalize("NFKD", name)
    ascii_only = "".join(letter for letter in plain if letter.isascii())
    slug = slug_of(ascii_only)[:LONGEST_MEMBER_SLUG].strip("-")
    return slug if is_member_slug(slug) else ""
