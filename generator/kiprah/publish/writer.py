"""Writer of the output folder: makes it equal to the manifests in whole files, and touches nothing that is not ours."""

from __future__ import annotations

import errno
import os
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from kiprah.cache.manifest import Manifest, PublishedFile, is_untouched
from kiprah.publish.early_files import EarlyFiles
from kiprah.publish.file_moves import (
    FOLDER_MODE,
    FileAside,
    FolderRefused,
    Handling,
    MovedFacts,
    holds,
    holds_digest,
    move_files,
)
from kiprah.publish.site_identity import SiteIdentity, published_identity
from kiprah.publish.staging import StagedFiles

_ROUND = 20_000
"""Number of files written aside before the next are named: a community has hundreds of thousands."""
_OWN_FOLDERS = frozenset(
    {"activities", "reflections", "testimonials", "pages", "selections", "static", "members", "events", "themes"}
)


class Outcome(Struct, frozen=True):
    """Counts of a publishing into a folder."""

    written: int
    unchanged: int
    removed: int


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


def foreign(
    output: Path, wanted: Iterable[str], manifest: Manifest | None, identity: Callable[[], SiteIdentity | None]
) -> tuple[str, ...]:
    """Name the files in places this site needs that it did not put there; none where the folder is known as ours.

    A folder whose manifest was lost is known again by what the site in it says of itself; ``identity`` is asked for
    what this one says.
    """
    if not os.path.lexists(output) or (manifest is None and is_ours(output, identity())):
        return ()
    ours = manifest.files if manifest is not None else {}
    base = str(output)
    found = [path for path in wanted if path not in ours and os.path.lexists(f"{base}/{path}")]
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


def is_ours(output: Path, identity: SiteIdentity | None) -> bool:
    """Say whether a folder of which nothing is remembered holds what this site published."""
    return identity is not None and identity.is_same(published_identity(lambda path: (output / path).read_bytes()))


def is_in_place(output: Path | str, path: str, blob: str, manifest: Manifest | None) -> bool:
    """Say whether a file stands as this build wants it: made from the same blob, and not touched since we wrote it."""
    known = manifest.files.get(path) if manifest is not None else None
    if known is None or manifest is None or known.blob != blob:
        return False
    return is_untouched(f"{output}/{path}", known, manifest.written)


def publish(
    output: Path,
    staging: Path,
    wanted: Mapping[str, str],
    handling: Handling,
    manifest: Manifest | None,
    in_place: Collection[str],
    keep: Callable[[Mapping[str, PublishedFile]], None],
    early: EarlyFiles | None = None,
) -> tuple[Outcome, dict[str, PublishedFile]]:
    """Make the folder hold the wanted files (path to blob), and none of ours besides.

    ``in_place`` names those that stand already as they are wanted. Everything else is written aside first, so that a
    full disk is met before the first file is replaced; then each file is moved into place whole: what pages need before
    pages, and what vanished goes last. ``keep`` is called with all that may be ours before anything is moved, so that a
    build that is killed leaves nothing unknown. ``handling`` writes and moves the files, in several processes maybe.
    ``early`` files wait already; a folder that is not there yet is all of them at once, by one move.
    """
    known = dict(manifest.files) if manifest is not None else {}
    changed = sorted(set(wanted) - set(in_place), key=_late_pages)
    vanished = sorted(set(known) - set(wanted))
    tree = _whole_tree(early, output, changed, wanted)
    base = tree or str(output)
    if not tree:
        _make_folder(output)
    staging.mkdir(parents=True, exist_ok=True)
    staged = StagedFiles(staging, Path(base))
    try:
        aside = _written_aside(changed, wanted, staged, handling, base, early, in_tree=bool(tree))
        keep(aside)
        written = len(changed) if tree else len(staged)
        # In the tree most stand already: there is nothing to share.
        moved = _moved(aside, staged, move_files if tree else handling.move, base)
        if tree and not _is_moved(tree, output):
            _make_folder(output)
            for path in changed:
                staged.adopt(path, f"{tree}/{path}")
            moved = _moved(aside, staged, handling.move, str(output))
        for path in vanished:
            _remove(output, path)
    finally:
        staged.discard()
    return Outcome(written, len(wanted) - written, len(vanished)), {path: known[path] for path in in_place} | moved


def _written_aside(
    paths: Iterable[str],
    wanted: Mapping[str, str],
    staged: StagedFiles,
    handling: Handling,
    base: str,
    early: EarlyFiles | None,
    *,
    in_tree: bool,
) -> dict[str, PublishedFile]:
    """Write what is not there yet aside, and say what all of it holds; ``in_tree``, early files stand in ``base``."""
    aside: dict[str, PublishedFile] = {}
    behind: list[str] = []
    for path in paths:
        waiting = early.of(path, wanted[path]) if early is not None else None
        if early is None or waiting is None:
            behind.append(path)
        else:
            aside[path] = PublishedFile(wanted[path], waiting.digest, waiting.size, 0)
            if not in_tree and not holds_digest(f"{base}/{path}", waiting.digest, waiting.size):
                staged.adopt(path, early.name(path))
    for start in range(0, len(behind), _ROUND):
        files = [FileAside(path, wanted[path], staged.reserve(path)) for path in behind[start : start + _ROUND]]
        for file, held in zip(files, handling.stage(files, base), strict=True):
            aside[file.path] = PublishedFile(file.blob, held.digest, held.size, 0)
            if not held.is_written:
                staged.drop(file.path)
    return aside


def _moved(
    aside: Mapping[str, PublishedFile],
    staged: StagedFiles,
    move: Callable[[Sequence[FileAside], str], Iterable[MovedFacts]],
    base: str,
) -> dict[str, PublishedFile]:
    """Move what waits into a folder, pages last, and say how all of it stands there."""
    moved: dict[str, PublishedFile] = {}
    paths = sorted(aside, key=_late_pages)
    first_page = bisect_left(paths, True, key=lambda path: _late_pages(path)[0])
    for part in (paths[:first_page], paths[first_page:]):
        for start in range(0, len(part), _ROUND):
            files = [
                FileAside(path, aside[path].blob, staged.name(path), aside[path].digest)
                for path in part[start : start + _ROUND]
            ]
            for file, facts in zip(files, move(files, base), strict=True):
                staged.forget(file.path)
                moved[file.path] = PublishedFile(file.blob, file.digest, facts.size, facts.times)
    return moved


def _whole_tree(early: EarlyFiles | None, output: Path, changed: Collection[str], wanted: Mapping[str, str]) -> str:
    """Return the folder of early files where it can become the output folder; empty where it cannot."""
    if early is None or not early.is_whole or len(changed) < len(wanted) or not early.paths.issubset(wanted):
        return ""
    return "" if os.path.lexists(output) else early.tree


def _is_moved(tree: str, output: Path) -> bool:
    """Let a folder of whole files be the output folder; False where the system refuses, or something stands there."""
    output.parent.mkdir(parents=True, exist_ok=True)
    # An empty folder, which would be replaced, may have come meanwhile: it is somebody's.
    if os.path.lexists(output):
        return False
    try:
        Path(tree).rename(output)
    except OSError as error:
        if error.errno not in (errno.EEXIST, errno.ENOTEMPTY, errno.EXDEV, errno.EBUSY):
            raise
        return False
    return True


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
            if links or not target.is_file() or holds(str(target), content):
                continue
            staged.write(path, content)
            Path(staged.take(path)).replace(target)
            replaced += 1
    finally:
        staged.discard()
    return replaced


def _late_pages(path: str) -> tuple[bool, str]:
    return path.endswith(".html"), path


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(parents=True)
        folder.chmod(FOLDER_MODE)


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
