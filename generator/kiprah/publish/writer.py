"""Writer of the output folder: makes it equal to the manifests in whole files, and touches nothing that is not ours."""

from __future__ import annotations

import errno
import json
import os
import stat
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

from msgspec import Struct

from kiprah.cache.digests import digest_of
from kiprah.cache.manifest import FILE_MODE, Manifest, PublishedFile, is_untouched, times_of
from kiprah.publish.early_files import EarlyFile, take_early
from kiprah.publish.staging import StagedFiles, write_aside

_FOLDER_MODE = 0o755
_ROUND = 20_000
"""So many files are written aside before the next are named: a community has hundreds of thousands."""
_OWN_FOLDERS = frozenset(
    {"activities", "reflections", "testimonials", "pages", "selections", "static", "members", "events", "themes"}
)


class FolderRefused(Exception):
    """The output folder is not one to write to; ``code`` names the message."""

    def __init__(self, code: str, path: str, other: str = "") -> None:
        super().__init__(code)
        self.code, self.path, self.other = code, path, other


class Outcome(Struct, frozen=True):
    """What publishing did."""

    written: int
    unchanged: int
    removed: int


class FileAside(NamedTuple):
    """A file that is to be written aside, where it is not in place already."""

    path: str
    blob: str
    name: str
    """Where it is written."""


class StagedFacts(NamedTuple):
    """What a file that is about to be published holds."""

    digest: str
    size: int
    is_written: bool
    """It waits to be moved; else the same stands there already."""


Stage: TypeAlias = Callable[[Sequence[FileAside], str], Iterable[StagedFacts]]
"""Writes files aside, for an output folder, and says what each holds, in their order. Raises ``OSError``."""


def stage_file(file: FileAside, content: bytes, output: str) -> StagedFacts:
    """Write a file aside unless the same stands in the output folder already. Raises ``OSError``."""
    stands = _holds(f"{output}/{file.path}", content)
    if not stands:
        write_aside(file.name, content)
    return StagedFacts(digest_of(content), len(content), not stands)


def guard(output: Path, site: Path, cache: Path) -> None:
    """Refuse a folder that is the content, holds it, or is no folder; touches nothing. Raises ``FolderRefused``."""
    if output.is_symlink():
        raise FolderRefused("output-link", str(output))
    if output.exists() and not output.is_dir():
        raise FolderRefused("output-not-folder", str(output))
    real, content, store = output.resolve(), site.resolve(), cache.resolve()
    if real == content or content.is_relative_to(real):
        raise FolderRefused("output-holds-content", str(output))
    if real.is_relative_to(content) and real.relative_to(content).parts[0] in _OWN_FOLDERS:
        raise FolderRefused("output-in-content", str(output))
    if store.is_relative_to(real):
        raise FolderRefused("output-holds-cache", str(output))
    if real.is_relative_to(store) and real.relative_to(store).parts[:1] not in (("preview",),):
        raise FolderRefused("output-in-cache", str(output))


def foreign(output: Path, wanted: Iterable[str], manifest: Manifest | None, site_url: str) -> tuple[str, ...]:
    """Name the files in places this site needs that it did not put there; none where the folder is known as ours.

    A folder whose manifest was lost is known again by the ``portfolio.json`` that this site published in it.
    """
    if manifest is None and is_ours(output, site_url):
        return ()
    ours = manifest.files if manifest is not None else {}
    found = [path for path in wanted if path not in ours and os.path.lexists(output / path)]
    return tuple(sorted(found))


def left_over(output: Path, wanted: frozenset[str], manifest: Manifest | None) -> tuple[str, ...]:
    """Name files that lie in a folder whose manifest was lost, and that this build does not publish."""
    if manifest is not None or not output.is_dir():
        return ()
    found: list[str] = []
    for folder, _, names in os.walk(output):
        base = Path(folder).relative_to(output).as_posix()
        found.extend(name if base == "." else f"{base}/{name}" for name in names)
    return tuple(sorted(path for path in found if path not in wanted))


def is_ours(output: Path, site_url: str) -> bool:
    """Say whether a folder of which nothing is remembered holds what this site published."""
    try:
        content = json.loads((output / "portfolio.json").read_text("utf-8"))
        return bool(content["generator"]["name"] == "kiprah" and content["site"].get("url", "") == site_url)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def is_in_place(output: Path, path: str, blob: str, manifest: Manifest | None) -> bool:
    """Say whether a file stands as this build wants it: made from the same blob, and not touched since we wrote it."""
    known = manifest.files.get(path) if manifest is not None else None
    if known is None or manifest is None or known.blob != blob:
        return False
    return is_untouched(f"{output}/{path}", known, manifest.written)


def publish(
    output: Path,
    staging: Path,
    wanted: Mapping[str, str],
    content_of: Callable[[str], bytes],
    manifest: Manifest | None,
    in_place: Collection[str],
    keep: Callable[[Mapping[str, PublishedFile]], None],
    stage: Stage | None = None,
    early: dict[str, EarlyFile] | None = None,
) -> tuple[Outcome, dict[str, PublishedFile]]:
    """Make the folder hold the wanted files (path to blob), and none of ours besides.

    ``in_place`` names those that stand already as they are wanted. Everything else is written aside first, so that a
    full disk is met before the first file is replaced; then each file is moved into place whole: what pages need before
    pages, and what vanished goes last. ``keep`` is called with all that may be ours before anything is moved, so that a
    build that is killed leaves nothing unknown. ``stage`` writes many files aside, in
    several processes maybe; without it they are written here, one by one. ``early`` files wait already.
    """
    known = dict(manifest.files) if manifest is not None else {}
    changed = sorted(set(wanted) - set(in_place), key=_late_pages)
    vanished = sorted(set(known) - set(wanted))
    published = {path: known[path] for path in in_place}
    _make_folder(output)
    staging.mkdir(parents=True, exist_ok=True)
    staged = StagedFiles(staging, output)
    base = str(output)
    try:
        behind: list[str] = []
        for path in changed:
            waiting = take_early(early, wanted[path]) if early else None
            if waiting is None:
                behind.append(path)
                continue
            staged.adopt(path, waiting.name)
            published[path] = PublishedFile(wanted[path], waiting.digest, waiting.size, 0)
        for start in range(0, len(behind), _ROUND):
            round_of = [FileAside(path, wanted[path], staged.reserve(path)) for path in behind[start : start + _ROUND]]
            one_by_one = (stage_file(file, content_of(file.path), base) for file in round_of)
            for file, held in zip(round_of, one_by_one if stage is None else stage(round_of, base), strict=True):
                published[file.path] = PublishedFile(file.blob, held.digest, held.size, 0)
                if not held.is_written:
                    staged.drop(file.path)
        keep({path: published[path] for path in changed})
        written = len(staged)
        ready: set[str] = set()
        for path in changed:
            target = f"{base}/{path}"
            if path in staged:
                _make_folders(base, path.rpartition("/")[0], ready)
                _replace(staged.take(path), target)
            facts = os.lstat(target)
            published[path] = PublishedFile(wanted[path], published[path].digest, facts.st_size, times_of(facts))
        for path in vanished:
            _remove(output, path)
    finally:
        staged.discard()
    return Outcome(written, len(wanted) - written, len(vanished)), published


def replace_ahead(output: Path, staging: Path, contents: Mapping[str, bytes]) -> int:
    """Replace files that stand already, ahead of the publishing that will find them as it wants them.

    Returns how many were replaced; what is not there yet, or is reached through a link, waits for that publishing.
    Raises ``OSError``.
    """
    if not output.is_dir():
        return 0
    staging.mkdir(parents=True, exist_ok=True)
    staged = StagedFiles(staging, output)
    replaced = 0
    try:
        for path, content in sorted(contents.items()):
            target = output / path
            links = any(folder.is_symlink() for folder in (target, *target.parents) if folder.is_relative_to(output))
            if links or not target.is_file() or _holds(str(target), content):
                continue
            staged.write(path, content)
            Path(staged.take(path)).replace(target)
            replaced += 1
    finally:
        staged.discard()
    return replaced


def _late_pages(path: str) -> tuple[bool, str]:
    return path.endswith(".html"), path


def _holds(target: str, content: bytes) -> bool:
    try:
        facts = os.lstat(target)
        if not stat.S_ISREG(facts.st_mode) or facts.st_size != len(content):
            return False
        if stat.S_IMODE(facts.st_mode) != FILE_MODE:
            return False
        return Path(target).read_bytes() == content
    except OSError:
        return False


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(parents=True)
        folder.chmod(_FOLDER_MODE)


def _make_folders(output: str, folder: str, ready: set[str]) -> None:
    """Make a folder below the output, never through a link: a link could lead anywhere.

    What is ``ready`` was looked at a moment ago.
    """
    if not folder or folder in ready:
        return
    _make_folders(output, folder.rpartition("/")[0], ready)
    ready.add(folder)
    path = f"{output}/{folder}"
    try:
        if not stat.S_ISDIR(os.lstat(path).st_mode):
            raise FolderRefused("output-in-the-way", path)
    except FileNotFoundError:
        os.mkdir(path, _FOLDER_MODE)  # noqa: PTH102  of tens of thousands a path object costs as much
        # What a user's mask took away is given back; to look costs a third of that.
        if stat.S_IMODE(os.lstat(path).st_mode) != _FOLDER_MODE:
            os.chmod(path, _FOLDER_MODE)  # noqa: PTH101


def _replace(source: str, target: str) -> None:
    try:
        os.replace(source, target)  # noqa: PTH105
    except (IsADirectoryError, PermissionError):
        if Path(target).is_dir() and not Path(target).is_symlink():
            raise FolderRefused("output-in-the-way", target) from None
        raise


def _remove(output: Path, path: str) -> None:
    target = output / path
    try:
        target.unlink()
    except FileNotFoundError:
        return
    except IsADirectoryError:
        return
    folder = target.parent
    while folder != output:
        try:
            folder.rmdir()
        except OSError as error:
            if error.errno in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT, errno.EACCES, errno.EPERM):
                return
            raise
        folder = folder.parent


def unpublish(output: Path, manifest: Manifest | None) -> int:
    """Remove what the manifest says is ours; return how many files went. A folder that holds nothing else goes too."""
    removed = 0
    for path in sorted(manifest.files, reverse=True) if manifest is not None else ():
        if (output / path).is_file():
            _remove(output, path)
            removed += 1
    if output.is_dir() and not any(output.iterdir()):
        output.rmdir()
    return removed
