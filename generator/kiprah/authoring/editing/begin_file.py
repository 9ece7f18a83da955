"""Beginnings of files that a form is opened on: a draft of a page or selection, a translation, a word on a member."""

from __future__ import annotations

from datetime import date

from kiprah.authoring.addresses import EntryKind
from kiprah.authoring.community import CommunityContext
from kiprah.authoring.context import context_of
from kiprah.authoring.editing.editable import EditableFile
from kiprah.authoring.existing_entries import existing_of, taken_by
from kiprah.authoring.new.entry_request import EntryRequest
from kiprah.authoring.new.new_member import new_record, write_event, write_member
from kiprah.authoring.new.parse_answers import one_line, text_answer
from kiprah.authoring.new.write_entry import write_entry, write_files
from kiprah.authoring.refusal import Refusal
from kiprah.authoring.yaml_text import scalar
from kiprah.content.folder import MEMBERS, SiteFolder
from kiprah.content.keys.entry_keys import PAGE, SELECTION
from kiprah.content.member_record import record_path
from kiprah.model.settings import Settings
from kiprah.model.slug import is_reserved, slug_of

DIARY: dict[str, EntryKind] = {"activity": "activities", "reflection": "reflections", "testimonial": "testimonials"}
_PLAIN = {"page": ("pages", PAGE), "selection": ("selections", SELECTION)}
OF_MEMBERS = frozenset({*DIARY, *_PLAIN})
"""Kinds that a person begins, on a site of their own or as a member."""
OF_COMMUNITIES = frozenset({"event", "member", "page"})
"""Kinds that a community begins for itself."""


def begin_file(
    site: SiteFolder, settings: Settings, today: date, member: str, kind: str, title: str, day: date | None
) -> str | Refusal:
    """Write a new file of a kind and return its path from the site's folder, or why nothing was written."""
    if not one_line(title):
        needed = "title-needed" if kind == "activity" else f"title-needed-{kind}"
        return Refusal(needed, {}, "editor")
    if kind in DIARY:
        values = {"consent": "pending"} if kind == "testimonial" else {}
        request = EntryRequest(DIARY[kind], title, day, values, body="", draft=kind != "testimonial")
        entry = write_entry(request, context_of(site.root, site, settings, today, member))
        return entry[0] if isinstance(entry, tuple) else entry.path.relative_to(site.root).as_posix()
    if kind in _PLAIN:
        return _begin_plain(site, settings, member, kind, title)
    community = CommunityContext(site.root, site, settings, today)
    if kind == "event":
        event = write_event(title, day, (), community)
        return event if isinstance(event, Refusal) else event.relative_to(site.root).as_posix()
    profile = write_member(title, "", community)
    return profile if isinstance(profile, Refusal) else record_path(profile.parent.name)


def begin_record(site: SiteFolder, settings: Settings, today: date, slug: str) -> str | Refusal:
    """Write the community's first word on a member who has a folder."""
    path = record_path(slug)
    record = new_record(CommunityContext(site.root, site, settings, today))
    return write_files(((site.root / path, record),), site.root / path) or path


def begin_translation(site: SiteFolder, file: EditableFile, language: str) -> str | Refusal:
    """Write the file that will say the same in another language; until its author is ready nobody sees it."""
    path = f"{file.path.removesuffix('.md')}.{language}.md"
    # A profile is no draft; what it does not say yet, the other one says.
    head = "draft: true\n" if any(field.name == "draft" for field in file.fields) else ""
    written = write_files(((site.root / path, f"---\n{head}---\n".encode()),), site.root / path)
    return written or path


def _begin_plain(site: SiteFolder, settings: Settings, member: str, kind: str, title: str) -> str | Refusal:
    folder, fields = _PLAIN[kind]
    called = text_answer(fields, "title", title)
    if isinstance(called, Refusal):
        return called
    slug = slug_of(called)
    if not slug or is_reserved(slug):
        return Refusal("no-address", {"title": title})
    root = f"{MEMBERS}/{member}/" if member else ""
    entries = existing_of(site, settings, folder, fields, root)
    if taken_by(slug, folder, entries) is not None:
        tried = (f"{called[:100]} {number}" for number in range(2, len(entries) + 3))
        free = next(like for like in tried if taken_by(slug_of(like), folder, entries) is None)
        return Refusal("taken", {"title": title, "path": f"{root}{folder}/{slug}", "like": free}, cause="content")
    path = site.root / root / folder / f"{slug}.md"
    written = write_files(((path, f"---\ntitle: {scalar(called)}\ndraft: true\n---\n".encode()),), path)
    return written or f"{root}{folder}/{slug}.md"
