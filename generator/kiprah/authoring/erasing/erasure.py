"""Erasure as a value: all that goes, what changes in other files, and what is left for a person to decide."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from kiprah.authoring.erasing.name_search import NameSearch
from kiprah.cache.digests import digest_of

Erased = Literal["person", "photo", "entry", "member"]
"""Kind of what is erased."""
ERASING_DOMAIN = "erasing"
"""The catalogue with its words."""


class Rewritten(Struct, frozen=True):
    """A file that names what goes, as it will be."""

    path: str
    """Path relative to the site's folder."""
    gone: tuple[str, ...]
    """The lines that go or change, as they are."""
    content: bytes
    before: str = ""
    """Digest of the file as it is."""
    added: tuple[str, ...] = ()
    """The lines that come in their place."""


class Mention(Struct, frozen=True, order=True):
    """A line that names what goes, or nearly does, and that nobody said to change."""

    path: str
    line: int
    """Number of the line; 0: the path itself names it."""
    text: str


class Erasure(Struct, frozen=True):
    """Erasure as it is planned: all that goes with what is erased."""

    kind: Erased
    subject: str
    """Words in which it was asked for, as the command shows them; never written down."""
    files: tuple[str, ...] = ()
    """Files and links that go, from the site's folder."""
    folders: tuple[str, ...] = ()
    """Folders that go once they are empty, the deepest first."""
    rewritten: tuple[Rewritten, ...] = ()
    mentions: tuple[Mention, ...] = ()
    near: tuple[Mention, ...] = ()
    by_hand: tuple[str, ...] = ()
    """Files that name it in a way that only a person can change."""
    unread: tuple[str, ...] = ()
    """Files in which words cannot be looked for: PDF, films, tables."""
    kept_versions: tuple[str, ...] = ()
    """Earlier versions of files, below the cache folder."""
    photos: tuple[str, ...] = ()
    """Digests of photos that go, under which the store keeps what was made of them."""
    names: NameSearch = NameSearch(())
    """Names that must stand in no record, and by which published texts are recognized."""
    addresses: tuple[str, ...] = ()
    """Addresses below which pages go, from the site's root, with a slash at the end."""

    @property
    def is_empty(self) -> bool:
        """Say whether nothing that a person wrote goes or changes."""
        return not (self.files or self.folders or self.rewritten or self.kept_versions)


def rewritten_file(path: str, before: bytes, after: bytes) -> Rewritten | None:
    """Describe a file's change; None where there is none."""
    if before == after:
        return None
    gone, added = differing_lines(before.decode(), after.decode())
    return Rewritten(path, gone, after, digest_of(before), added)


def differing_lines(before: str, after: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the lines that stand in one text alone, and those in the other alone."""
    old, new = before.splitlines(), after.splitlines()
    return _without(old, new), _without(new, old)


def _without(lines: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    kept = set(others)
    return tuple(line for line in lines if line.strip() and line not in kept)
