"""Pull of a member's own repository: the newest commit, looked at against what stands here, then pinned by its id."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from kiprah.authoring.archives.archive import Archive, ArchiveDamaged, ArchiveLimits, checked
from kiprah.authoring.archives.archive_names import MEMBERS_DOMAIN, FoundName
from kiprah.authoring.community import CommunityContext, existing_member
from kiprah.authoring.editing.document import read_document, with_changes
from kiprah.authoring.editing.yaml_edit import CannotEdit
from kiprah.authoring.git.git_objects import FETCHED, GitFailed, Repository, TreeFile, fetched
from kiprah.authoring.left_out import LeftOut
from kiprah.authoring.members.intake import Intake, root_of_member
from kiprah.authoring.members.staging import Staging
from kiprah.authoring.refusal import Refusal
from kiprah.authoring.review.community import events_by_member
from kiprah.authoring.review.findings import MemberFindings, Review
from kiprah.authoring.review.member import look_at
from kiprah.authoring.review.member_at_commit import ReviewTask
from kiprah.cache.atomic_write import write_atomically
from kiprah.content.folder import MEMBERS, SiteFolder
from kiprah.content.member_record import read_member_record
from kiprah.fields.yaml_spans import Plain
from kiprah.model.member_record import MemberRecord, MemberSource

_TIMEOUT = 600.0
"""Seconds that another host may take."""
_MEGABYTE = 1_000_000


class Pulled(Struct, frozen=True):
    """Outcome of one member's pull."""

    slug: str
    commit: str
    outcome: str
    """Outcome of the pull: ``same``: nothing is new; ``refused``: whoever was asked said no; ``taken``."""
    files: int = 0
    left_out: tuple[LeftOut, ...] = ()


def members_with_source(context: CommunityContext) -> tuple[str, ...]:
    """Return the slugs of those who keep their own repository."""
    records = ((slug, read_member_record(context.site, slug)[0]) for slug in context.members)
    return tuple(slug for slug, record in records if record is not None and record.source is not None)


def pull_member(slug: str, branch: str, context: CommunityContext, agree: Callable[[Review], bool]) -> Pulled | Refusal:
    """Fetch a member's repository, show what is new to whoever ``agree`` asks, and take it as it is there."""
    record = _record_of(slug, context)
    if isinstance(record, Refusal):
        return record
    assert record.source is not None
    most = max(50, 4 * context.settings.limits.megabytes) * _MEGABYTE
    with tempfile.TemporaryDirectory(prefix="kiprah-pull-") as name:
        repository = fetched(record.source.git, branch, Path(name), most, _TIMEOUT)
        if isinstance(repository, Refusal):
            return repository
        commit = repository.commit(f"refs/heads/{FETCHED}")
        if isinstance(commit, Refusal):
            return commit
        if commit == record.source.ref and context.member_folder(slug).is_dir():
            return Pulled(slug, commit, "same")
        try:
            archive = _archive_of(repository, commit, record.source.path, context)
        except GitFailed as error:
            return Refusal("git-failed", {"reason": str(error)[:300]}, MEMBERS_DOMAIN, "machine")
        if isinstance(archive, Refusal):
            return archive
        return _take(archive, record, commit, context, agree)


def _record_of(slug: str, context: CommunityContext) -> MemberRecord | Refusal:
    known = existing_member(slug, context)
    if isinstance(known, Refusal):
        return known
    record, _ = read_member_record(context.site, known)
    if record is None or record.source is None:
        return Refusal("pull-no-source", {"path": str(context.record_file(known))}, MEMBERS_DOMAIN, "content")
    return record


def _archive_of(repository: Repository, commit: str, folder: str, context: CommunityContext) -> Archive | Refusal:
    """Read a commit's tree as an archive: what is no file is left out, what no honest tree holds refuses it."""
    files = repository.files(commit, folder)
    megabytes = max(50, 2 * context.settings.limits.megabytes)

    def read(found: FoundName) -> bytes:
        one: TreeFile = files[found.name]
        try:
            return repository.read([one], megabytes * _MEGABYTE)[one.blob]
        except (GitFailed, KeyError) as error:
            raise ArchiveDamaged(found.name) from error

    found = [FoundName(path, one.size, one.kind) for path, one in files.items()]
    return checked(found, ArchiveLimits(megabytes=megabytes), read, strict=False)


def _take(
    archive: Archive, record: MemberRecord, commit: str, context: CommunityContext, agree: Callable[[Review], bool]
) -> Pulled | Refusal:
    slug = record.slug
    assert record.source is not None
    root = root_of_member(archive, is_new=True)
    if root is None:
        return Refusal("add-nothing", {"path": record.source.git}, MEMBERS_DOMAIN, "content")
    intake = Intake(archive, root, slug, context, mirror=True)
    pinned = _pinned(record.source, commit, slug, context)
    if isinstance(pinned, Refusal):
        return pinned
    try:
        with Staging(context.folder) as staging:
            intake.stage(staging)
            if not any(path.endswith("/profile.md") for path in intake.written):
                return intake.refusal("add-no-profile", record.source.git)
            review = _review(slug, staging.folder, commit, context)
            left_out = tuple(sorted((*archive.left_out, *intake.left_out), key=lambda one: one.path))
            if not agree(replace(review, members=tuple(replace(m, unpublished=left_out) for m in review.members))):
                return Pulled(slug, commit, "refused", left_out=left_out)
            _exchange(staging.folder / MEMBERS / slug, context.member_folder(slug))
            write_atomically(context.record_file(slug), pinned)
    except OSError as error:
        values = {"path": str(context.member_folder(slug)), "reason": str(error.strerror or error)}
        return Refusal("not-written", values, cause="machine")
    return Pulled(slug, commit, "taken", len(intake.written), left_out)


def _pinned(source: MemberSource, commit: str, slug: str, context: CommunityContext) -> bytes | Refusal:
    path = context.record_file(slug)
    value: dict[str, Plain] = {"git": source.git, "ref": commit}
    if source.path:
        value["path"] = source.path
    try:
        return with_changes(read_document(path.read_bytes(), settings=True), {"source": value}, ()).data
    except CannotEdit:
        return Refusal("record-by-hand", {"path": str(path), "line": f"ref: {commit}"}, MEMBERS_DOMAIN, "content")


def _review(slug: str, staged: Path, commit: str, context: CommunityContext) -> Review:
    """Look at what would change, before it does."""
    root = f"{MEMBERS}/{slug}"
    now = {p.relative_to(staged).as_posix(): p for p in (staged / root).rglob("*") if p.is_file()}
    old = {path for path in context.site.files if path.startswith(f"{root}/")}
    touched = tuple(sorted(path for path in old | now.keys() if not _is_same(path, now.get(path), context)))
    events = events_by_member(replace(context, site=_with_member(slug, context.site)), context.settings)
    own = events.get(slug, ())
    task = ReviewTask(staged, slug, context.settings, context.today, own, touched, before=context.folder)
    members: tuple[MemberFindings, ...] = (look_at(task),)
    return Review(context.settings.title, commit, "", members, ())


def _with_member(slug: str, site: SiteFolder) -> SiteFolder:
    """Return the listing with a folder for a member who has none yet, so that their events are found."""
    folders = tuple(sorted({*site.folders_in(MEMBERS), slug}))
    return replace(site, folders={**site.folders, MEMBERS: folders})


def _is_same(path: str, now: Path | None, context: CommunityContext) -> bool:
    try:
        return now is not None and path in context.site.files and context.site.read(path) == now.read_bytes()
    except OSError:
        return False


def _exchange(new: Path, place: Path) -> None:
    """Put a folder in another's place; where that fails, what stood there stands there again."""
    old = new.with_name(f".{place.name}.old")
    if place.exists() or place.is_symlink():
        place.rename(old)
    try:
        new.rename(place)
    except BaseException:
        with suppress(OSError):
            old.rename(place)
        raise
    shutil.rmtree(old, ignore_errors=True)
