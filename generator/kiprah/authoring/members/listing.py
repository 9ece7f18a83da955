"""List of a community's members for its moderators: who they are, since when, and where they stand."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import asdict

from kiprah.authoring.community import CommunityContext
from kiprah.content.entries.entry_files import KIND_FOLDERS
from kiprah.content.folder import MEMBERS
from kiprah.content.member_record import read_member_record
from kiprah.lint.look_alikes import names_by_slug
from kiprah.model.member_record import MemberRecord

_HEAD = 4_000


class ListedMember(Struct, frozen=True):
    """Row of the list of members."""

    slug: str
    name: str
    status: str
    """Status: ``active``, ``alumni``, ``paused``, ``moved``; ``unreadable``: the record is, so nobody is shown."""
    role: str = ""
    cohort: str = ""
    since: str = ""
    until: str = ""
    moved_to: str = ""
    accounts: str = ""
    entries: int = 0
    """Texts in their folder, drafts among them."""


def list_members(context: CommunityContext) -> tuple[ListedMember, ...]:
    """Return every member by slug."""
    return tuple(_listed(slug, context) for slug in context.members)


def _listed(slug: str, context: CommunityContext) -> ListedMember:
    record, _ = read_member_record(context.site, slug)
    try:
        text = context.site.read(f"{MEMBERS}/{slug}/profile.md")[:_HEAD].decode("utf-8", "replace")
    except OSError:
        text = ""
    name = names_by_slug({slug: text})[slug]
    if record is None:
        return ListedMember(slug, name, "unreadable", entries=_entries(slug, context))
    return ListedMember(
        slug,
        name,
        _status(record),
        record.role,
        record.cohort,
        record.since,
        record.until,
        record.moved_to,
        " ".join(record.accounts),
        _entries(slug, context),
    )


def _status(record: MemberRecord) -> str:
    return "moved" if record.leads_on else record.status


def _entries(slug: str, context: CommunityContext) -> int:
    """Count flat files and folders of entries, without reading any."""
    count = 0
    for kind in KIND_FOLDERS:
        folder = f"{MEMBERS}/{slug}/{kind}"
        stems = {name.partition(".")[0] for name in context.site.names_in(folder) if name.endswith(".md")}
        count += len(stems) + len(context.site.folders_in(folder))
    return count


def members_as_json(members: Iterable[ListedMember]) -> str:
    """Write the list as JSON; what is not known is left out."""
    rows = [{key: value for key, value in asdict(one).items() if value != ""} for one in members]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def members_as_csv(members: Iterable[ListedMember]) -> str:
    """Write the list as CSV; nothing in it is a formula to a spreadsheet."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(ListedMember.__struct_fields__)
    for one in members:
        writer.writerow(_harmless(str(value)) for value in asdict(one).values())
    return target.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
