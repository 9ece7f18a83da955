"""Faults of rendering: why an output could not be made, and what must be left out for that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

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


def left_out_for(faults: Iterable[Fault], owners: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """Name what must be left out for these faults: entries, else outputs that can be missed by themselves.

    ``owners`` is the plan's table of who owns an output and who shows a photo.
    """
    return frozenset(name for fault in faults for name in _at_fault(fault, owners))


def _at_fault(fault: Fault, owners: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    if fault.of_site:
        return (fault.path,)
    return owners.get(fault.photo) or owners.get(fault.path, ())
