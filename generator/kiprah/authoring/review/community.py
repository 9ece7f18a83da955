"""Review of a community: who was touched since a commit, each looked at in a process of its own, the worst first."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from kiprah.authoring.archives.archive_names import MEMBERS_DOMAIN
from kiprah.authoring.community import CommunityContext, existing_member
from kiprah.authoring.git.git_objects import GitFailed, Repository, repository_of
from kiprah.authoring.refusal import Refusal
from kiprah.authoring.review.findings import VERDICTS, MemberFindings, Review
from kiprah.authoring.review.member import look_at
from kiprah.authoring.review.member_at_commit import ReviewTask
from kiprah.content.community import read_community
from kiprah.content.folder import MEMBERS, folder_of
from kiprah.content.member_record import parse_member_record, record_path
from kiprah.content.read_cache import ReadCache
from kiprah.content.settings import parse_settings
from kiprah.fields.source import MAX_TEXT_BYTES
from kiprah.lint.look_alikes import LookAlike, LookAlikes, names_by_slug
from kiprah.model.entry import Event
from kiprah.model.member_record import MemberRecord
from kiprah.model.settings import SETTINGS_FILE, Settings
from kiprah.task_runner import LostTask
from kiprah.workers import WorkerPool

_MANY = 100
"""Newcomers of whom each is compared with everybody letter by letter; of more, only who looks the same is found."""
_HEAD = 4_000
"""Bytes of a profile in which its name is looked for."""


def review_community(
    context: CommunityContext, since: str, member: str, author: str, workers: WorkerPool
) -> Review | Refusal:
    """Look at what differs since a commit, or at everybody; ``member`` and ``author`` may be empty."""
    comparison = _comparison(context, since)
    if isinstance(comparison, Refusal):
        return comparison
    repository, commit, settings, touched = comparison
    slugs = _slugs(context, touched, member)
    if isinstance(slugs, Refusal):
        return slugs
    events = events_by_member(context, settings) if slugs else {}
    tasks = [
        ReviewTask(
            context.folder,
            slug,
            settings,
            context.today,
            events.get(slug, ()),
            None if touched is None else tuple(path for path in touched if _slug_in(path) == slug),
            repository,
            commit,
        )
        for slug in slugs
    ]
    looked = {}
    for finished in workers.map(look_at, tasks, parallel=True):
        slug = finished.task.slug
        if isinstance(finished.result, LostTask):
            looked[slug] = MemberFindings(slug, "", "changed", finished.task.touched or (), unreadable=True)
        else:
            looked[slug] = finished.result
    findings = _alike(context, [looked[slug] for slug in slugs])
    findings = [_with_record(one, context, touched, repository, commit, author) for one in findings]
    elsewhere = () if touched is None or member else tuple(path for path in touched if not _slug_in(path))
    order = sorted(findings, key=lambda one: (VERDICTS.index(one.verdict), one.slug))
    return Review(settings.title, commit, author, tuple(order), elsewhere)


_Comparison = tuple[Repository | None, str, Settings, tuple[str, ...] | None]


def _comparison(context: CommunityContext, since: str) -> _Comparison | Refusal:
    """Find what differs since a commit, and the settings of then; nothing of it where no commit is named."""
    if not since:
        return None, "", context.settings, None
    repository = repository_of(context.folder)
    if isinstance(repository, Refusal):
        return repository
    commit = repository.commit(since)
    if isinstance(commit, Refusal):
        return commit
    try:
        touched = tuple(_spread(repository.changed_since(commit), context))
        return repository, commit, _settings_then(repository, commit) or context.settings, touched
    except GitFailed as error:
        return Refusal("git-failed", {"reason": str(error)[:300]}, MEMBERS_DOMAIN, "machine")


def _spread(paths: Sequence[str], context: CommunityContext) -> list[str]:
    """Name the files of a folder of which Git only says that it is another repository."""
    site, spread = context.site, dict[str, None]()
    for path in (unicodedata.normalize("NFC", one).rstrip("/") for one in paths):
        spread[path] = None
        if path not in site.files and (path in site.names or path in site.folders):
            spread.update(dict.fromkeys(file for file in site.files if file.startswith(f"{path}/")))
    return sorted(spread)


def _settings_then(repository: Repository, commit: str) -> Settings | None:
    """Read the settings as they were: whoever asks for a change does not change how it is looked at."""
    file = repository.file(commit, SETTINGS_FILE)
    if file is None:
        return None
    data = repository.read([file], MAX_TEXT_BYTES).get(file.blob)
    settings = parse_settings(data)[0] if data is not None else None
    return settings if settings is not None and settings.kind == "community" else None


def _slug_in(path: str) -> str:
    """Return whose a file is; empty where it is the community's."""
    parts = path.split("/")
    if parts[0] != MEMBERS or len(parts) < 2:
        return ""
    return parts[1] if len(parts) > 2 else parts[1].removesuffix(".yml") if parts[1].endswith(".yml") else ""


def _slugs(context: CommunityContext, touched: Sequence[str] | None, member: str) -> list[str] | Refusal:
    if touched is None:
        if not member:
            return list(context.members)
        slug = existing_member(member, context)
        return slug if isinstance(slug, Refusal) else [slug]
    slugs = sorted({slug for path in touched if (slug := _slug_in(path))})
    if not member:
        return slugs
    if member in slugs:
        return [member]
    known = existing_member(member, context)
    return known if isinstance(known, Refusal) else []


def events_by_member(context: CommunityContext, settings: Settings) -> dict[str, tuple[Event, ...]]:
    """Return by member the events that list them, as they are now: what joins one is looked at together with it."""
    site = context.site
    own = {path: file for path, file in site.files.items() if not path.startswith(f"{MEMBERS}/")}
    folder = replace(
        folder_of(site.root, own), folders={**folder_of(site.root, own).folders, MEMBERS: site.folders_in(MEMBERS)}
    )
    community, _ = read_community(folder, settings, ReadCache(folder), WorkerPool(1))
    return {member.slug: member.events for member in community.members}


def _alike(context: CommunityContext, findings: list[MemberFindings]) -> list[MemberFindings]:
    """Note of everybody who is new, or calls themselves something else, whom they could be taken for."""
    asked = {
        one.slug
        for one in findings
        if one.change == "new" or any(entry.path.endswith("/profile.md") for entry in one.entries)
    }
    if not asked:
        return findings
    texts = {}
    for slug in context.members:
        try:
            texts[slug] = context.site.read(f"{MEMBERS}/{slug}/profile.md")[:_HEAD].decode("utf-8", "replace")
        except OSError:
            texts[slug] = ""
    others = LookAlikes(names_by_slug(texts))
    # Of very many, each with each would take hours.
    find = others.of if len(asked) <= _MANY else others.twins_of
    return [
        replace(one, look_alikes=(*find(one.slug, one.name), *_same_id(one, texts))) if one.slug in asked else one
        for one in findings
    ]


def _same_id(one: MemberFindings, texts: Mapping[str, str]) -> Iterator[LookAlike]:
    """Note who has the same id: hours that an organization signed for the other would stand on this page as well."""
    for slug, text in texts.items():
        if one.person and slug != one.slug and one.person.casefold() in text.casefold():
            yield LookAlike(slug, "id", one.person, one.person)


def _with_record(
    one: MemberFindings,
    context: CommunityContext,
    touched: Sequence[str] | None,
    repository: Repository | None,
    commit: str,
    author: str,
) -> MemberFindings:
    """Add whether the author owns the folder, by what the community said before, and what it is to say now."""
    path = record_path(one.slug)
    now = _bytes_now(context, path)
    before = _bytes_then(repository, commit, path) if repository is not None else now
    is_touched = touched is not None and path in touched
    record = parse_member_record(path, before, one.slug)[0] if before is not None else None
    return replace(
        one,
        record_before=_text(before) if is_touched else "",
        record_after=_text(now) if is_touched else "",
        owner="" if not author else _owner(record, author),
    )


def _owner(record: MemberRecord | None, author: str) -> str:
    if record is None or not record.accounts:
        return "nobody"
    return "yes" if author.casefold() in (account.casefold() for account in record.accounts) else "no"


def _bytes_now(context: CommunityContext, path: str) -> bytes | None:
    try:
        return context.site.read(path) if path in context.site.files else None
    except OSError:
        return None


def _bytes_then(repository: Repository, commit: str, path: str) -> bytes | None:
    try:
        file = repository.file(commit, path)
        return repository.read([file], MAX_TEXT_BYTES).get(file.blob) if file is not None else None
    except GitFailed:
        return None


def _text(data: bytes | None) -> str:
    return data.decode("utf-8", "replace") if data is not None else ""
