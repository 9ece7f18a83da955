"""Staging of new files: written aside one by one, and put in their places all together or not at all."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from types import TracebackType


class Staging:
    """New files below one folder, which are nowhere to be seen until ``commit``; a hidden folder is never read."""

    def __init__(self, folder: Path) -> None:
        """Begin beside the places that the files are for, so that putting them there is a rename."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._aside = Path(tempfile.mkdtemp(prefix=".new-", dir=folder))

    def __enter__(self) -> Staging:
        """Stay until the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave nothing aside."""
        shutil.rmtree(self._aside, ignore_errors=True)

    @property
    def folder(self) -> Path:
        """Where the files lie meanwhile, as they will below the folder."""
        return self._aside

    def add(self, path: str, content: bytes) -> None:
        """Write a file aside; ``path`` is where it will stand, from the folder."""
        place = self._aside / path
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as file:
            file.write(content)

    def commit(self) -> None:
        """Put every file in its place; raises ``FileExistsError``, with nothing changed, where something stands."""
        made: list[Path] = []
        try:
            self._move(self._aside, self._folder, made)
        except BaseException:
            for path in reversed(made):
                # What cannot be taken back is named by the error that is raised.
                with suppress(OSError):
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
            raise

    def _move(self, source: Path, target: Path, made: list[Path]) -> None:
        """Move what is new as a whole; a folder that is there already is entered, a file never replaced."""
        for one in sorted(source.iterdir()):
            place = target / one.name
            if one.is_dir():
                if place.is_dir() and not place.is_symlink():
                    self._move(one, place, made)
                    continue
                if place.exists() or place.is_symlink():
                    raise FileExistsError(str(place))
                made.append(place)
                one.rename(place)
            else:
                with place.open("xb") as file, one.open("rb") as content:
                    made.append(place)
                    shutil.copyfileobj(content, file)
