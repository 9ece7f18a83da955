"""Templates as they were compiled, kept between builds like Python keeps modules.

What is kept is code, and is run: it lies in the user's own cache folder, never beside a site, which may be strange.
"""

from __future__ import annotations

import os
import stat
import tempfile
from hashlib import blake2b
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket, BytecodeCache


class CompiledTemplates(BytecodeCache):
    """A folder of compiled templates; Jinja checks each against its source and its own version."""

    def __init__(self, folder: Path, kind: str) -> None:
        self._folder, self._kind = folder, kind

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read a template; a missing or damaged file is compiled again."""
        try:
            data = self._path(bucket).read_bytes()
        except OSError:
            return
        if blake2b(data[16:], digest_size=16).digest() == data[:16]:
            bucket.bytecode_from_string(data[16:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write a template whole; where that cannot be done, it is compiled again next time."""
        data = bucket.bytecode_to_string()
        try:
            descriptor, name = tempfile.mkstemp(dir=self._folder, prefix=".new-")
            with os.fdopen(descriptor, "wb") as file:
                file.write(blake2b(data, digest_size=16).digest() + data)
            Path(name).replace(self._path(bucket))
        except OSError:
            # A full or read-only cache folder costs time alone; the build itself says so where it matters.
            return

    def _path(self, bucket: Bucket) -> Path:
        # The source's digest is part of the name, so that themes of several sites do not take turns.
        return self._folder / f"{bucket.key}-{bucket.checksum[:16]}-{jinja2.__version__}{self._kind}"


def compiled_templates(kind: str = "") -> CompiledTemplates | None:
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
    return CompiledTemplates(folder, kind)


def _cache_home() -> Path:
    """Name the folder in which programs keep what they can make again. Raises ``RuntimeError`` where there is none."""
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    named = os.environ.get("XDG_CACHE_HOME", "")
    return Path(named) if named.startswith("/") else Path.home() / ".cache"
