"""Temporary folders of the tests: in memory where a system offers that, and large enough."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")
ROOM = 4_000_000_000
"""Bytes that must be free there; the slow tests leave one and a half thousand million for a while."""
ROOT = "PYTEST_DEBUG_TEMPROOT"
"""Where pytest makes its folders, if it is set."""


def begin_in_memory() -> None:
    """Let pytest and ``tempfile`` make their folders in memory, unless somebody said where.

    The tests write tens of thousands of small files, and pytest removes those of earlier runs: on a disk that alone
    takes half a minute. A container's own memory is small, or nothing may be run from it: then it is the disk.
    """
    is_open = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and not os.statvfs(MEMORY).f_flag & os.ST_NOEXEC
    if is_open and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ.setdefault(ROOT, str(MEMORY))
        tempfile.tempdir = os.environ[ROOT]
