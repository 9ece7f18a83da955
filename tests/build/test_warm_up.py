"""A warm-up loads what members' runs need before they are forked, leaves nothing behind, and changes no byte."""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from kiprah.build.community.member_task import MemberTask
from kiprah.build.load import LoadedSite, load_site, member_tasks
from kiprah.build.member.run_member import run_member
from kiprah.build.member.shard import Shard
from kiprah.build.member.warm_up import WORTH, run_sample, warm_up
from kiprah.cache.memory_state import MemoryState
from kiprah.cache.state import State
from kiprah.workers import WorkerPool
from support.building import request_in
from support.clusters import SETTINGS, community
from support.command import TODAY, run
from support.sites import files_of, write_files

pytestmark = pytest.mark.usefixtures("apart")

ENTRY = "content/members/anggota-00/activities/2026-01-01-day-0"
ALSO = SETTINGS.replace("formats: []", "formats: [link]") + "languages: [en, id]\n"


def shared_and_task(root: Path) -> tuple[Shard, MemberTask]:
    """Load a community, and return what its members' runs share, and one of them."""
    community(root, 2, ALSO)
    write_files(root, {f"{ENTRY}.id.md": "---\ntitle: Hari\n---\n- Isi [kami](https://a.example/) *semua*.\n"})
    request = request_in(root, jobs=None)
    loaded = load_site(request, State(None))
    assert isinstance(loaded, LoadedSite), loaded
    return loaded.shard(request), member_tasks(loaded)[0]


def test_the_sample_is_a_sound_member_in_every_language(tmp_path: Path) -> None:
    shared, _ = shared_and_task(tmp_path)
    before = files_of(tmp_path)
    result, details = run_sample(shared)
    assert result.complete and result.problems == () and result.faults == ()
    paths = {output.path for output in details.outputs}
    assert {"members/sample/index.html", "id/members/sample/index.html"} <= paths, sorted(paths)
    assert any(path.endswith((".jpg", ".png")) for path in paths), "a card is drawn too"
    assert files_of(tmp_path) == before


def loaded_by_a_run(shared: Shard, task: MemberTask, *, warmed: bool) -> list[str]:
    """Name the modules that a member's run loads, in a process that was just begun."""
    if warmed:
        warm_up(shared)
    before = set(sys.modules)
    with WorkerPool(1) as alone:
        assert run_member(task.shard(shared), task.files.folder, MemoryState({}), alone).complete
    return sorted(set(sys.modules) - before)


@pytest.mark.slow
def test_after_it_a_members_run_loads_no_module(tmp_path: Path) -> None:
    both = shared_and_task(tmp_path)
    for warmed in (False, True):
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            loaded = pool.submit(loaded_by_a_run, *both, warmed=warmed).result(120)
        assert ("markdown" in loaded, loaded == []) == (not warmed, warmed), loaded


@pytest.mark.slow
def test_members_run_after_a_warm_up_are_those_of_members_run_without(tmp_path: Path) -> None:
    many, few = community(tmp_path / "many", WORTH + 1, ALSO), community(tmp_path / "few", WORTH + 1, ALSO)
    assert run(many, "build", "-j", "1", *TODAY).returncode == 0
    # Two processes: not enough for each to be worth one.
    assert run(few, "build", "-j", "2", *TODAY).returncode == 0
    assert files_of(many / "public") == files_of(few / "public")
