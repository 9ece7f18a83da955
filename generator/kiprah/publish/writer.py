"""Writer of the output folder: makes it equal to the manifests in whole files, and touches nothing that is not ours."""

from __future__ import annotations

import errno
import json
import os
import stat
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path

from msgspec import Struct

from kiprah.cache.digests import digest_of
from kiprah.cache.manifest import FILE_MODE, Manifest, PublishedFile, is_untouched, times_of

_FOLDER_MODE = 0o755
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
) -> tuple[Outcome, dict[str, PublishedFile]]:
    """Make the folder hold the wanted files (path to blob), and none of ours besides.

    ``in_place`` names those that stand already as they are wanted. Everything else is written aside first, so that a
    full disk is met before the first file is replaced; then each file is moved into place whole: what pages need before
    pages, and what vanished goes last. ``keep`` is called with all that may be ours before anything is moved, so that a
    build that is killed leaves nothing unknown.
    """
    known = dict(manifest.files) if manifest is not None else {}
    changed = sorted(set(wanted) - set(in_place), key=_late_pages)
    vanished = sorted(set(known) - set(wanted))
    staged: dict[str, Path] = {}
    published = {path: known[path] for path in in_place}
    try:
        _make_folder(output)
        staging.mkdir(parents=True, exist_ok=True)
        for number, path in enumerate(changed):
            content = content_of(path)
            digest = digest_of(content)
            published[path] = PublishedFile(wanted[path], digest, len(content), 0)
            if _holds(output / path, content):
                continue
            staged[path] = _stage(staging, output, number, content)
        keep({path: published[path] for path in changed})
        written = len(staged)
        ready: set[Path] = set()
        for path in changed:
            target = output / path
            if path in staged:
                _make_folders(output, target.parent, ready)
                _replace(staged.pop(path), target)
            facts = os.lstat(target)
            published[path] = PublishedFile(wanted[path], published[path].digest, facts.st_size, times_of(facts))
        for path in vanished:
            _remove(output, path)
    finally:
        for path_left in staged.values():
            path_left.unlink(missing_ok=True)
    return Outcome(written, len(wanted) - written, len(vanished)), published


def replace_ahead(output: Path, staging: Path, contents: Mapping[str, bytes]) -> int:
    """Replace files that stand already, ahead of the publishing that will find them as it wants them.

    Returns how many were replaced; what is not there yet, or is reached through a link, waits for that publishing.
    Raises ``OSError``.
    """
    staging.mkdir(parents=True, exist_ok=True)
    replaced = 0
    for number, (path, content) in enumerate(sorted(contents.items())):
        target = output / path
        links = any(folder.is_symlink() for folder in (target, *target.parents) if folder.is_relative_to(output))
        if links or not target.is_file() or _holds(target, content):
            continue
        _stage(staging, output, number, content).replace(target)
        replaced += 1
    return replaced


def _late_pages(path: str) -> tuple[bool, str]:
    return path.endswith(".html"), path


def _holds(target: Path, content: bytes) -> bool:
    try:
        facts = os.lstat(target)
        if not stat.S_ISREG(facts.st_mode) or facts.st_size != len(content):
            return False
        if stat.S_IMODE(facts.st_mode) != FILE_MODE:
            return False
        return target.read_bytes() == content
    except OSError:
        return False


def _stage(staging: Path, output: Path, number: int, content: bytes) -> Path:
    aside = staging / f"{os.getpid()}-{number}"
    if staging.stat().st_dev != output.stat().st_dev:
        # A move between file systems is not whole: the file waits in the output folder itself, under a name of ours.
        aside = output / f".kiprah-{os.getpid()}-{number}.new"
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), FILE_MODE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        if hasattr(os, "fchmod"):
            os.fchmod(file.fileno(), FILE_MODE)
    return aside


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(parents=True)
        folder.chmod(_FOLDER_MODE)


def _make_folders(output: Path, folder: Path, ready: set[Path]) -> None:
    """Make the folders below the output, never through a link: a link could lead anywhere.

    What is ``ready`` was looked at a moment ago.
    """
    if folder in ready:
        return
    ready.add(folder)
    current = output
    for part in folder.relative_to(output).parts:
        current = current / part
        if current.is_symlink() or (current.exists() and not current.is_dir()):
            raise FolderRefused("output-in-the-way", str(current))
        if not current.exists():
            current.mkdir()
            current.chmod(_FOLDER_MODE)


def _replace(source: Path, target: Path) -> None:
    if target.is_dir() and not target.is_symlink():
        raise FolderRefused("output-in-the-way", str(target))
    source.replace(target)


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


def sweep(staging: Path, output: Path) -> None:
    """Remove what a killed build left half-written: only names that are ours."""
    for path in staging.glob("*") if staging.is_dir() else ():
        path.unlink(missing_ok=True)
    for path in output.glob(".kiprah-*.new") if output.is_dir() else ():
        path.unlink(missing_ok=True)
