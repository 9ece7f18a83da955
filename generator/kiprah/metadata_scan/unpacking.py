"""Bounds of what is unpacked of one file: bytes, members, and archives that lie in archives."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

_DEEPEST = 2


class Unpacking:
    """Budget of one file: how much may still be unpacked of it, by all its archives together."""

    def __init__(
        self, most_bytes: int = 200_000_000, most_members: int = 10_000, most_elements: int = 10_000_000
    ) -> None:
        """Begin with all that one file may ask for; elements are those of its XML."""
        self.bytes, self.members, self.elements = most_bytes, most_members, most_elements
        self._depth = 0

    @contextmanager
    def one_deeper(self) -> Iterator[bool]:
        """Go into an archive; say whether it lies in no more than one other."""
        self._depth += 1
        yield self._depth <= _DEEPEST
        self._depth -= 1
