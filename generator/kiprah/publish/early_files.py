"""Early files: what a build into an empty folder renders is written aside at once, and only moved when it publishes.

Else every file would be read again out of the blob store, and checked, to be written once more.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NamedTuple

from kiprah.cache.digests import digest_of
from kiprah.publish.staging import EARLY, write_aside

_FOLDERS = "0123456789abcdef"
"""By the last sign of a blob's name: in one folder, a file system would look long for room."""


class EarlyFile(NamedTuple):
    """A file that waits, and what it holds."""

    name: str
    digest: str
    size: int


def begin_early_files(staging: Path, output: Path) -> str:
    """Make the folder in which files wait; empty where the output holds anything, or a move to it would not be whole.

    Raises ``OSError``.
    """
    end_early_files(staging)
    if output.is_dir() and any(output.iterdir()):
        return ""
    near = next(folder for folder in (output, *output.parents) if folder.is_dir())
    staging.mkdir(parents=True, exist_ok=True)
    if near.stat().st_dev != staging.stat().st_dev:
        return ""
    folder = staging / EARLY
    for name in _FOLDERS:
        (folder / name).mkdir(parents=True)
    return str(folder)


def write_early(folder: str, blob: str, content: bytes) -> None:
    """Write what a blob holds aside. Raises ``OSError``."""
    write_aside(f"{folder}/{blob[-1]}/{_flat(blob)}.{digest_of(content)}.{len(content)}", content)


def early_files(staging: Path) -> dict[str, EarlyFile]:
    """List the files that wait, by their blobs."""
    found: dict[str, EarlyFile] = {}
    for folder in _FOLDERS if (staging / EARLY).is_dir() else ():
        with os.scandir(staging / EARLY / folder) as entries:
            for entry in entries:
                blob, digest, size = entry.name.split(".")
                found[blob] = EarlyFile(entry.path, digest, int(size))
    return found


def take_early(files: dict[str, EarlyFile], blob: str) -> EarlyFile | None:
    """Return the file that waits for a blob, once."""
    return files.pop(_flat(blob), None)


def end_early_files(staging: Path) -> None:
    """Remove the folder, with what nobody moved. Raises ``OSError``."""
    if (staging / EARLY).is_dir():
        shutil.rmtree(staging / EARLY)


def _flat(blob: str) -> str:
    return blob.replace("/", "-")
