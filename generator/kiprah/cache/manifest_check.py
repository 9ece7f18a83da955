"""Whether a published file still stands as we left it; loads nothing, so that a build with nothing to do is quick."""

from __future__ import annotations

import json
import os
import stat
from hashlib import blake2b
from pathlib import Path

FILE_MODE = 0o644
RECORD_VERSION = 1
_DIGEST = 16
_YOUNG = 2_000_000_000
"""A file that changed this short a time (nanoseconds) before its record was written may have changed again unseen."""


def digest_of_bytes(data: bytes) -> str:
    """Return the digest of finished bytes: BLAKE2b, 16 bytes, hex."""
    return blake2b(data, digest_size=_DIGEST).hexdigest()


def stamp_of(facts: os.stat_result) -> int:
    """Join both times of a file: setting one back to hide a change moves the other."""
    return facts.st_mtime_ns + facts.st_ctime_ns


def is_untouched(target: str, digest: str, size: int, stamp: int, written: int) -> bool:
    """Say whether a file is the one recorded at the time ``written`` (nanoseconds); read only where times may lie."""
    try:
        facts = os.lstat(target)
    except OSError:
        return False
    if not stat.S_ISREG(facts.st_mode) or facts.st_size != size or stat.S_IMODE(facts.st_mode) != FILE_MODE:
        return False
    if stamp == stamp_of(facts) and facts.st_ctime_ns < written - _YOUNG:
        return True
    try:
        with open(target, "rb") as file:  # noqa: PTH123  pathlib costs what is saved here
            return digest_of_bytes(file.read()) == digest
    except OSError:
        return False


def manifest_path(cache: Path, output: Path) -> Path:
    """Name the record of an output folder; each folder has its own."""
    name = blake2b(os.fsencode(output), digest_size=8).hexdigest()
    return cache / "published" / f"{name}.json"


def manifest_files(path: Path) -> tuple[dict[str, tuple[str, str, int, int]], int]:
    """Return key, digest, size and stamp of each recorded file, and when the record was written (nanoseconds).

    Raises ``OSError`` and ``ValueError``, ``KeyError`` or ``TypeError`` for what is no record.
    """
    with path.open("rb") as file:
        content = json.loads(file.read())
        written = os.fstat(file.fileno()).st_mtime_ns
    if content["version"] != RECORD_VERSION:
        raise ValueError(path.name)
    return content["files"], written
