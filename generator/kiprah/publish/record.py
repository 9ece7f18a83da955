"""The record of what was published where: the only thing that says which files are ours to replace or remove."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from kiprah.publish.untouched import RECORD_VERSION, record_path

__all__ = ["Published", "Record", "read_record", "record_path", "write_record"]


class Published(Struct, frozen=True):
    """One file as it was left: the key of its value, the digest of its bytes, and what the file system said then."""

    key: str
    digest: str
    size: int
    stamp: int
    """Both times of the file, joined, in nanoseconds; 0 where not known: then the bytes are compared."""


class Record(Struct, frozen=True):
    """What an earlier build of this site left in one folder."""

    files: Mapping[str, Published]
    gate: str = ""
    """What the last look at the bytes looked for."""
    written: int = 0
    """When the record was written, in nanoseconds of the file system's clock."""


def read_record(path: Path) -> Record | None:
    """Read a record; None where there is none or it cannot be read, and then nothing counts as ours."""
    try:
        content = json.loads(path.read_text("utf-8"))
        if content["version"] != RECORD_VERSION:
            return None
        files = {name: Published(*values) for name, values in content["files"].items()}
        return Record(files, content["gate"], path.stat().st_mtime_ns)
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def write_record(path: Path, record: Record) -> None:
    """Write a record whole, or leave the old one."""
    content = {
        "version": RECORD_VERSION,
        "gate": record.gate,
        "files": {n: [f.key, f.digest, f.size, f.stamp] for n, f in sorted(record.files.items())},
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(f".{os.getpid()}.new")
    new.write_text(json.dumps(content, separators=(",", ":")), "utf-8")
    new.replace(path)
