"""Bytecode cache of compiled templates, kept between builds like Python keeps modules.

What is kept is code, and is run: it lies in the user's own cache folder, never beside a site, which may be strange.
"""

from __future__ import annotations

import os
import pickle
import stat
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket, FileSystemBytecodeCache

_DAMAGED = (pickle.UnpicklingError, AttributeError, EOFError, ImportError, IndexError, OSError, ValueError)
"""Exceptions that pickle and marshal raise for bytes that are not theirs; Jinja catches only some of them."""


class TemplateBytecodeCache(FileSystemBytecodeCache):
    """A folder of compiled templates; Jinja checks each against its source and its own version."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read a template; one that is damaged is compiled again."""
        try:
            super().load_bytecode(bucket)
        except _DAMAGED:
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write a template whole; where that cannot be done, it is compiled again next time."""
        try:
            super().dump_bytecode(bucket)
        except OSError:
            # A full or read-only cache folder costs time alone; the build itself says so where it matters.
            return


def compiled_templates(kind: str = "") -> TemplateBytecodeCache | None:
    """Return the user's own folder of compiled templates; None where there is none that only the user can write.

    ``kind`` keeps apart what different environments compile.
    """
    try:
        folder = _cache_home() / "kiprah" / "templates"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        facts = folder.stat()
    except (OSError, RuntimeError):
        return None
    if hasattr(os, "getuid") and (facts.st_uid != os.getuid() or facts.st_mode & (stat.S_IWGRP | stat.S_IWOTH)):
        return None
    return TemplateBytecodeCache(str(folder), f"%s-{jinja2.__version__}{kind}")


def _cache_home() -> Path:
    """Name the folder in which programs keep what they can make again. Raises ``RuntimeError`` where there is none."""
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    named = os.environ.get("XDG_CACHE_HOME", "")
    return Path(named) if named.startswith("/") else Path.home() / ".cache"
