"""Erasing of what builds made: caches forget, what was published is made again without what was erased."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from kiprah.authoring.erasing.address_lines import is_below
from kiprah.authoring.erasing.files_beside import PASSING_FILES
from kiprah.authoring.erasing.name_search import NameSearch
from kiprah.build.pipeline import build
from kiprah.build.request import Progress, Report, Request
from kiprah.cache.blobs import delete_photos
from kiprah.cache.lock import build_lock
from kiprah.cache.manifest import Manifest, folder_key, published_folders, read_manifest
from kiprah.cache.state import State, open_state
from kiprah.publish.site_identity import SiteIdentity
from kiprah.publish.staging import sweep
from kiprah.publish.writer import is_ours, left_over, unpublish

_STORES = ("store", "photos")
_PASSING = ("staging", "preview")
_TEXTS = (".html", ".xml", ".json", ".ics", ".txt", ".webmanifest", ".js", ".svg", "_redirects")


class PublishedTraces(Struct, frozen=True):
    """Outputs of earlier builds that tell of what is erased, as far as that can be told before."""

    pages: tuple[str, ...] = ()
    """Published files that are its own, or that tell of it."""
    pictures: tuple[str, ...] = ()
    """Published files made of photos that go."""
    blobs: int = 0
    """Files that the store keeps of those photos."""
    preview: int = 0
    """Files of the preview, which goes as a whole."""
    folders: tuple[Path, ...] = ()
    """Other folders that this site published into, which are emptied of what is its."""
    unknown_folders: int = 0
    """Folders that this site published into, and whose names are not known."""


class ErasedOutputs(Struct, frozen=True):
    """Report on the outputs of earlier builds: made again, emptied, or left over."""

    report: Report | None
    """Report of the build that made the published folder again; None where nothing was published from here."""
    emptied: tuple[Path, ...] = ()
    """Folders from which everything of this site was taken, as it could not be made again."""
    unknown_folders: int = 0
    unknown_output: Path | None = None
    """The published folder, where nothing is known of what stands in it."""
    left_over: tuple[str, ...] = ()
    """Files of the published folder that nobody remembers, and that this site no longer has."""


def find_traces(
    request: Request, names: NameSearch, addresses: Iterable[str], photos: Iterable[str]
) -> PublishedTraces:
    """Look for what builds made of what is to be erased; changes nothing. Raises ``OSError``."""
    digests = tuple(photos)
    with open_state(request.cache) as state:
        manifest = read_manifest(state, request.output)
        others, unknown = _other_folders(state, request)
    pages, pictures = [], []
    below = tuple(addresses)
    for path, file in sorted(manifest.files.items()) if manifest is not None else ():
        if any(file.blob.startswith(f"photos/{digest}/") for digest in digests):
            pictures.append(path)
        elif is_below(path, below) or _tells(request.output / path, names):
            pages.append(path)
    store = request.cache / "photos"
    blobs = sum(_files_in(store / digest) for digest in digests)
    preview = _files_in(request.cache / "preview")
    return PublishedTraces(tuple(pages), tuple(pictures), blobs, preview, others, unknown)


def erase_outputs(
    request: Request, photos: Iterable[str], identity: SiteIdentity, progress: Progress | None = None
) -> ErasedOutputs:
    """Forget all that is remembered of texts, and make what is published again.

    Raises ``OSError`` and ``AlreadyBuilding``. What cannot be told to be without it is not kept: where the site cannot
    be built, all that was published goes.
    """
    with build_lock(request.cache, request.patience), open_state(request.cache) as state:
        manifest = read_manifest(state, request.output)
        others, unknown = _other_folders(state, request)
        for folder in others:
            unpublish(folder, read_manifest(state, folder))
        gone = {folder_key(folder) for folder in (*others, request.cache / "preview")}
        rows = published_folders(state)
        state.forget_all_but("published", [name for key, names in rows.items() if key not in gone for name in names])
        _forget_passing(request, manifest)
        delete_photos(request.blobs, photos)
        # A site's folder that was moved or copied forgets what it published, and is known by what it holds.
        known = manifest is not None or is_ours(request.output, identity)
        if not known:
            _forget_stores(request.cache)
    if not known:
        stands = request.output.is_dir() and any(request.output.iterdir())
        return ErasedOutputs(None, others, unknown, request.output if stands else None)
    again = replace(request, keep_going=True, allow_removals=True, keep_unused=False)
    report = build(again, progress)
    if report.outputs and report.exit_code in (0, 1):
        with open_state(request.cache) as state:
            written = read_manifest(state, request.output)
        left = left_over(request.output, frozenset(written.files), None) if manifest is None and written else ()
        return ErasedOutputs(report, others, unknown, left_over=left)
    with build_lock(request.cache, request.patience), open_state(request.cache) as state:
        unpublish(request.output, read_manifest(state, request.output))
        rows = published_folders(state)
        own = folder_key(request.output)
        state.forget_all_but("published", [name for key, names in rows.items() if key != own for name in names])
        _forget_passing(request, manifest)
        _forget_stores(request.cache)
    return ErasedOutputs(report, (request.output, *others), unknown)


def _other_folders(state: State, request: Request) -> tuple[tuple[Path, ...], int]:
    """Find other folders beside the site that were published into, and count those that are not there."""
    keys = set(published_folders(state)) - {folder_key(request.output), folder_key(request.cache / "preview")}
    near = {one for top in (request.site.parent, Path.cwd()) for one in _folders_in(top)}
    known = {key: folder for folder in near if (key := folder_key(folder)) in keys}
    return tuple(sorted(known.values())), len(keys - known.keys())


def _folders_in(top: Path) -> list[Path]:
    return [top, *(one for one in top.iterdir() if one.is_dir() and not one.is_symlink())]


def _forget_passing(request: Request, manifest: Manifest | None) -> None:
    if manifest is not None:
        sweep(request.cache / "staging", request.output)
    for name in _PASSING:
        if (request.cache / name).is_dir():
            shutil.rmtree(request.cache / name)
    for name in PASSING_FILES:
        (request.cache / name).unlink(missing_ok=True)


def _forget_stores(cache: Path) -> None:
    for name in _STORES:
        if (cache / name).is_dir():
            shutil.rmtree(cache / name)


def _tells(path: Path, names: NameSearch) -> bool:
    if names.is_empty or not path.name.endswith(_TEXTS):
        return False
    try:
        return names.names_them(path.read_text("utf-8", "replace"))
    except OSError:
        return False


def _files_in(folder: Path) -> int:
    return sum(not path.is_dir() for path in folder.rglob("*")) if folder.is_dir() else 0
