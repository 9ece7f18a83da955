"""Replacement of a file that a person wrote: whole or not at all, and with the permissions it had."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path


def replace_file(target: Path, content: bytes) -> None:
    """Put new content in the place of a regular file; raises ``OSError``, and then the old one stands.

    A link is refused: it would be replaced by a file, or lead out of the site.
    """
    mode = target.lstat().st_mode
    if not stat.S_ISREG(mode):
        raise OSError(f"not a regular file: {target}")
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".editing-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(stat.S_IMODE(mode))
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
