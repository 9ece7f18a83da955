"""Replacement of a file that a person wrote: whole or not at all, and with the permissions it had."""

from __future__ import annotations

import stat
from pathlib import Path

from kiprah.cache.atomic_write import write_temporary


class Replacement:
    """New content of a regular file, written beside it, and put in its place by ``commit``; else nothing changes."""

    def __init__(self, target: Path, content: bytes) -> None:
        """Write the content aside; raises ``OSError``.

        A link is refused: it would be replaced by a file, or lead out of the site.
        """
        mode = target.lstat().st_mode
        if not stat.S_ISREG(mode):
            raise OSError(f"not a regular file: {target}")
        self._target = target
        self._aside = Path(write_temporary(str(target.parent), (content,), durable=True))
        try:
            self._aside.chmod(stat.S_IMODE(mode))
        except BaseException:
            self._aside.unlink(missing_ok=True)
            raise

    def commit(self) -> None:
        """Put it in its place, whole."""
        self._aside.replace(self._target)

    def __enter__(self) -> Replacement:
        """Stay until the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave nothing aside."""
        self._aside.unlink(missing_ok=True)


def replace_file(target: Path, content: bytes) -> None:
    """Put new content in the place of a regular file; raises ``OSError``, and then the old one stands."""
    with Replacement(target, content) as replacement:
        replacement.commit()
