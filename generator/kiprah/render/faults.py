"""Fault of rendering: why an output could not be made, and what must be left out for that."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from kiprah.problem import Problem


class Fault(Struct, frozen=True):
    """Fault of one output: why it could not be made, or what is to be said of it."""

    path: str
    """Path of the output."""
    problem: Problem
    photo: str = ""
    """Digest of the photo that cannot be decoded, where that is why; whoever shows it is at fault, nobody else."""
    of_site: bool = False
    """True where it lies in what all such outputs are made with; no entry is at fault."""

    def owners(self, owners: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
        """Name what must be left out for it: entries, or the output where it can be missed by itself.

        ``owners`` is the plan's table of who owns an output, and of who shows a photo.
        """
        if self.of_site:
            return (self.path,)
        return owners.get(self.photo) or owners.get(self.path, ())
