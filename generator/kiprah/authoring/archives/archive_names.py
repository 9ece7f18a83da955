"""Rules of names in what strangers send: where a file may land on every system, and what is only left out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from msgspec import Struct

from kiprah.authoring.refusal import Refusal
from kiprah.cache.stat_index import is_never_published
from kiprah.model.slug import is_reserved, same_name

MEMBERS_DOMAIN = "members"
"""The catalogue of these refusals and reasons."""

_LONGEST_NAME = 120
"""Bytes of one name; Windows and old archives take no more of a whole path than about twice that."""
_LONGEST_PATH = 240
_NO_NAME = re.compile(r'[\x00-\x1f\x7f:*?"<>|]')
_DRIVE = re.compile(r"^[A-Za-z]:")
_SYSTEM = frozenset({"__macosx", "$recycle.bin", "system volume information"})


class FoundName(Struct, frozen=True):
    """A file as an archive, a folder or a repository names it, before anything is believed."""

    name: str
    size: int
    kind: str = "file"
    """Kind of what it is: ``file``, or instead ``link``, ``device``, ``module``."""


def harmful(name: str) -> str:
    """Return what a name is that no honest archive holds, or nothing: ``outside`` of it, or ``nul``."""
    if "\0" in name:
        return "nul"
    path = name.replace("\\", "/")
    if path.startswith("/") or _DRIVE.match(path) or ".." in path.split("/"):
        return "outside"
    return ""


def plain_path(name: str) -> str:
    """Write a name as paths are written here: slashes, NFC, nothing empty in between."""
    parts = unicodedata.normalize("NFC", name.replace("\\", "/")).split("/")
    return "/".join(part for part in parts if part not in ("", "."))


def reason_against(path: str, depth: int) -> str:
    """Return why a file of this name is left out, though nothing is wrong with the rest; or nothing."""
    parts = path.split("/")
    if any(same_name(part) in _SYSTEM for part in parts):
        return "system"
    if any(is_never_published(part) for part in parts):
        return "hidden"
    if not path or any(_is_no_name(part) for part in parts) or len(path) > _LONGEST_PATH:
        return "name"
    return "deep" if len(parts) - 1 > depth else ""


def _is_no_name(part: str) -> bool:
    return (
        _NO_NAME.search(part) is not None
        or part != part.strip()
        or part.endswith(".")
        or len(part.encode("utf-8", "surrogateescape")) > _LONGEST_NAME
        or any(unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") for letter in part)
        or is_reserved(part.split(".")[0] if part.split(".")[0] != "index" else "")
    )


def collision(paths: Iterable[str]) -> Refusal | None:
    """Refuse two names that are one on a careless file system, and a file that is a folder as well."""
    names: dict[str, str] = {}
    folders: dict[str, str] = {}
    for path in paths:
        folded = _folded(path)
        other = names.get(folded)
        if other is not None:
            return Refusal("archive-twice", {"name": path, "other": other}, MEMBERS_DOMAIN, "content")
        names[folded] = path
        parts = folded.split("/")
        for number in range(1, len(parts)):
            folders.setdefault("/".join(parts[:number]), path)
    clash = next((folded for folded in names if folded in folders), None)
    if clash is None:
        return None
    return Refusal("archive-twice", {"name": names[clash], "other": folders[clash]}, MEMBERS_DOMAIN, "content")


def _folded(path: str) -> str:
    # Folding may take a letter apart that NFC puts together again.
    return same_name(same_name(path))
