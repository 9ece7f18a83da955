"""Parts of a search index from what was planned: a member's own, and what the community has besides its members."""

from __future__ import annotations

from kiprah.plan.localized import LocalizedMember
from kiprah.plan.member_planner import MemberPlanner
from kiprah.plan.search.heads import SearchHead
from kiprah.plan.search.packed_parts import packed_part
from kiprah.plan.search.records import host_records, search_records
from kiprah.plan.search.slices import search_part
from kiprah.plan.translations import profile_text


def member_parts(planner: MemberPlanner) -> dict[str, tuple[SearchHead, bytes]]:
    """Make a member's part for each language, from what is listed alone."""
    slug = planner.visible.member.prefix.rstrip("/").rpartition("/")[2]
    parts: dict[str, tuple[SearchHead, bytes]] = {}
    for language, page_plan in planner.page_plans.items():
        localized = page_plan.localized
        name = profile_text(localized.visible.member.profile, language).name
        records = search_records(localized)
        parts[language] = packed_part(search_part(slug, name, localized.routes.root, records, language))
    return parts


def host_part(localized: LocalizedMember) -> tuple[SearchHead, bytes]:
    """Make the community's own part in one language: its events and its pages."""
    records = host_records(localized)
    return packed_part(search_part("", "", localized.routes.root, records, localized.language))
