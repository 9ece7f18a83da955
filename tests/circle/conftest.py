"""A sealed site for all tests that only read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.circles import TODAY, circle_site, seal
from support.command import run
from support.once import built_once


@pytest.fixture(scope="session")
def sealed_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with its circle in ``circle/`` and what is public in ``public/``; tests only read it."""

    def build(root: Path) -> None:
        circle_site(root)
        done = seal(root, "--until", "2026-12-10")
        assert done.returncode == 0, done.stderr
        assert run(root, "build", "-j1", *TODAY).returncode == 0

    return built_once(tmp_path_factory, "circle", build)
