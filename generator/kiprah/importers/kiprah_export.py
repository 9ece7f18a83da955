"""Reader of what another kiprah published: every entry as a draft beside what is there, never over it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path, PurePosixPath

from kiprah.authoring.archives.archive import Archive, open_archive
from kiprah.authoring.editing.document import read_document
from kiprah.authoring.editing.replace_file import Replacement
from kiprah.authoring.editing.yaml_edit import CannotEdit
from kiprah.authoring.members.drafts import FIELDS_BY_FOLDER, StrangersText, as_draft
from kiprah.authoring.members.export_reader import EXPORT, read_export
from kiprah.authoring.members.staging import Staging
from kiprah.authoring.new.new_profile import PROFILE_FILE as PROFILE
from kiprah.authoring.new.new_profile import is_example
from kiprah.authoring.photos.take_photo import import_photo
from kiprah.authoring.refusal import Refusal
from kiprah.importers.import_files import IMPORT_LIMITS
from kiprah.importers.import_plan import ImportPlan
from kiprah.importers.import_request import PORTFOLIO_SOURCE, ImportOutcome, ImportSite
from kiprah.importers.import_writer import WrittenImport
from kiprah.importers.phone_photos import PHONE_PHOTO_ENDINGS
from kiprah.importers.profile_facts import FACT_WORDS, ITEM_FIELDS
from kiprah.importers.profile_merge import NO_PROFILE, merge_in_folder
from kiprah.importers.records import IMPORTING_DOMAIN, Item, PlanRow, ProfileFacts, SkippedItem
from kiprah.model.slug import same_name
from kiprah.problem import Problem

_TERMS = {"skills", "interests"}


def import_portfolio(paths: Sequence[Path], place: ImportSite, *, dry_run: bool) -> ImportOutcome | Refusal:
    """Rebuild a member from the folder or zip that a portfolio was published as: ``portfolio.json`` and its media."""
    if len(paths) != 1:
        return Refusal("one-portfolio", {}, IMPORTING_DOMAIN)
    path = paths[0].parent if paths[0].name == EXPORT and paths[0].is_file() else paths[0]
    archive = open_archive(path, IMPORT_LIMITS)
    if isinstance(archive, Refusal):
        return archive
    with archive:
        export = read_export(archive, place.member, place.settings.languages)
        if export is None:
            return Refusal("add-export", {"path": str(path)}, "members", "content")
        return _Portfolio(export, place).outcome(dry_run=dry_run)


class _Portfolio:
    def __init__(self, export: Archive, place: ImportSite) -> None:
        self._export, self._place = export, place
        root = f"members/{place.member}/" if place.member else ""
        self._stands = {same_name(p.removeprefix(root)) for p in place.site.files if p.startswith(root)}
        self._slugs = {entry.slug for entry in place.context.entries}
        self._photos = 0
        self._merge = NO_PROFILE
        self._example: bytes | None = None
        self._rows: list[PlanRow] = []
        self._skipped: list[SkippedItem] = []

    def outcome(self, *, dry_run: bool) -> ImportOutcome | Refusal:
        texts = [path for path in self._export.files if path.endswith(".md")]
        fresh = [path for path in texts if self._is_new(path)]
        if PROFILE in texts and PROFILE not in fresh:
            self._compare_profile(fresh)
            texts.remove(PROFILE)
        self._rows += [
            PlanRow("new", path) if path in fresh else PlanRow("skipped", path, reason="exists") for path in texts
        ]
        self._rows += self._merge.rows
        self._rows += [PlanRow("skipped", one.path, reason="not-in-archive") for one in self._export.left_out]
        written: WrittenImport | Refusal | None = None
        if not dry_run:
            written = self._write(fresh)
        return ImportOutcome(ImportPlan(PORTFOLIO_SOURCE, tuple(self._rows), ()), written)

    def _compare_profile(self, fresh: list[str]) -> None:
        """Take the profile whole where only the example stands; else what is missing in the one that does."""
        place = self._place.context
        sent = self._export.read(PROFILE)
        if (place.folder / PROFILE).is_file() and is_example(data := (place.folder / PROFILE).read_bytes()):
            self._example = data
            fresh.append(PROFILE)
            self._rows.append(PlanRow("new", PROFILE))
        elif isinstance(sent, bytes):
            self._merge = merge_in_folder(_facts_of(sent), place.folder, place.language)

    def _is_new(self, path: str) -> bool:
        """Say whether an entry is not there yet: by its file, and by its folder for what lies beside it."""
        folder = path.rpartition("/")[0]
        return same_name(path) not in self._stands and not any(
            one.startswith(f"{same_name(folder)}/") for one in self._stands if folder.count("/") == 1
        )

    def _write(self, fresh: Sequence[str]) -> WrittenImport | Refusal:
        made: list[Path] = []
        folder = self._place.context.folder
        try:
            with Staging(folder) as staging, ExitStack() as stack:
                made += [folder / path for path in fresh if self._stage(path, staging)]
                replaced = staging.folder / PROFILE if self._example is not None else None
                content = self._merge.after if self._merge.is_changed else None
                if replaced is not None and replaced.is_file():
                    content = replaced.read_bytes()
                    replaced.unlink()
                replacement = stack.enter_context(Replacement(folder / PROFILE, content)) if content else None
                staging.commit()
                if replacement is not None:
                    replacement.commit()
                if self._merge.is_changed:
                    made.append(folder / PROFILE)
        except OSError as error:
            return Refusal(
                "not-written", {"path": str(folder), "reason": str(error.strerror or error)}, cause="machine"
            )
        return WrittenImport(tuple(made), self._photos, tuple(self._skipped))

    def _stage(self, path: str, staging: Staging) -> bool:
        data = self._export.read(path)
        if isinstance(data, Refusal):
            self._skipped.append(SkippedItem(path, "unusable", data.key))
            return False
        kind = path.partition("/")[0] if "/" in path else "profile"
        beside = self._beside(path) if PurePosixPath(path).name in ("index.md", "profile.md") else {}
        renamed = {old: new for old, (new, _) in beside.items() if old != new}
        languages = tuple(f".{language}.md" for language in self._place.settings.languages)
        text = StrangersText(path, kind, data, tuple(beside), renamed, path.endswith(languages))
        draft = as_draft(text) if kind in FIELDS_BY_FOLDER else None
        if draft is None or isinstance(draft, Problem):
            self._skipped.append(SkippedItem(path, "unusable", draft.code if draft is not None else kind))
            return False
        staging.add(path, draft)
        folder = path.rpartition("/")[0]
        for name, content in beside.values():
            staging.add(f"{folder}/{name}" if folder else name, content)
            self._photos += 1
        return True

    def _beside(self, path: str) -> dict[str, tuple[str, bytes]]:
        """Clean the photos beside a text; a file of another kind is named and left out."""
        folder = path.rpartition("/")[0]
        found: dict[str, tuple[str, bytes]] = {}
        for other in self._export.files:
            if other.rpartition("/")[0] != folder or other.endswith(".md"):
                continue
            name = PurePosixPath(other).name
            data = self._export.read(other)
            photo = (
                import_photo(data, Path(name))
                if isinstance(data, bytes) and name.endswith(PHONE_PHOTO_ENDINGS)
                else None
            )
            if photo is None or isinstance(photo, Refusal):
                self._skipped.append(SkippedItem(other, "unusable", photo.key if photo is not None else "kind"))
            else:
                found[name] = (f"{PurePosixPath(name).stem}.{photo.ending}", photo.content)
        return found


def _facts_of(sent: bytes) -> ProfileFacts:
    """Read the facts of a profile that was written by the reader of exports."""
    try:
        document = read_document(sent)
        values = document.values
    except CannotEdit:
        return ProfileFacts()
    words = {key: word for key in FACT_WORDS if isinstance(word := values.get(key), str) and word}
    lists = {key: listed for key, listed in values.items() if isinstance(listed, list) and listed}
    items: dict[str, tuple[Item, ...]] = {}
    for key in ITEM_FIELDS.keys() & lists.keys():
        first = next(iter(ITEM_FIELDS[key]))
        items[key] = tuple(one if isinstance(one, dict) else {first: one} for one in lists[key])
    terms = {key: tuple(one for one in lists[key] if isinstance(one, str)) for key in _TERMS & lists.keys()}
    return ProfileFacts(words, document.shown_body.strip(), terms, items)
