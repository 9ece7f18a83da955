"""Built site: a folder that a build of this site left, looked at before any of it goes elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from kiprah.build.publishing import built_folder
from kiprah.build.up_to_date import Inputs
from kiprah.cache.digests import digest_of
from kiprah.cache.manifest import PublishedFile, read_manifest
from kiprah.cache.state import open_state
from kiprah.problem import Place, Problem


class BuiltSite(Struct, frozen=True):
    """The files of a build as they stand in its folder."""

    folder: Path
    files: Mapping[str, PublishedFile]

    def read(self, path: str) -> bytes:
        """Return a file's bytes, if they are still those that the build wrote. Raises ``FolderTouched``."""
        try:
            content = (self.folder / path).read_bytes()
        except OSError:
            raise FolderTouched(path) from None
        if digest_of(content) != self.files[path].digest:
            raise FolderTouched(path)
        return content


class FolderTouched(Exception):
    """A file is not the one that the build wrote."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def find_built_site(folder: Path, site: Path, cache: Path) -> BuiltSite | Problem:
    """Find what a build left in a folder, or say why it may not go elsewhere.

    No build of this site; a preview; pages for a circle; or older than the content.
    """
    place = Place(str(folder))
    values = {"path": str(folder)}
    with open_state(cache) as state:
        manifest, built = read_manifest(state, folder), built_folder(state, folder)
    if manifest is None or built is None or not folder.is_dir():
        return Problem("deploy-not-built", place, values)
    if built.shown:
        return Problem("deploy-circle" if built.shown == "circle" else "deploy-preview", place, values)
    if Inputs(site, cache, built.options).digest != built.inputs:
        return Problem("deploy-stale", place, values)
    return BuiltSite(folder, manifest.files)


def touched_problem(folder: Path, path: str) -> Problem:
    """Say of a file that it is not as the build left it."""
    return Problem("deploy-touched", Place(str(folder)), {"path": path})
