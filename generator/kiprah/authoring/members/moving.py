"""Move of a member to a site of their own: a portfolio that builds elsewhere with the same addresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct

from kiprah.authoring.address_register import handed_over
from kiprah.authoring.archives.archive_names import MEMBERS_DOMAIN
from kiprah.authoring.attest.add_attestation import with_evidence
from kiprah.authoring.community import CommunityContext, existing_member
from kiprah.authoring.editing.document import read_document, with_changes
from kiprah.authoring.editing.yaml_edit import CannotEdit
from kiprah.authoring.installed_from import Origin
from kiprah.authoring.left_out import LeftOut
from kiprah.authoring.members.signed_files import settings_of, signed_for, signed_id, signer_copies, signers_of
from kiprah.authoring.members.staging import Staging
from kiprah.authoring.new.new_site import SiteRequest, host_files
from kiprah.authoring.refusal import Refusal
from kiprah.authoring.yaml_text import Value, key_text
from kiprah.cache.atomic_write import write_atomically
from kiprah.content.entries.entry_files import Collected, EntryPaths, ReadContext, find_entries, no_photo_facts
from kiprah.content.folder import MEMBERS
from kiprah.content.keys.settings_keys import site_address
from kiprah.fields.decoding import Wrong
from kiprah.fields.yaml_spans import Plain
from kiprah.lint.look_alikes import names_by_slug
from kiprah.model.addresses import REGISTER, register_path
from kiprah.model.credential import NamedAttester
from kiprah.model.slug import dated_name, slug_of

_OF_EVENT = ("title", "date", "end", "ongoing", "organization", "place")
"""Keys that an activity takes from its event, whatever it says itself."""
_IF_UNSAID = ("hours", "hours_are", "causes", "sdgs", "role")


class Moved(Struct, frozen=True):
    """Report of a member's move."""

    slug: str
    url: str
    portfolio: Path
    """The folder that was exported."""
    left_out: tuple[LeftOut, ...]


def move_member(slug: str, url: str, target: Path, context: CommunityContext, origin: Origin) -> Moved | Refusal:
    """Export a member's portfolio, and only then let the community lead to its new address."""
    known = existing_member(slug, context)
    if isinstance(known, Refusal):
        return known
    try:
        address = site_address(url)
    except Wrong as wrong:
        return Refusal(wrong.code, wrong.values, "problems")
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        return Refusal("move-target", {"path": str(target)}, MEMBERS_DOMAIN)
    record = _record(known, address, context)
    if isinstance(record, Refusal):
        return record
    try:
        left_out = _export(known, address, target, context, origin)
        write_atomically(context.record_file(known), record)
    except OSError as error:
        return Refusal("not-written", {"path": str(target), "reason": error.strerror or str(error)}, cause="machine")
    return Moved(known, address, target, left_out)


def _record(slug: str, address: str, context: CommunityContext) -> bytes | Refusal:
    """Write where the member moved into the community's word on them; its other lines stay."""
    path = context.record_file(slug)
    try:
        record = read_document(path.read_bytes() if path.exists() else b"", settings=True)
        return with_changes(record, {"moved_to": address}, ()).data
    except CannotEdit:
        return Refusal("record-by-hand", {"path": str(path), "line": f"moved_to: {address}"}, MEMBERS_DOMAIN, "content")


def _export(slug: str, address: str, target: Path, context: CommunityContext, origin: Origin) -> tuple[LeftOut, ...]:
    root = f"{MEMBERS}/{slug}/"
    left_out: list[LeftOut] = []
    events = _events(context)
    person = signed_id(slug, context)
    signed = {
        name: signed_for(person, event.path, event.keys.get("evidence"), context) for name, event in events.items()
    }
    joined: set[str] = set()
    credentials: list[bytes] = []
    with Staging(target) as staging:
        for path in sorted(context.site.files):
            if not path.startswith(root):
                continue
            inside = path[len(root) :]
            content = context.site.read(path)
            if inside.startswith("activities/") and inside.endswith(".md"):
                content, of = _on_its_own(content, events, path, left_out)
                if of is not None:
                    joined.add(of)
                    content = _with_signed(content, path, signed[of], context, staging, left_out)
            elif inside.endswith(".json"):
                credentials.append(content)
            staging.add(f"content/{inside}", content)
        for name, event in sorted(events.items()):
            if slug in event.participants and name not in joined:
                inside = f"activities/{event.keys['date']}-{name}.md"
                content = _with_signed(
                    _entry_of(event.keys), f"{root}{inside}", signed[name], context, staging, left_out
                )
                staging.add(f"content/{inside}", content)
        credentials += [context.site.read(path) for paths in signed.values() for path in paths]
        signers = signers_of(credentials, context)
        for path, content in signer_copies(signers, context).items():
            staging.add(f"content/{path}", content)
        register = register_path(slug)
        if register in context.site.files:
            staging.add(f"content/{REGISTER}", handed_over(register, context.site.read(register), root))
        staging.add("content/site.yml", _settings(slug, address, signers, context))
        name = _name(slug, context)
        request = SiteRequest(target, context.language, context.settings.timezone, context.today, origin)
        for path, content in host_files(request, name).items():
            staging.add(path, content)
        staging.commit()
    return tuple(left_out)


class _Event(NamedTuple):
    path: str
    keys: dict[str, Any]
    """Keys of the event, a day among them."""
    participants: list[str]


def _events(context: CommunityContext) -> dict[str, _Event]:
    """Read every event by its slug."""
    reading = ReadContext(context.site, context.language, context.settings.languages, no_photo_facts, Collected())
    events: dict[str, _Event] = {}
    for paths in find_entries("events", reading, ""):
        facts = _keys_of(paths, context)
        if facts is not None:
            day, rest = dated_name(paths.name)
            facts.setdefault("date", day)
            participants = facts.get("participants")
            listed = [participants] if isinstance(participants, str) else participants or []
            is_hidden = facts.get("draft") == "true" or facts.get("visibility") == "private"
            if facts["date"] and not is_hidden:
                events[facts.get("slug") or slug_of(rest or paths.name)] = _Event(paths.path, facts, listed)
    return events


def _keys_of(paths: EntryPaths, context: CommunityContext) -> dict[str, Any] | None:
    try:
        return {**read_document(context.site.read(paths.path)).values}
    except (CannotEdit, OSError):
        return None


def _on_its_own(
    content: bytes, events: Mapping[str, _Event], path: str, left_out: list[LeftOut]
) -> tuple[bytes, str | None]:
    """Write what an activity takes from its event into the activity, and name that: where it goes there is none."""
    try:
        entry = read_document(content)
        name = entry.values.get("event")
        if not isinstance(name, str):
            return content, None
        event = events.get(name)
        if event is None:
            left_out.append(LeftOut(path, "event", name))
            return with_changes(entry, {"event": None}, ()).data, None
        facts = event.keys
        changed: dict[str, Plain | None] = {"event": None}
        changed |= {key: facts[key] for key in _OF_EVENT if key in facts}
        changed |= {key: facts[key] for key in _IF_UNSAID if key in facts and key not in entry.values}
        return with_changes(entry, changed, (*_OF_EVENT, "role")).data, name
    except CannotEdit:
        left_out.append(LeftOut(path, "by-hand"))
        return content, None


def _with_signed(
    content: bytes,
    path: str,
    signed: Sequence[str],
    context: CommunityContext,
    staging: Staging,
    left_out: list[LeftOut],
) -> bytes:
    """Put files that were signed for the member beside an event beside the member's own entry of it."""
    inside = "/".join(path.split("/")[2:])
    folder, _, name = inside.rpartition("/")
    stem = "signed" if name.startswith("index.") else f"{name.partition('.')[0]}-signed"
    text = content.decode("utf-8", "replace")
    for number, one in enumerate(signed, 1):
        beside = f"{stem}-{number}.json"
        after = with_evidence(text, beside)
        taken = f"{path.rpartition('/')[0]}/{beside}" in context.site.files
        if after is None or taken:
            left_out.append(LeftOut(one, "by-hand"))
            continue
        staging.add(f"content/{folder}/{beside}", context.site.read(one))
        text = after
    return text.encode() if signed else content


def _entry_of(facts: Mapping[str, Any]) -> bytes:
    """Write an event that the member wrote nothing of as an activity of theirs, so that its hours go along."""
    kept = {key: facts[key] for key in (*_OF_EVENT, *_IF_UNSAID) if key in facts}
    return ("---\n" + "".join(key_text(key, value) for key, value in kept.items()) + "---\n").encode()


def _name(slug: str, context: CommunityContext) -> str:
    path = f"{MEMBERS}/{slug}/profile.md"
    text = context.site.read(path) if path in context.site.files else b""
    return names_by_slug({slug: text.decode("utf-8", "replace")})[slug] or slug


def _settings(slug: str, address: str, signers: Sequence[NamedAttester], context: CommunityContext) -> bytes:
    """Write the settings of a portfolio that shows what the community showed, in the same way."""
    settings = context.settings
    photos = settings.photos
    keys: dict[str, Value] = {
        "title": _name(slug, context),
        "url": address,
        "language": settings.language,
        "timezone": settings.timezone,
        "hours": settings.hours,
        "photos": {"widths": list(photos.widths), "formats": list(photos.formats), "policy": photos.policy},
    }
    if signers:
        keys["attesters"] = settings_of(signers)
    if len(settings.languages) > 1:
        keys["languages"] = list(settings.languages)
    return "".join(key_text(key, value) for key, value in keys.items()).encode()
