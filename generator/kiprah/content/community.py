"""Reads a community: its events and pages, what it says of its members, and which folders they have."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from msgspec.structs import replace

from kiprah.content.credential_files import read_credentials
from kiprah.content.entries.entry_files import Collected, EntryPaths, ReadContext, find_entries
from kiprah.content.entries.read_entries import read_entries
from kiprah.content.event_facts import facts_of
from kiprah.content.folder import MEMBERS, SiteFolder
from kiprah.content.member_record import RECORD_ENDING, read_member_record
from kiprah.content.read_cache import ReadCache
from kiprah.content.site import with_digests
from kiprah.model.community import Community, CommunityMember
from kiprah.model.entry import Body, Event
from kiprah.model.member import Member, Profile, ProfileText
from kiprah.model.member_record import MemberRecord, is_member_slug
from kiprah.model.settings import Settings
from kiprah.problem import Place, Problem
from kiprah.workers import WorkerPool

ABOUT = "about.md"


def read_community(
    site: SiteFolder, settings: Settings, cache: ReadCache, workers: WorkerPool
) -> tuple[Community, tuple[Problem, ...]]:
    """Read all of a community but its members' own files."""
    gathered = Collected()
    context = ReadContext(site, settings.language, settings.languages, cache.facts, gathered)
    wanted = [(kind, paths) for kind in ("events", "pages") for paths in find_entries(kind, context, "")]
    if ABOUT in site.files:
        others = ((code, f"about.{code}.md") for code in sorted(settings.languages) if code != settings.language)
        wanted.append(("pages", EntryPaths(ABOUT, "", "about", tuple(o for o in others if o[1] in site.files))))
    entries = read_entries(wanted, context, cache, workers)
    for entry in entries:
        gathered.problems.extend(entry.problems)
        gathered.held.extend(entry.held)
        gathered.secrets.extend(entry.secrets)
    events = sorted(
        (entry.event for entry in entries if entry.event is not None),
        key=lambda event: (event.activity.date, event.activity.common.slug),
    )
    folders, problems = _folders(site)
    records, more = _records(site)
    events = [*_numbered(events, problems)]
    members = tuple(
        CommunityMember(
            slug,
            records.get(slug, MemberRecord(slug)),
            tuple(facts_of(event, slug) for event in events if slug in event.participants),
        )
        for slug in folders
    )
    problems += _strangers(events, {*folders, *records})
    files = with_digests(context, {file.path: file for entry in entries for file in entry.files}, cache)
    credentials, faults = read_credentials(site, files)
    host = Member(
        prefix="",
        profile=_profile(settings),
        activities=tuple(event.activity for event in events),
        reflections=(),
        testimonials=(),
        pages=tuple(sorted((e.page for e in entries if e.page is not None), key=lambda p: p.common.path)),
        files=files,
        held=tuple(gathered.held),
        secrets=tuple(gathered.secrets),
        credentials=credentials,
    )
    gone = tuple(r for slug, r in sorted(records.items()) if r is not None and slug not in folders)
    return Community(host, tuple(events), members, gone), (*gathered.problems, *faults, *problems, *more)


def _profile(settings: Settings) -> Profile:
    """Describe the community as who its events and pages belong to."""
    text = ProfileText(settings.language, "site.yml", settings.title, settings.description, bio=Body())
    return Profile("site.yml", Place("site.yml"), (text,))


def _folders(site: SiteFolder) -> tuple[tuple[str, ...], list[Problem]]:
    """Name the folders that are members; one whose name cannot be an address is nobody's."""
    slugs, problems = [], []
    for name in site.folders_in(MEMBERS):
        if is_member_slug(name):
            slugs.append(name)
        else:
            problems.append(Problem("member-name", Place(f"{MEMBERS}/{name}/"), {"name": name}))
    return tuple(slugs), problems


def _records(site: SiteFolder) -> tuple[dict[str, MemberRecord | None], tuple[Problem, ...]]:
    """Read what the community says of its members, by slug; None where that cannot be read."""
    records: dict[str, MemberRecord | None] = {}
    problems: list[Problem] = []
    for name in site.names_in(MEMBERS):
        slug = name.removesuffix(RECORD_ENDING)
        if slug == name:
            continue
        if not is_member_slug(slug):
            problems.append(Problem("member-name", Place(f"{MEMBERS}/{name}"), {"name": slug}))
            continue
        record, more = read_member_record(site, slug)
        problems.extend(more)
        records[slug] = record
    return records, tuple(problems)


def _numbered(events: Iterable[Event], problems: list[Problem]) -> Iterable[Event]:
    """Yield events whose slug is neither a year, which lists its events, nor that of the community's own card."""
    for event in events:
        common = event.activity.common
        if common.slug == "community" or (len(common.slug) == 4 and common.slug.isdigit()):
            problems.append(Problem("slug-taken", common.top, {"slug": common.slug}))
            event = replace(event, activity=replace(event.activity, common=replace(common, broken=True)))
        yield event


def _strangers(events: Iterable[Event], slugs: set[str]) -> list[Problem]:
    """Name participants who have neither folder nor record; whoever left is not missed by the pages."""
    problems = []
    for event in events:
        for slug in event.participants:
            if slug not in slugs:
                nearest = next(iter(difflib.get_close_matches(slug, slugs, 1)), "")
                values = {"member": slug, "nearest": nearest}
                problems.append(Problem("participant-unknown", event.participants_place, values))
    return problems
