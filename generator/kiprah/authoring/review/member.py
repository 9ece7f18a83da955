"""Looks at one member as they would be published: as they are now, and as they were at a commit."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from math import ceil

from msgspec.structs import replace

from kiprah.authoring.archives.archive import ArchiveLimits, open_archive
from kiprah.authoring.left_out import LeftOut
from kiprah.authoring.refusal import Refusal
from kiprah.authoring.review.findings import (
    Change,
    Domain,
    EntryFinding,
    LimitUse,
    MemberFindings,
    PhotoFinding,
)
from kiprah.authoring.review.member_at_commit import (
    MemberState,
    ReviewTask,
    agreed_member,
    as_it_was,
    own_folder,
    path_of,
    read_state,
    site_of_one,
)
from kiprah.authoring.review.public_text import PublicEntry, public_text
from kiprah.content.folder import MEMBERS, SiteFolder
from kiprah.lint.advice import advise
from kiprah.model.entry import Activity, Testimonial
from kiprah.model.member import Member, Profile
from kiprah.model.photo import PHOTO_ENDINGS, Photo
from kiprah.model.settings import Viewing
from kiprah.plan.privacy.consent import Admission, admission_of
from kiprah.plan.privacy.visibility import why_not
from kiprah.plan.translations import photo_words, portrait_words
from kiprah.problem import Problem

_KINDS = ("activities/", "reflections/", "testimonials/", "pages/")
_MANY = ArchiveLimits(files=100_000, megabytes=1_000_000, megabytes_each=1_000_000, depth=12)
"""Limits of a folder that is looked at as it is: those of what may be sent are not those of what lies there."""


def look_at(task: ReviewTask) -> MemberFindings:
    """Look at a member; of one who is gone, only what went is named."""
    root = f"{MEMBERS}/{task.slug}/"
    site = own_folder(task.folder, root)
    now = read_state(site, task)
    before = as_it_was(task)
    entries = tuple(_entries(task, now, before))
    changed = {entry.path for entry in entries}
    problems = tuple(problem for problem in now.problems if problem.level != "note")
    name = now.member.profile.original.name if now.member is not None else ""
    if not name and before is not None and before.member is not None:
        name = before.member.profile.original.name
    return MemberFindings(
        slug=task.slug,
        name=name,
        person=now.member.profile.id if now.member is not None else "",
        change=_change_of_member(site, root, task, before),
        touched=task.touched or (),
        entries=entries,
        problems=problems if any(path.startswith(root) for path in site.files) else (),
        risks=tuple(risk for risk in _risks(now, task) if risk.place.path in changed or _beside(risk, changed)),
        domains=_domains(now, before, task),
        unpublished=_unpublished(now, task, root),
        limits=_limits(now, task),
    )


def _change_of_member(site: SiteFolder, root: str, task: ReviewTask, before: MemberState | None) -> Change:
    if not any(path.startswith(root) for path in site.files):
        return "removed"
    if task.touched is None:
        return "same"
    return "new" if before is None else "changed"


def _entries(task: ReviewTask, now: MemberState, former: MemberState | None) -> Iterable[EntryFinding]:
    """Yield what is new, changed or gone, in the order of the files."""
    entries, before = now.entries, former.entries if former is not None else {}
    touched = None if task.touched is None else {unicodedata.normalize("NFC", path) for path in task.touched}
    admission = _admission(now.member, task)
    for path in sorted(entries.keys() | before.keys()):
        entry, old = entries.get(path), before.get(path)
        before_text = _shown(old, former) if old is not None and former is not None else ""
        if entry is None:
            assert old is not None and former is not None
            if path not in now.site.files:
                yield EntryFinding(path, "removed", _title(old, former), (), before_text)
            continue
        if touched is not None and not touched & _files_of(entry):
            continue
        change: Change = "same" if touched is None else "new" if old is None else "changed"
        photos = tuple(_photos(entry, old, touched, task, admission)) if now.is_shown(entry) else ()
        yield EntryFinding(
            path, change, _title(entry, now), _why_not_public(entry, task), before_text, _shown(entry, now), photos
        )


def _shown(entry: PublicEntry, state: MemberState) -> str:
    return public_text(entry) if state.is_shown(entry) else ""


def _admission(member: Member | None, task: ReviewTask) -> Admission | None:
    return admission_of(member, task.settings.photos.policy, task.today) if member is not None else None


def _title(entry: PublicEntry, state: MemberState) -> str:
    if not state.is_shown(entry):
        return ""
    if isinstance(entry, Profile):
        return entry.original.name
    return entry.original.name if isinstance(entry, Testimonial) else entry.original.title


def _why_not_public(entry: PublicEntry, task: ReviewTask) -> tuple[str, ...]:
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
    names = {path_of(entry), *(text.written_in for text in entry.texts)}
    names |= {f"{_folder(entry)}/{photo.file}" for photo in _photos_of(entry)}
    if isinstance(entry, Activity):
        beside = (*(one.file for one in entry.evidence), *(n for v in entry.videos for n in (v.file, v.poster)))
        names |= {f"{entry.folder}/{name}" for name in beside if name}
    return names


def _photos(
    entry: PublicEntry,
    old: PublicEntry | None,
    touched: set[str] | None,
    task: ReviewTask,
    admission: Admission | None,
) -> Iterable[PhotoFinding]:
    known = {photo.file: photo for photo in _photos_of(old)} if old is not None else {}
    for photo in _photos_of(entry):
        path = f"{_folder(entry)}/{photo.file}"
        former = known.get(photo.file)
        differs = touched is None or path in touched
        is_redescribed = _description(photo) != _description(former) if former is not None else False
        if former is not None and not differs and not is_redescribed:
            continue
        yield PhotoFinding(
            path=path,
            change="same" if touched is None else "new" if former is None else "changed",
            people=photo.people or "",
            consent=photo.consent or "",
            until=photo.consent_until,
            hidden=len(photo.source.hide),
            alt=_alt(photo, entry),
            reason=(admission.reason(photo) if admission is not None else None) or "",
            source=photo.source.path,
            by=f"{former.people or '?'}/{former.consent or '?'}" if former is not None and is_redescribed else "",
        )


def _alt(photo: Photo, entry: PublicEntry) -> str:
    if isinstance(entry, Testimonial):
        return ""
    if isinstance(entry, Profile) and photo is entry.photo:
        return portrait_words(entry, entry.original.language).alt
    return photo_words(entry.texts, entry.original.language, photo.file)[0].alt


def _description(photo: Photo | None) -> object:
    if photo is None:
        return None
    return photo.people, photo.consent, photo.consent_until, photo.source.hide


def _risks(now: MemberState, task: ReviewTask) -> tuple[Problem, ...]:
    """Find what could harm somebody once drafts are published and who was asked has agreed."""
    if now.member is None:
        return ()
    viewing = Viewing(task.today, drafts=True, future=True)
    found = advise(site_of_one(agreed_member(now.member, now.legible), task), viewing)
    return tuple(problem for problem in found if problem.level != "note")


def _beside(risk: Problem, changed: set[str]) -> bool:
    bundles = tuple(path.removesuffix("index.md") for path in changed if path.endswith("/index.md"))
    return risk.place.path.startswith(bundles)


def _domains(now: MemberState, before: MemberState | None, task: ReviewTask) -> tuple[Domain, ...]:
    known = before.hosts if before is not None else {}
    compared = task.touched is not None
    return tuple(Domain(host, count, compared and host not in known) for host, count in sorted(now.hosts.items()))


def _unpublished(now: MemberState, task: ReviewTask, root: str) -> tuple[LeftOut, ...]:
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


def _limits(now: MemberState, task: ReviewTask) -> tuple[LimitUse, ...]:
    limits, usage = task.settings.limits, now.usage
    return (
        LimitUse("entries", usage.entries, limits.entries),
        LimitUse("photos", usage.photos, limits.photos),
        LimitUse("megabytes", ceil(usage.megabytes), limits.megabytes),
    )
