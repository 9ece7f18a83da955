"""The record of what was published where: the only thing that says which files are ours to replace or remove."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from msgspec import DecodeError, Struct
from msgspec.json import Decoder, encode

from kiprah.cache.manifest_check import RECORD_VERSION, manifest_path

__all__ = ["Manifest", "Published", "manifest_path", "read_manifest", "write_manifest"]


class Published(Struct, frozen=True, array_like=True):
    """One file as it was left: the key of its value, the digest of its bytes, and what the file system said then."""

    key: str
    digest: str
    size: int
    stamp: int
    """Both times of the file, joined, in nanoseconds; 0 where not known: then the bytes are compared."""


class Manifest(Struct, frozen=True):
    """What an earlier build of this site left in one folder."""

    files: Mapping[str, Published]
    gate: str = ""
    """What the last look at the bytes looked for."""
    written: int = 0
    """When the record was written, in nanoseconds of the file system's clock."""


class _File(Struct, frozen=True):
    version: int
    gate: str
    files: dict[str, Published]


def read_manifest(path: Path) -> Manifest | None:
    """Read a record; None where there is none or it cannot be read, and then nothing counts as ours."""
    try:
        content = Decoder(_File).decode(path.read_bytes())
        written = path.stat().st_mtime_ns
    except (FileNotFoundError, DecodeError):
        return None
    return Manifest(content.files, content.gate, written) if content.version == RECORD_VERSION else None


def write_manifest(path: Path, record: Manifest) -> None:
    """Write a record whole, or leave the old one."""
    content = _File(RECORD_VERSION, record.gate, {name: record.files[name] for name in sorted(record.files)})
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(f".{os.getpid()}.new")
    new.write_bytes(encode(content))
    new.replace(path)
