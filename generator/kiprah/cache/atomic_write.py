"""Atomic file writes: a temporary file beside the target, then one rename."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from itertools import count
from pathlib import Path

_PRINTED_INTO = (1, 2)
"""Descriptors of what a process prints into."""
_numbers = count()


def write_atomically(target: Path | str, *parts: bytes) -> None:
    """Write a file whole, or leave the old one; its folders are made. Raises ``OSError``.

    Two writers of one file do no harm: each has a temporary file of its own, and the last rename wins.
    """
    folder = os.path.dirname(target) or "."  # noqa: PTH120  pathlib costs what thousands of small files save here
    try:
        name = write_temporary(folder, parts)
    except FileNotFoundError:
        Path(folder).mkdir(parents=True, exist_ok=True)
        name = write_temporary(folder, parts)
    _put_in_place(name, target)


def write_where_named(target: Path, content: bytes) -> None:
    """Write a file that a person named, with the permissions they gave it; whole, or the old one stands.

    A link stays one, and what is no regular file (a pipe, a terminal) takes the bytes as they come. Raises ``OSError``.
    """
    try:
        descriptor = os.open(target, os.O_WRONLY | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        mode = None
    else:
        try:
            mode = os.fstat(descriptor).st_mode
            if not stat.S_ISREG(mode) or _is_printed_into(descriptor):
                if stat.S_ISREG(mode):
                    os.ftruncate(descriptor, 0)
                write_whole(descriptor, content)
                return
        finally:
            os.close(descriptor)
    place = Path(os.path.realpath(target))
    name = write_temporary(str(place.parent), (content,), mode=0o666)
    _put_in_place(name, place, mode)


def write_temporary(folder: str, parts: Iterable[bytes], *, mode: int = 0o600, durable: bool = False) -> str:
    """Write a temporary file into a folder, and return its path; where that fails, nothing stays.

    ``durable`` waits until a disk has it. Raises ``OSError``.
    """
    descriptor, name = _open_beside(folder, mode)
    try:
        try:
            for part in parts:
                write_whole(descriptor, part)
            if durable:
                os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return name


def write_whole(descriptor: int, content: bytes) -> None:
    """Write bytes to an open file: a file object costs as much as its system calls. Raises ``OSError``."""
    rest = memoryview(content)
    while rest:
        # A disk that is nearly full takes a part, and refuses the rest.
        rest = rest[os.write(descriptor, rest) :]


def _put_in_place(name: str, target: Path | str, mode: int | None = None) -> None:
    try:
        if mode is not None:
            Path(name).chmod(stat.S_IMODE(mode))
        os.replace(name, target)  # noqa: PTH105
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _open_beside(folder: str, mode: int) -> tuple[int, str]:
    """Create a file that nobody else has; ``tempfile`` costs three times as much, for names nobody need guess at."""
    while True:
        name = f"{folder}/.new-{os.getpid()}-{next(_numbers)}"
        try:
            return os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode), name
        except FileExistsError:
            # Left by a killed process of the same number.
            continue


def _is_printed_into(descriptor: int) -> bool:
    """Say whether a file is where this process prints: in its place another would get none of that."""
    for printed in _PRINTED_INTO:
        try:
            if os.path.sameopenfile(descriptor, printed):
                return True
        except OSError:
            # A process may be begun without it.
            continue
    return False
