"""How many random examples a property is tried with: all of them in CI, a part in between."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def examples(most: int) -> int:
    """Return the number of examples for this run: ``most`` in CI, a sixth of it elsewhere."""
    return most if os.environ.get("CI") else max(10, most // 6)


def part_of(cases: Sequence[T], of: int = 12) -> Sequence[T]:
    """Return the cases for this run: all of them in CI, each twelfth elsewhere, other ones in every run."""
    return cases if os.environ.get("CI") else cases[int(os.environ.get("KIPRAH_SEED", "0")) % of :: of]
