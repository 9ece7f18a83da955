"""A member as they are, and as they were at a commit: read whole, with what is wrong and where it leads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from kiprah.authoring.archives.archive_names import harmful, plain_path
from kiprah.authoring.git.git_objects import Repository, TreeFile
from kiprah.authoring.review.broken_entries import is_legible
from kiprah.authoring.review.public_text import PublicEntry
from kiprah.content.event_facts import with_events
from kiprah.content.folder import MEMBERS, SiteFolder, folder_of, list_folder
from kiprah.content.member_folder import Usage, member_folder
from kiprah.content.read_cache import ReadCache
from kiprah.content.site import read_member
from kiprah.fields.source import MAX_TEXT_BYTES
from kiprah.lint.advice import outward_links
from kiprah.model.entry import Common, Event
from kiprah.model.member import Member, Profile
from kiprah.model.photo import PHOTO_ENDINGS, Photo
from kiprah.model.settings import Settings, Viewing
from kiprah.model.site import Site, SiteContext
from kiprah.problem import Problem
from kiprah.workers import WorkerPool

_PICTURE = (
    b"\xff\xd8\xff\xdb\0C\0" + b"\x10" * 64 + b"\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0\xff\xc4\0\x14\0\x01"
    b"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\t\xff\xc4\0\x14\x10\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\xff\xda\0\x08\x01\x01\0\0?"
    b"\0T\xdf\xff\xd9"
)
"""A grey pixel, which stands for each photo that was there: of what was, only the words are looked at."""


class ReviewTask(Struct, frozen=True):
    """Task of looking at one member; can be handed to another process."""

    folder: Path
    slug: str
    settings: Settings
    today: date
    events: tuple[Event, ...]
    """Facts of the events that list the member."""
    touched: tuple[str, ...] | None
    """Every file of theirs that differs, from the site's folder; None: all of it is looked at."""
    repository: Repository | None = None
    commit: str = ""
    before: Path | None = None
    """Another folder of the site in which they are as they were, where it is no commit."""


class MemberState(Struct, frozen=True):
    """A member as read: whole, with what is wrong and where it leads."""

    member: Member | None
    problems: tuple[Problem, ...]
    site: SiteFolder
    usage: Usage
    hosts: Mapping[str, int]
    legible: frozenset[str] = frozenset()
    """The files of entries that are broken, and of which it is certain what in them is private."""

    def is_shown(self, entry: PublicEntry) -> bool:
        """Say whether moderators see more of an entry than that it is there: what is private is nobody else's to read.

        Of one that is broken nobody may know whether it was meant to be private.
        """
        if isinstance(entry, Profile):
            return True
        is_certain = not entry.common.broken or entry.common.path in self.legible
        return is_certain and entry.common.visibility != "private"

    @property
    def entries(self) -> dict[str, PublicEntry]:
        """Return every entry by its file."""
        if self.member is None:
            return {}
        read: tuple[PublicEntry, ...] = (
            self.member.profile,
            *self.member.activities,
            *self.member.reflections,
            *self.member.testimonials,
            *self.member.pages,
        )
        # An event that the member wrote nothing of is none of their files.
        return {path: entry for entry in read if (path := path_of(entry)).startswith(f"{MEMBERS}/")}


def path_of(entry: PublicEntry) -> str:
    """Return the file of an entry, from the site's folder."""
    return entry.path if isinstance(entry, Profile) else entry.common.path


def own_folder(folder: Path, root: str) -> SiteFolder:
    """List one member's folder alone, as a part of the site."""
    own = folder / root.rstrip("/")
    if not own.is_dir() or own.is_symlink():
        return SiteFolder(folder, {}, (), {}, {})
    listed, _ = list_folder(own)
    files = {f"{root}{path}": replace(file, path=f"{root}{path}", raw=f"{root}{file.raw}" if file.raw else "")
             for path, file in listed.files.items()}  # fmt: skip
    return folder_of(folder, files, tuple(f"{root}{path}" for path in listed.links))


def read_state(site: SiteFolder, task: ReviewTask) -> MemberState:
    """Read a member from a folder, together with the events that list them."""
    root = f"{MEMBERS}/{task.slug}/"
    own = member_folder(site, task.slug, site.files, task.settings.limits)
    cache = ReadCache(own.folder, root=root)
    member, problems = read_member(own.folder, root, root, task.settings, cache, WorkerPool(1))
    problems = (*own.problems, *problems)
    if member is None:
        return MemberState(None, problems, site, own.usage, {})
    member, more = with_events(member, task.events, task.slug)
    broken = {common.path for common in _commons(member) if common.broken and common.path in own.files}
    legible = frozenset(path for path in broken if is_legible(path, own.folder, task.settings, cache))
    hosts = _hosts(agreed_member(member, legible), task)
    return MemberState(member, (*problems, *more), site, own.usage, hosts, legible)


def _commons(member: Member) -> Iterator[Common]:
    yield from (activity.common for activity in member.activities)
    yield from (reflection.common for reflection in member.reflections)
    yield from (testimonial.common for testimonial in member.testimonials)
    yield from (page.common for page in member.pages)


def as_it_was(task: ReviewTask) -> MemberState | None:
    """Read a member as they were; None where nothing is compared, or they were not there."""
    if task.before is not None:
        site = own_folder(task.before, f"{MEMBERS}/{task.slug}/")
        return read_state(site, task) if site.files else None
    if task.repository is None or task.touched is None:
        return None
    root = f"{MEMBERS}/{task.slug}"
    files = task.repository.files(task.commit, root)
    if not files:
        return None
    texts = task.repository.read((one for path, one in files.items() if path.endswith(".md")), MAX_TEXT_BYTES)
    with TemporaryDirectory(prefix="kiprah-review-") as name:
        folder = Path(name)
        _write(folder / root, files, texts)
        return read_state(own_folder(folder, f"{root}/"), task)


def _write(folder: Path, files: Mapping[str, TreeFile], texts: Mapping[str, bytes]) -> None:
    for path, one in files.items():
        plain = plain_path(path)
        if one.kind != "file" or harmful(path) or not plain:
            continue
        is_photo = plain.casefold().endswith(PHOTO_ENDINGS)
        content = texts.get(one.blob) if plain.endswith(".md") else _PICTURE if is_photo else b""
        if content is not None:
            (folder / plain).parent.mkdir(parents=True, exist_ok=True)
            (folder / plain).write_bytes(content)


def agreed_member(member: Member, legible: frozenset[str]) -> Member:
    """Return a member as if everybody who was asked had agreed, and what can be read of broken entries were mended."""

    def agreed(photo: Photo) -> Photo:
        if photo.consent != "pending" and not (photo.people == "minors" and photo.consent is None):
            return photo
        return replace(photo, consent="guardian" if photo.people == "minors" else "yes")

    def mended(common: Common) -> Common:
        return replace(common, broken=False) if common.path in legible else common

    portrait = member.profile.photo
    return replace(
        member,
        profile=replace(member.profile, photo=agreed(portrait) if portrait else None),
        activities=tuple(
            replace(a, common=mended(a.common), photos=tuple(map(agreed, a.photos))) for a in member.activities
        ),
        reflections=tuple(
            replace(r, common=mended(r.common), photos=tuple(map(agreed, r.photos))) for r in member.reflections
        ),
        testimonials=tuple(replace(t, common=mended(t.common), consent=True) for t in member.testimonials),
        pages=tuple(replace(p, common=mended(p.common), photos=tuple(map(agreed, p.photos))) for p in member.pages),
    )


def site_of_one(member: Member, task: ReviewTask) -> Site:
    """Put a member into a site of their own, to be looked at alone."""
    # Of the community's own settings nothing is asked here: its menu and its colour are not the member's.
    return Site(SiteContext(str(task.folder), replace(task.settings, menu=None)), (member,))


def _hosts(member: Member, task: ReviewTask) -> dict[str, int]:
    hosts: dict[str, int] = {}
    own = urlsplit(task.settings.url).hostname
    for address, _ in outward_links(site_of_one(member, task), Viewing(task.today, drafts=True, future=True)):
        host = _host_of(address)
        if host and host != own:
            hosts[host] = hosts.get(host, 0) + 1
    return hosts


def _host_of(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return address[:80]
