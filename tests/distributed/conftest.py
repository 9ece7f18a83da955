"""The community that tests of clusters build, and what one machine makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.clusters import shared_community
from support.command import TODAY, run_process
from support.once import built_once
from support.sites import files_of


@pytest.fixture(scope="session")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What one machine makes of it."""

    def make(folder: Path) -> None:
        done = run_process(shared_community(folder), "build", "content", *TODAY, "-j", "2")
        assert done.returncode == 0, done.stderr

    found = files_of(built_once(tmp_path_factory, "on-one-machine", make) / "public")
    assert len(found) > 100
    return found
