"""Base of all outputs: answers each gives about itself, where its own kind gives no other."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from msgspec import Struct

from kiprah.blake2 import blake2b
from kiprah.model.photo import PhotoSource

if TYPE_CHECKING:
    from kiprah.plan.output_owners import Owners

OWN, STATIC, ALIAS = 0, 1, 2
"""Ranks at one address: what the site makes before a file that was put there, and both before what only leads on."""


class AnyOutput(Struct, frozen=True):
    """One file that is published, as a value; its fields are all that its bytes depend on, and nothing else here is."""

    path: str
    fills_pages: ClassVar[bool] = False
    """True where pages show it: one that stands before its pictures do would show holes."""

    @property
    def photo_source(self) -> PhotoSource | None:
        """Return the photo it is made from."""
        return None

    @property
    def copied_from(self) -> str:
        """Name the file of the content that its bytes come from, where somebody can mend them; empty: they are made."""
        return ""

    @property
    def drawn_with(self) -> str:
        """Name the template that draws it; empty where none does."""
        return ""

    @property
    def rank(self) -> int:
        """Say how well it keeps its address."""
        return OWN

    def made_from(self, pages: Mapping[str, str]) -> str:
        """Name what it is made from, for messages about its address; ``pages`` knows the file of each page."""
        return self.path

    def owners(self, known: Owners) -> Collection[str]:
        """Name the entries that must be left out where it cannot be made; none where no entry owns it."""
        return ()

    def explained(self) -> tuple[tuple[str, str], ...]:
        """Say what made it, for who asks: names of the catalogue ``cli`` under ``why.`` and what stands there."""
        return ()

    def parts(self, digest: Callable[[Any], bytes]) -> tuple[tuple[str, bytes], ...]:
        """Digest what it consists of, besides its path; each field is a part."""
        return tuple([(name, digest(getattr(self, name))) for name in self.__struct_fields__ if name != "path"])


def part_digest(part: bytes) -> bytes:
    """Digest a part of an output's value."""
    return blake2b(part, digest_size=16).digest()
