"""Staging of new files: written aside one by one, and put in their places all together or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType

_PREFIX = ".new-"
_JUST_MADE = 1.0
"""Seconds in which a folder may be there and not be held yet."""
_A_DAY = 86_400


class Staging:
    """New files below one folder, which are nowhere to be seen until ``commit``; a hidden folder is never read."""

    def __init__(self, folder: Path) -> None:
        """Begin beside the places that the files are for, so that putting them there is a rename."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        for left in folder.glob(f"{_PREFIX}*"):
            if _is_abandoned(left):
                shutil.rmtree(left, ignore_errors=True)
        self._aside = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=folder))
        self._lock = _folder_lock(self._aside)

    def __enter__(self) -> Staging:
        """Stay until the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave nothing aside."""
        shutil.rmtree(self._aside, ignore_errors=True)
        if self._lock is not None:
            os.close(self._lock)

    @property
    def folder(self) -> Path:
        """Return where the files lie meanwhile, as they will below the folder."""
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
                _put(one, place, made)


def _put(one: Path, place: Path, made: list[Path]) -> None:
    """Put a file in its place, whole at once where the file system has links: a kill leaves no half of it."""
    try:
        place.hardlink_to(one)
        made.append(place)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):
        with place.open("xb") as file, one.open("rb") as content:
            made.append(place)
            shutil.copyfileobj(content, file)


def _folder_lock(folder: Path) -> int | None:
    """Hold a folder as long as this process lives; None on systems where it is judged by its age."""
    try:
        import fcntl
    except ImportError:
        return None
    descriptor = os.open(folder, os.O_RDONLY)
    with suppress(OSError):
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return descriptor


def _is_abandoned(folder: Path) -> bool:
    """Say whether the process that staged here was killed: nobody holds its folder any more."""
    try:
        age = time.time() - folder.lstat().st_mtime
        if age < _JUST_MADE or folder.is_symlink() or not folder.is_dir():
            return False
        try:
            import fcntl
        except ImportError:
            return age > _A_DAY
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return True
