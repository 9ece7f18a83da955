"""Marks by which an entry is known again: of its file's name, and of what it is when its file has another name."""

from __future__ import annotations

from kiprah.blake2 import blake2b
from kiprah.model.entry import Activity, Page, Reflection
from kiprah.model.selection import Selection


def entry_mark(entry: Activity | Reflection | Page | Selection) -> str:
    """Digest an entry's kind, day and title: what stays when a folder is renamed."""
    when = entry.start_as_known if isinstance(entry, Activity) else ""
    if isinstance(entry, Reflection):
        when = entry.date.isoformat()
    kind = type(entry).__name__
    return blake2b(repr((kind, when, entry.texts[0].title)).encode(), digest_size=5).hexdigest()


def file_mark(path: str) -> str:
    """Digest the name of an entry's file, so that it can be noted before anybody may know of it."""
    return blake2b(path.encode(), digest_size=8).hexdigest()
