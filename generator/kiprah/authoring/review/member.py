"""Looks at one member as they would be published: as they are now, and as they were at a commit."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from kiprah.authoring.archive import ArchiveLimits, open_archive
from kiprah.authoring.archive_names import LeftOut, harmful, plain_path
from kiprah.authoring.git_objects import Repository, TreeFile
from kiprah.authoring.refusal import Refusal
from kiprah.authoring.review.findings import (
    Change,
    Domain,
    EntryFinding,
    LimitUse,
    MemberFindings,
    PhotoFinding,
)
from kiprah.authoring.review.public_text import PublicEntry, public_text
from kiprah.content.folder import SiteFolder, list_folder
from kiprah.content.member_record import MEMBERS
from kiprah.content.photos import PHOTO_ENDINGS
from kiprah.content.read_cache import ReadCache
from kiprah.content.site import read_member
from kiprah.fields.source import MAX_BYTES
from kiprah.lint.advice import advise, outward_links
from kiprah.model.entry import Activity, Testimonial
from kiprah.model.member import Member, Profile
from kiprah.model.photo import Photo
from kiprah.model.settings import Settings, Viewing
from kiprah.model.site import Site, SiteContext
from kiprah.plan.consent import Admission, admission_of, all_photos
from kiprah.plan.visibility import why_not
from kiprah.problem import Problem
from kiprah.workers import WorkerPool

_KINDS = ("activities/", "reflections/", "testimonials/", "pages/")
_MANY = ArchiveLimits(files=100_000, megabytes=1_000_000, megabytes_each=1_000_000, depth=12)
"""A member's folder is looked at as it is: limits of what may be sent are not those of what lies there."""
_PICTURE = (
    b"\xff\xd8\xff\xdb\0C\0" + b"\x10" * 64 + b"\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0\xff\xc4\0\x14\0\x01"
    b"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\t\xff\xc4\0\x14\x10\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\xff\xda\0\x08\x01\x01\0\0?"
    b"\0T\xdf\xff\xd9"
)
"""A grey pixel, which stands for each photo that was there: of what was, only the words are looked at."""


class MemberTask(Struct, frozen=True):
    """One member to look at; can be handed to another process."""

    folder: Path
    slug: str
    settings: Settings
    today: date
    limits: tuple[int, int, int]
    """Entries, photos, megabytes."""
    touched: tuple[str, ...] | None
    """Every file of theirs that differs, from the site's folder; None: all of it is looked at."""
    repository: Repository | None = None
    commit: str = ""


class _State(Struct, frozen=True):
    """A member as read: whole, with what is wrong and where it leads."""

    member: Member | None
    problems: tuple[Problem, ...]
    site: SiteFolder
    hosts: Mapping[str, int]

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
        return {path_of(entry): entry for entry in read}


def look_at(task: MemberTask) -> MemberFindings:
    """Look at a member; of one who is gone, only what went is named."""
    root = f"{MEMBERS}/{task.slug}/"
    site = _folder_of(task.folder, root)
    now = _read(site, task)
    before = _as_it_was(task)
    before_entries = before.entries if before is not None else {}
    entries = tuple(_entries(task, now, before_entries))
    changed = {entry.path for entry in entries}
    problems = tuple(problem for problem in now.problems if problem.level != "note")
    name = now.member.profile.original.name if now.member is not None else ""
    if not name and before is not None and before.member is not None:
        name = before.member.profile.original.name
    return MemberFindings(
        slug=task.slug,
        name=name,
        change=_change_of_member(site, root, task, before),
        touched=task.touched or (),
        entries=entries,
        problems=problems if any(path.startswith(root) for path in site.files) else (),
        risks=tuple(risk for risk in _risks(now, task) if risk.place.path in changed or _beside(risk, changed)),
        domains=_domains(now, before, task),
        unpublished=_unpublished(now, task, root),
        limits=_limits(now, task, root),
    )


def path_of(entry: PublicEntry) -> str:
    """Return the file of an entry, from the site's folder."""
    return entry.path if isinstance(entry, Profile) else entry.common.path


def _folder_of(folder: Path, root: str) -> SiteFolder:
    """List one member's folder alone, as a part of the site."""
    own = folder / root.rstrip("/")
    if not own.is_dir() or own.is_symlink():
        return SiteFolder(folder, {}, (), {}, {})
    listed, _ = list_folder(own)
    from kiprah.content.folder import folder_of

    files = {f"{root}{path}": replace(file, path=f"{root}{path}", raw=f"{root}{file.raw}" if file.raw else "")
             for path, file in listed.files.items()}  # fmt: skip
    return folder_of(folder, files, tuple(f"{root}{path}" for path in listed.links))


def _read(site: SiteFolder, task: MemberTask) -> _State:
    root = f"{MEMBERS}/{task.slug}/"
    cache = ReadCache(site, root=root)
    member, problems = read_member(site, root, root, task.settings, cache, WorkerPool(1))
    return _State(member, problems, site, _hosts(member, task) if member is not None else {})


def _as_it_was(task: MemberTask) -> _State | None:
    """Read a member as of the commit; None where nothing is compared, or they were not there."""
    if task.repository is None or task.touched is None:
        return None
    root = f"{MEMBERS}/{task.slug}"
    files = task.repository.files(task.commit, root)
    if not files:
        return None
    texts = task.repository.read((one for path, one in files.items() if path.endswith(".md")), MAX_BYTES)
    with TemporaryDirectory(prefix="kiprah-review-") as name:
        folder = Path(name)
        _write(folder / root, files, texts)
        return _read(_folder_of(folder, f"{root}/"), task)


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


def _change_of_member(site: SiteFolder, root: str, task: MemberTask, before: _State | None) -> Change:
    if not any(path.startswith(root) for path in site.files):
        return "removed"
    if task.touched is None:
        return "same"
    return "new" if before is None else "changed"


def _entries(task: MemberTask, now: _State, before: Mapping[str, PublicEntry]) -> Iterable[EntryFinding]:
    """Yield what is new, changed or gone, in the order of the files."""
    entries = now.entries
    touched = None if task.touched is None else {unicodedata.normalize("NFC", path) for path in task.touched}
    admission = _admission(now.member, task)
    for path in sorted(entries.keys() | before.keys()):
        entry, old = entries.get(path), before.get(path)
        if entry is None:
            assert old is not None
            if path not in now.site.files:
                yield EntryFinding(path, "removed", _title(old), (), public_text(old))
            continue
        if touched is not None and not touched & _files_of(entry):
            continue
        change: Change = "same" if touched is None else "new" if old is None else "changed"
        photos = tuple(_photos(entry, old, touched, task, admission))
        text = public_text(entry)
        yield EntryFinding(
            path, change, _title(entry), _why_not_public(entry, task), public_text(old) if old else "", text, photos
        )


def _admission(member: Member | None, task: MemberTask) -> Admission | None:
    return admission_of(member, task.settings.photos.policy, task.today) if member is not None else None


def _title(entry: PublicEntry) -> str:
    if isinstance(entry, Profile):
        return entry.original.name
    return entry.original.name if isinstance(entry, Testimonial) else entry.original.title


def _why_not_public(entry: PublicEntry, task: MemberTask) -> tuple[str, ...]:
    if isinstance(entry, Profile):
        return ()
    day = None if not isinstance(entry, Activity | Testimonial) else entry.date
    reasons: list[str] = [*why_not(entry.common, day, Viewing(task.today))]
    if isinstance(entry, Testimonial) and not entry.consent:
        reasons.append("consent")
    return (*reasons, *(["unlisted"] if entry.common.visibility == "unlisted" else []))


def _photos_of(entry: PublicEntry) -> tuple[Photo, ...]:
    if isinstance(entry, Profile):
        return (*((entry.photo,) if entry.photo is not None else ()), *entry.photos)
    return () if isinstance(entry, Testimonial) else entry.photos


def _folder(entry: PublicEntry) -> str:
    return path_of(entry).rpartition("/")[0]


def _files_of(entry: PublicEntry) -> set[str]:
    """Return every file that an entry is made of."""
    names = {path_of(entry), *(text.path for text in entry.texts)}
    names |= {f"{_folder(entry)}/{photo.file}" for photo in _photos_of(entry)}
    if isinstance(entry, Activity):
        beside = (*(one.file for one in entry.evidence), *(n for v in entry.videos for n in (v.file, v.poster)))
        names |= {f"{entry.folder}/{name}" for name in beside if name}
    return names


def _photos(
    entry: PublicEntry,
    old: PublicEntry | None,
    touched: set[str] | None,
    task: MemberTask,
    admission: Admission | None,
) -> Iterable[PhotoFinding]:
    known = {photo.file: photo for photo in _photos_of(old)} if old is not None else {}
    for photo in _photos_of(entry):
        path = f"{_folder(entry)}/{photo.file}"
        was = known.get(photo.file)
        differs = touched is None or path in touched
        said = _said(photo) != _said(was) if was is not None else False
        if was is not None and not differs and not said:
            continue
        yield PhotoFinding(
            path=path,
            change="same" if touched is None else "new" if was is None else "changed",
            people=photo.people or "",
            consent=photo.consent or "",
            until=photo.consent_until,
            hidden=len(photo.source.hide),
            alt=photo.alt,
            reason=(admission.reason(photo) if admission is not None else None) or "",
            source=photo.source.path,
            by=f"{was.people or '?'}/{was.consent or '?'}" if was is not None and said else "",
        )


def _said(photo: Photo | None) -> object:
    if photo is None:
        return None
    return photo.people, photo.consent, photo.consent_until, photo.source.hide


def _risks(now: _State, task: MemberTask) -> tuple[Problem, ...]:
    """Find what could harm somebody once drafts are published and who was asked has agreed."""
    if now.member is None:
        return ()
    viewing = Viewing(task.today, drafts=True, future=True)
    found = advise(_site(_agreed(now.member), task), viewing)
    return tuple(problem for problem in found if problem.level != "note")


def _beside(risk: Problem, changed: set[str]) -> bool:
    bundles = tuple(path.removesuffix("index.md") for path in changed if path.endswith("/index.md"))
    return risk.place.path.startswith(bundles)


def _agreed(member: Member) -> Member:
    """Return a member as if everybody who was asked had agreed."""

    def agreed(photo: Photo) -> Photo:
        if photo.consent != "pending" and not (photo.people == "minors" and photo.consent is None):
            return photo
        return replace(photo, consent="guardian" if photo.people == "minors" else "yes")

    portrait = member.profile.photo
    return replace(
        member,
        profile=replace(member.profile, photo=agreed(portrait) if portrait else None),
        activities=tuple(replace(a, photos=tuple(map(agreed, a.photos))) for a in member.activities),
        reflections=tuple(replace(r, photos=tuple(map(agreed, r.photos))) for r in member.reflections),
        testimonials=tuple(replace(t, consent=True) for t in member.testimonials),
        pages=tuple(replace(p, photos=tuple(map(agreed, p.photos))) for p in member.pages),
    )


def _site(member: Member, task: MemberTask) -> Site:
    # Of the community's own settings nothing is asked here: its menu and its colour are not the member's.
    return Site(SiteContext(str(task.folder), replace(task.settings, menu=None)), (member,))


def _hosts(member: Member, task: MemberTask) -> dict[str, int]:
    hosts: dict[str, int] = {}
    own = urlsplit(task.settings.url).hostname
    for address, _ in outward_links(_site(_agreed(member), task), Viewing(task.today, drafts=True, future=True)):
        host = _host_of(address)
        if host and host != own:
            hosts[host] = hosts.get(host, 0) + 1
    return hosts


def _host_of(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return address[:80]


def _domains(now: _State, before: _State | None, task: MemberTask) -> tuple[Domain, ...]:
    known = before.hosts if before is not None else {}
    compared = task.touched is not None
    return tuple(Domain(host, count, compared and host not in known) for host, count in sorted(now.hosts.items()))


def _unpublished(now: _State, task: MemberTask, root: str) -> tuple[LeftOut, ...]:
    """Name the files that lie there and are never published: what moderators do not see on any page."""
    archive = open_archive(task.folder / root.rstrip("/"), _MANY)
    if isinstance(archive, Refusal):
        return ()
    touched = None if task.touched is None else set(task.touched)
    used = {path for entry in now.entries.values() for path in _files_of(entry)}
    with archive:
        found = [replace(one, path=f"{root}{one.path}") for one in archive.left_out]
        for path in archive.files:
            full = f"{root}{path}"
            is_text = path.endswith(".md") and (path.startswith(_KINDS) or path.startswith("profile."))
            if full not in used and not is_text:
                found.append(LeftOut(full, _why_unpublished(path)))
    return tuple(
        one
        for one in sorted(found, key=lambda one: one.path)
        # Of a hidden folder only the folder is named.
        if touched is None or one.path in touched or any(path.startswith(f"{one.path}/") for path in touched)
    )


def _why_unpublished(path: str) -> str:
    if path.startswith("static/"):
        return "static"
    if path == "site.yml" or path.startswith("themes/"):
        return "settings"
    return "photo" if path.casefold().endswith(PHOTO_ENDINGS) else "kind"


def _limits(now: _State, task: MemberTask, root: str) -> tuple[LimitUse, ...]:
    entries, photos, megabytes = task.limits
    size = sum(file.size for path, file in now.site.files.items() if path.startswith(root))
    named = {photo.source.path for photo in all_photos(now.member)} if now.member is not None else set()
    return (
        LimitUse("entries", max(0, len(now.entries) - 1), entries),
        LimitUse("photos", len(named), photos),
        LimitUse("megabytes", -(-size // 1_000_000), megabytes),
    )
