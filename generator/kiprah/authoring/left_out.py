"""Files of somebody's that were not taken in, each with why."""

from __future__ import annotations

from msgspec import Struct


class LeftOut(Struct, frozen=True):
    """A file that was not taken, and why: ``left.<reason>`` in the catalogue ``members``."""

    path: str
    reason: str
    detail: str = ""
    """Detail that the words of the reason name; empty where they name nothing."""
