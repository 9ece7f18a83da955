"""Atomic creation of new files: all of them or none, and never over something."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path


def create(files: Sequence[tuple[Path, bytes]]) -> None:
    """Write files that do not exist yet, with the folders they need.

    Where all of them lie in a new folder, that folder appears whole in one step, so that not even a lost power supply
    leaves half of it; else, where one cannot be written, those written before it are removed again. Raises
    ``FileExistsError`` where something stands already, and any other ``OSError`` of the machine's.
    """
    new = _new_folder(files)
    if new is None:
        _create_each(files)
        return
    # A hidden folder is never read as part of a site.
    hidden = next(path for n in count() if not (path := new.with_name(f".{new.name}.new{n or ''}")).exists())
    try:
        _write_each([(hidden / path.relative_to(new), content) for path, content in files], [])
        hidden.rename(new)
    except BaseException:
        shutil.rmtree(hidden, ignore_errors=True)
        raise


def _new_folder(files: Sequence[tuple[Path, bytes]]) -> Path | None:
    """Return the highest folder that is missing and will hold all of the files."""
    shared = [folder for folder in files[0][0].parents if all(folder in path.parents for path, _ in files)]
    missing = [folder for folder in shared if not folder.exists()]
    return missing[-1] if missing else None


def _create_each(files: Sequence[tuple[Path, bytes]]) -> None:
    made: list[Path] = []
    try:
        _write_each(files, made)
    except BaseException as error:
        if isinstance(error, FileExistsError):
            made.pop()  # what stands there is somebody else's
        for path in reversed(made):
            # What cannot be removed was never made; the error that is raised is the one to tell of.
            with suppress(OSError):
                path.rmdir() if path.is_dir() else path.unlink()
        raise


def _write_each(files: Sequence[tuple[Path, bytes]], made: list[Path]) -> None:
    for path, content in files:
        for folder in reversed(path.parents):
            if not folder.is_dir():
                # Noted before it is there: an interruption may come right after.
                made.append(folder)
                folder.mkdir()
        made.append(path)
        with path.open("xb") as file:
            file.write(content)
