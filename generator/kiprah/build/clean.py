"""Clean: removes what a site published in its output folder, and what the cache holds."""

from __future__ import annotations

import shutil
from pathlib import Path

from kiprah.build.pipeline import guarded
from kiprah.build.request import Progress, Report, Request
from kiprah.cache.manifest import read_manifest
from kiprah.cache.state import FILES, State
from kiprah.publish.writer import unpublish
from kiprah.workers import WorkerPool


def clean(request: Request, tell: Progress | None = None) -> Report:
    """Remove what this site published in the output folder, and everything the cache holds."""

    def work(state: State, workers: WorkerPool) -> Report:
        removed = unpublish(request.output, read_manifest(state, request.output))
        state.close()
        freed = _size_of(request.cache)
        for name in ("store", "photos", "staging", "preview"):
            if (request.cache / name).is_dir():
                shutil.rmtree(request.cache / name)
        for name in (*FILES, "clock", "pruned", "report.json"):
            (request.cache / name).unlink(missing_ok=True)
        return Report(0, (), (), None, removed=removed, freed=freed)

    return guarded(request, work, tell)


def _size_of(folder: Path) -> int:
    """Add up the bytes of all files below a folder."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir())
