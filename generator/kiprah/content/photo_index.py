"""Remembering what photo files say, so that a photo that did not change is not read again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import structs

from kiprah.content.folder import SiteFolder
from kiprah.content.photo_fault import PhotoFault
from kiprah.model.photo import PhotoFacts

VERSION = 1


@dataclass(slots=True)
class PhotoIndex:
    """What each photo file said when it had this size, these times and this inode.

    A file as young as the index itself is read again: within one tick of the clock it could have changed unseen.
    """

    known: dict[str, dict[str, Any]] = field(default_factory=dict)
    written: int = 0
    """When the index was written, in nanoseconds of the file system's clock."""
    kept: dict[str, dict[str, Any]] = field(default_factory=dict)

    def facts(self, site: SiteFolder, path: str) -> PhotoFacts | PhotoFault:
        """Return what the file says, from memory where nothing changed; a fault is never remembered."""
        found = site.files[path]
        stamp = [found.size, found.modified, found.changed, found.inode]
        record = self.kept.get(path) or self.known.get(path)
        if record and record["stamp"] == stamp and found.changed < self.written - 2_000_000_000:
            facts = facts_from(record["facts"])
        else:
            try:
                data = site.read(path)
            except OSError as error:
                return PhotoFault("file-unreadable", {"reason": error.strerror or ""})
            from kiprah.content.photo_file import photo_facts

            answer = photo_facts(site.absolute(path), data)
            if isinstance(answer, PhotoFault):
                return answer
            facts = answer
        self.kept[path] = {"stamp": stamp, "facts": {**structs.asdict(facts), "taken": str(facts.taken or "")}}
        return facts

    def forget(self, digests: frozenset[str]) -> None:
        """Drop all that is known of withheld photos."""
        self.kept = {p: r for p, r in self.kept.items() if r["facts"]["digest"] not in digests}

    def as_json(self) -> str:
        """Write what this run used."""
        return json.dumps({"version": VERSION, "photos": dict(sorted(self.kept.items()))}, sort_keys=True)


def facts_from(record: Mapping[str, Any]) -> PhotoFacts:
    """Read facts as they were remembered; raises ``KeyError``, ``TypeError`` or ``ValueError`` for anything else."""
    taken = date.fromisoformat(record["taken"]) if record["taken"] else None
    return PhotoFacts(**{**record, "taken": taken})


def read_photo_index(path: Path) -> PhotoIndex:
    """Read the index; a missing or damaged one is an empty one, since it only saves time."""
    try:
        content = json.loads(path.read_text("utf-8"))
        if content["version"] != VERSION:
            return PhotoIndex()
        for record in content["photos"].values():
            facts_from(record["facts"])
        return PhotoIndex(content["photos"], path.stat().st_mtime_ns)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return PhotoIndex()
