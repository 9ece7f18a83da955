"""New members and events of a community: files that build at once, never over something."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kiprah.authoring.archives.archive_names import MEMBERS_DOMAIN
from kiprah.authoring.community import CommunityContext, existing_member, free_member_slug, member_slug_of
from kiprah.authoring.existing_entries import ExistingEntry, existing_of, taken_by
from kiprah.authoring.new.parse_answers import text_answer
from kiprah.authoring.new.write_entry import write_files
from kiprah.authoring.refusal import Refusal
from kiprah.authoring.templates import fill_template, template_text
from kiprah.authoring.yaml_text import Value, scalar
from kiprah.content.keys.entry_keys import ACTIVITY, EVENT, PROFILE
from kiprah.model.slug import is_reserved, slug_of

_EVENTS = "events"


def write_member(name: str, slug: str, context: CommunityContext) -> Path | Refusal:
    """Write a new member's folder with a profile, and the community's word beside it; return the profile's file."""
    called = text_answer(PROFILE, "name", name)
    if isinstance(called, Refusal):
        return called
    if not called:
        return Refusal("member-name", {}, MEMBERS_DOMAIN)
    wanted = slug or member_slug_of(called)
    if not wanted:
        return Refusal("member-no-slug", {"name": called}, MEMBERS_DOMAIN)
    free = free_member_slug(wanted, context)
    if isinstance(free, Refusal):
        return free
    profile = context.member_folder(free) / "profile.md"
    text = fill_template(template_text(context.language, "member.md"), {"name": scalar(called)}, {})
    files = [(profile, text.encode())]
    if not context.record_file(free).exists():
        files.append((context.record_file(free), new_record(context)))
    return write_files(tuple(files), profile) or profile


def new_record(context: CommunityContext, *, paused: bool = False) -> bytes:
    """Return the community's first word on a member: since today, and what else might be said.

    ``paused`` shows nothing of them, not even their profile, until somebody takes that line out.
    """
    words = {"since": context.today.isoformat()}
    text = fill_template(template_text(context.language, "member.yml"), words, {})
    return (text + ("status: paused\n" if paused else "")).encode()


def write_event(
    title: str, day: date | None, participants: tuple[str, ...], context: CommunityContext
) -> Path | Refusal:
    """Write a new event, as a draft; every participant must be a member."""
    called = text_answer(ACTIVITY, "title", title)
    if isinstance(called, Refusal):
        return called
    known: list[str] = []
    for participant in participants:
        slug = existing_member(participant, context)
        if isinstance(slug, Refusal):
            return slug
        known.append(slug)
    slug = _event_slug(called, existing_of(context.site, context.settings, _EVENTS, EVENT), context)
    if isinstance(slug, Refusal):
        return slug
    on = day or context.today
    values: dict[str, Value] = {"participants": tuple(dict.fromkeys(known))} if known else {}
    words = {"title": scalar(called), "date": on.isoformat(), "more": "", "photos": ""}
    text = fill_template(template_text(context.language, "event.md"), words, values)
    path = context.folder / _EVENTS / f"{on.isoformat()}-{slug}" / "index.md"
    return write_files(((path, text.encode()),), path) or path


def _event_slug(title: str, events: tuple[ExistingEntry, ...], context: CommunityContext) -> str | Refusal:
    slug = slug_of(title)
    if not slug or is_reserved(slug) or (len(slug) == 4 and slug.isdigit()):
        return Refusal("no-address", {"title": title})
    other = taken_by(slug, _EVENTS, events)
    if other is None:
        return slug
    free = next(
        like for n in range(2, len(events) + 3) if taken_by(slug_of(like := f"{title} {n}"), _EVENTS, events) is None
    )
    values = {"title": title, "path": (context.folder / other).as_posix(), "like": free}
    return Refusal("taken", values, cause="content")
