"""Variants of a test: some are tried at once, and all in CI."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import pytest


def variants(cases: Iterable[Any], quick: int | Collection[Any]) -> list[Any]:
    """Mark as slow all cases but the first so many, or but those that are named."""
    listed = list(cases)
    fast = listed[:quick] if isinstance(quick, int) else [case for case in listed if case in quick]
    assert fast and len(fast) < len(listed)
    return [case if case in fast else _slow(case) for case in listed]


def _slow(case: Any) -> Any:
    return pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=pytest.mark.slow)
