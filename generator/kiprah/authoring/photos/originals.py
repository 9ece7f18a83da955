"""Originals of photos that were hidden for good: where they lie beside the content, and whose they are."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

PRIVATE = "private"
ORIGINALS = f"{PRIVATE}/originals"
"""Folder of originals, beside the content; Git leaves it out."""


def keep_private(project: Path) -> None:
    """Make the folder that Git leaves out, whatever the repository's own list says. Raises ``OSError``."""
    folder = project / PRIVATE
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / ".gitignore").exists():
        (folder / ".gitignore").write_bytes(b"*\n")


def place_of_original(site: Path, path: str) -> Path:
    """Return where the original of a photo may be put, over no other one."""
    wanted = site.parent / ORIGINALS / path
    number, free = 2, wanted
    while free.exists():
        free = wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
        number += 1
    return free


def originals_of(site: Path, paths: Iterable[str]) -> tuple[str, ...]:
    """Name the originals of these photos, as paths from the site's folder; they go where the photos go."""
    found: list[Path] = []
    for path in paths:
        wanted = PurePosixPath(path)
        folder = site.parent / ORIGINALS / wanted.parent
        if not folder.is_dir() or ".." in wanted.parts:
            continue
        name = re.compile(rf"{re.escape(wanted.stem)}(-\d+)?{re.escape(wanted.suffix)}")
        found += (one for one in sorted(folder.iterdir()) if name.fullmatch(one.name) and one.is_file())
    return tuple(dict.fromkeys(Path(os.path.relpath(one, site)).as_posix() for one in found))
