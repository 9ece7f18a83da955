"""Writing new files: all of them or none, and never over something."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def create(files: Sequence[tuple[Path, bytes]]) -> None:
    """Write files that do not exist yet, with the folders they need.

    Where one cannot be written, those written before it are removed again. Raises ``FileExistsError`` where
    something stands already, and any other ``OSError`` of the machine's.
    """
    made: list[Path] = []
    try:
        for path, content in files:
            for folder in reversed(path.parents):
                if not folder.is_dir():
                    folder.mkdir()
                    made.append(folder)
            with path.open("xb") as file:
                made.append(path)
                file.write(content)
    except BaseException:
        for path in reversed(made):
            if path.is_dir():
                path.rmdir()
            else:
                path.unlink()
        raise
