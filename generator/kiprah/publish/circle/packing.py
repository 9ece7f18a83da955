"""Packer of files into parts of one size.

Files lie end to end in segments that begin anew now and then at a place which only a file's name decides, so that an
edit changes the parts around it and no others.
"""

from __future__ import annotations

from collections.abc import Callable

from kiprah.publish.circle.sealing import PART_BYTES


class Packer:
    """Packer of files into parts; ``put`` takes each part as soon as it is full, and returns its name."""

    def __init__(self, put: Callable[[bytes], str]) -> None:
        self.names: list[str] = []
        """Names of the parts, in order."""
        self.spans: dict[str, tuple[int, int]] = {}
        """First byte of each file among those of all parts, and number of its bytes, by path."""
        self._put = put
        self._tail = bytearray()

    def add(self, path: str, content: bytes) -> None:
        """Append a file."""
        self.spans[path] = (len(self.names) * PART_BYTES + len(self._tail), len(content))
        self._tail += content
        start = 0
        while len(self._tail) - start >= PART_BYTES:
            self.names.append(self._put(bytes(self._tail[start : start + PART_BYTES])))
            start += PART_BYTES
        del self._tail[:start]

    def close_segment(self) -> None:
        """Fill the last part up; the next file begins a part of its own."""
        if self._tail:
            self.names.append(self._put(bytes(self._tail.ljust(PART_BYTES, b"\0"))))
            self._tail.clear()
