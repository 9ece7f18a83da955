"""Atomic file writes: a temporary file beside the target, then one rename."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_atomically(target: Path, *parts: bytes) -> None:
    """Write a file whole, or leave the old one; its folders are made. Raises ``OSError``.

    Two writers of one file do no harm: each has a temporary file of its own, and the last rename wins.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".new-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            for part in parts:
                file.write(part)
        os.replace(name, target)  # noqa: PTH105  pathlib costs what thousands of small files save here
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
