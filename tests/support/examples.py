"""How many random examples a property is tried with: all of them in CI, a part in between."""

from __future__ import annotations

import os


def examples(most: int) -> int:
    """Return the number of examples for this run: ``most`` in CI, a sixth of it elsewhere."""
    return most if os.environ.get("CI") else max(10, most // 6)
