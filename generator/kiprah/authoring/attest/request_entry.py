"""Makes requests for a member's entries, and the opaque id they need in ``profile.md``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from kiprah.authoring.attest.request_text import AttestRequest
from kiprah.authoring.refusal import Refusal
from kiprah.cache.atomic_write import write_atomically
from kiprah.credentials.entry_facts import facts_of_entry, single_spaced
from kiprah.credentials.issuing import new_urn
from kiprah.model.entry import Activity
from kiprah.model.member import Member
from kiprah.model.settings import Settings

_DOMAIN = "credentials"


def activities_named(member: Member, names: Iterable[str]) -> tuple[Activity, ...] | Refusal:
    """Find the entries that are meant, by slug, folder or file."""
    found = []
    for name in names:
        parts = [part for part in Path(name).as_posix().split("/") if part not in ("", ".", "index.md")]
        last = parts[-1].removesuffix(".md") if parts else ""
        match = [
            activity
            for activity in member.activities
            if last in (activity.common.slug, activity.folder.rpartition("/")[2])
            or last == activity.common.path.rpartition("/")[2].removesuffix(".md")
        ]
        if len(match) != 1:
            return Refusal("no-entry", {"entry": name}, _DOMAIN)
        found.append(match[0])
    return tuple(found)


def request_for(member: Member, activity: Activity, settings: Settings, person: str) -> AttestRequest | Refusal:
    """Write down what an organization is asked to confirm of an entry."""
    facts = facts_of_entry(activity)
    if facts is None:
        return Refusal("no-hours", {"entry": activity.original.title}, _DOMAIN, "content")
    organization = activity.original.organization
    is_open = activity.common.visibility == "public" and not activity.common.draft
    url = settings.url if settings.url.startswith("https://") and is_open else ""
    # Who wrote nothing of an event has no page of it.
    path = (
        f"events/{activity.event}/" if activity.is_event_alone else f"{member.prefix}activities/{activity.common.slug}/"
    )
    return AttestRequest(
        name=single_spaced(member.profile.original.name),
        organization=single_spaced(organization.name) if organization else "",
        person=person,
        language=activity.original.language,
        page=f"{url}{path}" if url else "",
        facts=facts,
    )


def person_id(site: Path, member: Member, note: str) -> tuple[str, bool] | Refusal:
    """Return the member's id, and whether it was written into ``profile.md`` just now, with a note behind it.

    Raises ``OSError``.
    """
    profile = member.profile
    if profile.id:
        return profile.id, False
    path = site / profile.path
    text = path.read_bytes().decode("utf-8")
    fence = re.search(r"\A\ufeff?---[ \t]*(\r?\n)(?:.*\r?\n)*?(?=---[ \t]*(?:\r?\n|\Z))", text)
    if fence is None:
        return Refusal("no-front-matter", {"path": str(path)}, _DOMAIN, "content")
    person = new_urn()
    line = f"id: {person} # {note}{fence[1]}"
    write_atomically(path, (text[: fence.end()] + line + text[fence.end() :]).encode())
    return person, True
