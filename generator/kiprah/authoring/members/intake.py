"""Intake of a member: a zip or a folder becomes drafts in their folder, cleaned, and nothing of it lands elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from msgspec import Struct

from kiprah.authoring.archives.archive import Archive, ArchiveLimits, open_archive
from kiprah.authoring.archives.archive_names import MEMBERS_DOMAIN
from kiprah.authoring.community import CommunityContext, free_member_slug
from kiprah.authoring.left_out import LeftOut
from kiprah.authoring.members.drafts import StrangersText, as_draft
from kiprah.authoring.members.export_reader import EXPORT, read_export
from kiprah.authoring.members.staging import Staging
from kiprah.authoring.new.new_member import new_record
from kiprah.authoring.refusal import Refusal
from kiprah.content.entries.activity import VIDEO_ENDINGS
from kiprah.content.entries.entry_files import KIND_FOLDERS, split_language
from kiprah.content.folder import MEMBERS
from kiprah.content.member_record import record_path
from kiprah.imaging.decode_worker import DECODE_WORKER
from kiprah.imaging.photo_fault import PhotoFault, lost_photo
from kiprah.model.photo import PHOTO_ENDINGS
from kiprah.model.slug import same_name
from kiprah.problem import Place, Problem, with_subject
from kiprah.sanitize.mp4 import VideoRefused, clean_video
from kiprah.sanitize.pdf import DocumentRefused, clean_pdf
from kiprah.sanitize.photo import clean_photo
from kiprah.task_runner import LostTask

_THE_COMMUNITYS = ("static", "themes", "fonts", "events", "members")


class AddedMember(Struct, frozen=True):
    """Report of an intake: the files that were taken in of a member, and those that were left out."""

    slug: str
    is_new: bool
    files: tuple[str, ...]
    """Paths relative to the site's folder."""
    texts: int
    """Entries among them, each a draft."""
    photos: int
    left_out: tuple[LeftOut, ...]
    paused: bool
    """True where nothing of them is shown, not even the profile, until somebody says so in ``members/<slug>.yml``."""


class _Group(Struct):
    """Files that belong together: an entry with those beside it, or the profile."""

    kind: str
    name: str
    texts: list[str]
    beside: list[str]


def add_member(source: Path, slug: str, context: CommunityContext) -> AddedMember | Refusal:
    """Take in what a member sent: as drafts, photos without metadata and waiting for consent, over nothing."""
    if slug not in context.members:
        free = free_member_slug(slug, context)
        if isinstance(free, Refusal):
            return free
    limits = context.settings.limits
    archive = open_archive(source, ArchiveLimits(megabytes=max(50, 2 * limits.megabytes)))
    if isinstance(archive, Refusal):
        return archive
    with archive:
        return take_in(archive, slug, context, str(source))


def take_in(archive: Archive, slug: str, context: CommunityContext, named: str) -> AddedMember | Refusal:
    """Take in the files of an archive that was opened."""
    is_new = not any(path.startswith(f"{MEMBERS}/{slug}/") for path in context.site.files)
    root = root_of_member(archive, is_new=is_new)
    if root is None and any(PurePosixPath(path).name == EXPORT for path in archive.files):
        export = read_export(archive, slug, context.settings.languages)
        if export is None:
            return Refusal("add-export", {"path": named}, MEMBERS_DOMAIN, "content")
        archive, root = export, ""
    if root is None:
        return Refusal("add-nothing", {"path": named}, MEMBERS_DOMAIN, "content")
    intake = Intake(archive, root, slug, context)
    try:
        with Staging(context.folder) as staging:
            try:
                intake.stage(staging)
            finally:
                # Beside it nothing could be forked.
                DECODE_WORKER.end()
            if not intake.written:
                return intake.refusal("add-all-left-out", named)
            if is_new and not any(path.endswith("/profile.md") for path in intake.written):
                return intake.refusal("add-no-profile", named)
            is_unknown = not context.record_file(slug).exists()
            if is_unknown:
                staging.add(record_path(slug), new_record(context, paused=True))
            staging.commit()
    except OSError as error:
        values = {"path": str(context.member_folder(slug)), "reason": str(error.strerror or error)}
        return Refusal("not-written", values, cause="machine")
    left_out = tuple(sorted((*archive.left_out, *intake.left_out), key=lambda one: one.path))
    return AddedMember(slug, is_new, tuple(sorted(intake.written)), intake.texts, intake.photos, left_out, is_unknown)


def root_of_member(archive: Archive, *, is_new: bool) -> str | None:
    """Find the member's folder in what was sent: where the profile stands, or else the entries."""
    profiles = [path.removesuffix("profile.md") for path in archive.files if PurePosixPath(path).name == "profile.md"]
    if profiles:
        return min(profiles, key=lambda root: (root.count("/"), root))
    if is_new:
        return None
    roots = set()
    for path in archive.files:
        parts = path.split("/")
        found = next((number for number, part in enumerate(parts[:-1]) if part in KIND_FOLDERS), None)
        if found is not None and path.endswith(".md"):
            roots.add("".join(f"{part}/" for part in parts[:found]))
    return min(roots, key=lambda root: (root.count("/"), root)) if roots else None


class Intake:
    """Intake of one member's files; ``mirror`` takes them as the member wrote them, whatever stands there."""

    def __init__(
        self, archive: Archive, root: str, slug: str, context: CommunityContext, *, mirror: bool = False
    ) -> None:
        """Take in what lies below ``root`` of an archive."""
        self._archive, self._root, self._slug, self._context = archive, root, slug, context
        self._mirror = mirror
        self._stands = set() if mirror else {same_name(path) for path in context.site.files}
        self.left_out: list[LeftOut] = []
        self.written: list[str] = []
        self.texts = self.photos = 0

    def refusal(self, key: str, path: str) -> Refusal:
        """Say that nothing can be taken in; what is there already comes first, since that is an answer by itself."""
        left_out = tuple(sorted(self.left_out, key=lambda one: (one.reason != "exists", one.path)))
        return Refusal(key, {"path": path}, MEMBERS_DOMAIN, "content", left_out)

    def stage(self, staging: Staging) -> None:
        """Put every file aside that is taken, cleaned."""
        for group in self._groups():
            stands = [path for path in group.texts if same_name(self._target(path)) in self._stands]
            if stands:
                self._leave((*group.texts, *group.beside), "exists")
            else:
                self._take(group, staging)

    def _groups(self) -> Iterable[_Group]:
        groups: dict[tuple[str, str], _Group] = {}
        loose: list[tuple[str, str]] = []
        for path in self._archive.files:
            if not path.startswith(self._root):
                self._leave([path], "elsewhere")
                continue
            inside = path[len(self._root) :]
            parts = inside.split("/")
            language = self._language(parts[-1])
            if len(parts) == 1 and parts[0] in ("profile.md", f"profile.{language}.md"):
                groups.setdefault(("profile", ""), _Group("profile", "", [], [])).texts.append(path)
            elif len(parts) == 1 and self._is_media(path):
                loose.append((path, ""))
            elif parts[0] in KIND_FOLDERS and len(parts) == 3 and parts[2] in ("index.md", f"index.{language}.md"):
                key = (parts[0], parts[1])
                groups.setdefault(key, _Group(*key, [], [])).texts.append(path)
            elif parts[0] in KIND_FOLDERS and len(parts) == 2 and path.endswith(".md"):
                stem = split_language(parts[1][:-3], self._context.settings.languages)[0]
                groups.setdefault((parts[0], stem), _Group(parts[0], stem, [], [])).texts.append(path)
            elif parts[0] in KIND_FOLDERS and self._is_media(path) and len(parts) <= 3:
                loose.append((path, parts[1] if len(parts) == 3 else ""))
            else:
                self._leave([path], "settings" if parts[0] in ("site.yml", *_THE_COMMUNITYS) else "kind")
        for path, name in loose:
            self._place(path, name, groups)
        return [groups[key] for key in sorted(groups, key=lambda key: (key[0] != "profile", key))]

    def _place(self, path: str, name: str, groups: Mapping[tuple[str, str], _Group]) -> None:
        """Put a file to the entry it lies beside; one that lies beside no entry is left out."""
        inside = path[len(self._root) :]
        kind = inside.partition("/")[0] if "/" in inside else "profile"
        if name or kind == "profile":
            group = groups.get((kind, name))
            owners = [group] if group is not None else []
        else:
            # Beside flat files lie the photos of all of them.
            owners = [one for (of_kind, _), one in groups.items() if of_kind == kind and self._names(one, inside)][:1]
        if owners:
            owners[0].beside.append(path)
        else:
            self._leave([path], "alone")

    def _names(self, group: _Group, inside: str) -> bool:
        name = PurePosixPath(inside).name.encode()
        texts = [self._archive.read(path) for path in group.texts if path.count("/") == self._root.count("/") + 1]
        return any(isinstance(text, bytes) and name in text for text in texts)

    def _language(self, name: str) -> str:
        return split_language(name.removesuffix(".md"), self._context.settings.languages)[1] or "-"

    @staticmethod
    def _is_media(path: str) -> bool:
        return path.casefold().endswith((*PHOTO_ENDINGS, *VIDEO_ENDINGS, ".pdf"))

    def _target(self, path: str) -> str:
        return f"{MEMBERS}/{self._slug}/{path[len(self._root) :]}"

    def _leave(self, paths: Iterable[str], reason: str, detail: str = "") -> None:
        self.left_out += [LeftOut(path, reason, detail) for path in paths]

    def _take(self, group: _Group, staging: Staging) -> None:
        cleaned: dict[str, tuple[str, bytes]] = {}
        for path in group.beside:
            content = self._archive.read(path)
            clean = content if isinstance(content, Refusal) else _cleaned(path, content)
            if isinstance(clean, Refusal):
                self._leave([path], "damaged")
            elif isinstance(clean, Problem):
                self._leave([path], "problem", clean.code)
            else:
                cleaned[path] = clean
        cleaned = _with_unique_names(cleaned)
        names = {PurePosixPath(path).name: PurePosixPath(new).name for path, (new, _) in cleaned.items()}
        photos = tuple(name for name in names if name.casefold().endswith(PHOTO_ENDINGS))
        renamed = {old: new for old, new in names.items() if old != new}
        drafts: dict[str, bytes] = {}
        for path in group.texts:
            data = self._archive.read(path)
            translated = self._language(PurePosixPath(path).name) not in ("-", self._context.language)
            draft = (
                Problem("file-missing", Place(path), {"file": path, "nearest": ""})
                if isinstance(data, Refusal)
                else as_draft(StrangersText(path, group.kind, data, photos, renamed, translated, self._mirror))
            )
            if isinstance(draft, Problem):
                self._leave([path], "problem", draft.code)
            else:
                drafts[path] = draft
        originals = [
            path for path in drafts if self._language(PurePosixPath(path).name) in ("-", self._context.language)
        ]
        if not originals:
            # A translation, or photos, of nothing.
            self._leave((*drafts, *cleaned), "alone")
            return
        for path, content in drafts.items():
            self._add(staging, path, content)
            self.texts += path in originals and group.kind != "profile"
        for new, content in cleaned.values():
            self._add(staging, new, content)
            self.photos += new.casefold().endswith(PHOTO_ENDINGS)

    def _add(self, staging: Staging, path: str, content: bytes) -> None:
        target = self._target(path)
        if same_name(target) in self._stands:
            self._leave([path], "exists")
            return
        self._stands.add(same_name(target))
        staging.add(target, content)
        self.written.append(target)


def _cleaned(path: str, content: bytes) -> tuple[str, bytes] | Problem:
    """Take away what a file tells besides what it shows; its path has the ending of what it is now."""
    folded = path.casefold()
    try:
        if folded.endswith(".pdf"):
            return path, clean_pdf(content)
        if folded.endswith(VIDEO_ENDINGS):
            return path, clean_video(content)
    except (DocumentRefused, VideoRefused) as refused:
        values = with_subject(refused.code, refused.values, file=PurePosixPath(path).name)
        return Problem(refused.code, Place(path), values)
    cleaned = DECODE_WORKER.call(clean_photo, content)
    photo = lost_photo(cleaned) if isinstance(cleaned, LostTask) else cleaned
    if isinstance(photo, PhotoFault):
        return Problem(photo.code, Place(path), with_subject(photo.code, photo.values, file=PurePosixPath(path).name))
    ending = PurePosixPath(path).suffix[1:].casefold()
    same = ending == photo.ending or {ending, photo.ending} <= {"jpg", "jpeg", "jpe", "jfif"}
    return path if same else f"{path.rpartition('.')[0]}.{photo.ending}", photo.content


def _with_unique_names(cleaned: Mapping[str, tuple[str, bytes]]) -> dict[str, tuple[str, bytes]]:
    """Give files that would have one name now, being of one kind, names of their own."""
    taken = {same_name(path) for path, (new, _) in cleaned.items() if path == new}
    answer: dict[str, tuple[str, bytes]] = {}
    for path, (new, content) in cleaned.items():
        stem, _, ending = new.rpartition(".")
        names = (new, *(f"{stem}-{number}.{ending}" for number in range(2, len(cleaned) + 3)))
        name = path if path == new else next(name for name in names if same_name(name) not in taken)
        taken.add(same_name(name))
        answer[path] = (name, content)
    return answer
