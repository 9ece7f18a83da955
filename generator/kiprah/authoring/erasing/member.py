"""Erasing of a member: all that ``member remove`` takes, and what still names them."""

from __future__ import annotations

from kiprah.authoring.community import CommunityContext
from kiprah.authoring.erasing.address_lines import drop_addresses, is_below
from kiprah.authoring.erasing.erasure import Erasure
from kiprah.authoring.erasing.keyed_text import read_keyed
from kiprah.authoring.erasing.name_search import NameSearch
from kiprah.authoring.erasing.naming_lines import named_lines
from kiprah.authoring.erasing.planned_edits import ErasingContext, PlannedEdits
from kiprah.authoring.members.removal import plan_removal
from kiprah.authoring.refusal import Refusal
from kiprah.content.folder import MEMBERS


def erasure_of_member(slug: str, context: ErasingContext) -> Erasure | Refusal:
    """Find all that goes with a member, and change nothing. Raises ``OSError``."""
    community = CommunityContext(context.folder, context.site, context.settings, context.today)
    removal = plan_removal(slug, community)
    if isinstance(removal, Refusal):
        return removal
    edits = PlannedEdits(context)
    edits.remove(removal.files, context.holdings.folders_below(f"{MEMBERS}/{removal.slug}"))
    for one in removal.rewritten:
        edits.write(one.path, one.content)
    register = f"addresses/{removal.slug}.yml"
    edits.remove([register] if register in context.holdings.files else [])
    drop_addresses(edits, lambda page, path: is_below(page, (f"{MEMBERS}/{removal.slug}/",)))
    names = NameSearch((*_names_of(removal.slug, context), removal.slug))
    mentions, near = named_lines(names, edits)
    return Erasure(
        "member",
        removal.slug,
        files=tuple(sorted(edits.gone)),
        folders=tuple(edits.folders),
        rewritten=edits.rewritten(),
        mentions=mentions,
        near=near,
        by_hand=removal.by_hand,
        kept_versions=edits.kept_versions(),
        photos=edits.photo_digests(),
        names=names,
        addresses=(f"{MEMBERS}/{removal.slug}/",),
    )


def _names_of(slug: str, context: ErasingContext) -> tuple[str, ...]:
    path = f"{MEMBERS}/{slug}/profile.md"
    parts = read_keyed(path, context.holdings.read(path)) if path in context.holdings.files else None
    name = parts.values.get("name", "") if parts is not None else ""
    return (name,) if isinstance(name, str) and name else ()
