"""Atomic file writes: a temporary file beside the target, then one rename."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path

_numbers = count()


def write_atomically(target: Path | str, *parts: bytes) -> None:
    """Write a file whole, or leave the old one; its folders are made. Raises ``OSError``.

    Two writers of one file do no harm: each has a temporary file of its own, and the last rename wins.
    """
    folder = os.path.dirname(target) or "."  # noqa: PTH120  pathlib costs what thousands of small files save here
    try:
        descriptor, name = _open_beside(folder)
    except FileNotFoundError:
        Path(folder).mkdir(parents=True, exist_ok=True)
        descriptor, name = _open_beside(folder)
    try:
        try:
            for part in parts:
                write_whole(descriptor, part)
        finally:
            os.close(descriptor)
        os.replace(name, target)  # noqa: PTH105
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_whole(descriptor: int, content: bytes) -> None:
    """Write bytes to an open file: a file object costs as much as its system calls. Raises ``OSError``."""
    rest = memoryview(content)
    while rest:
        # A disk that is nearly full takes a part, and refuses the rest.
        rest = rest[os.write(descriptor, rest) :]


def _open_beside(folder: str) -> tuple[int, str]:
    """Create a file that nobody else has; ``tempfile`` costs three times as much, for names nobody need guess at."""
    while True:
        name = f"{folder}/.new-{os.getpid()}-{next(_numbers)}"
        try:
            return os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600), name
        except FileExistsError:
            # Left by a killed process of the same number.
            continue
