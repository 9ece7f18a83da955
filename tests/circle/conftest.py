"""A sealed site for all tests that only read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.circles import sealed_site_once


@pytest.fixture(scope="session")
def sealed_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sealed_site_once(tmp_path_factory)
