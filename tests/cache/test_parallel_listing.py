"""Listing by two processes: what it tells is what one process tells, whatever becomes of the other."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kiprah.cache.stat_index import LISTED_APART, list_files
from support.sites import write_files

LOOK = """
import json, os, signal, sys
from pathlib import Path
from kiprah.cache import parallel_listing
from kiprah.cache.stat_index import Listing
parallel_listing._WORTH = 2
own, begun, listed = Listing.walk_group, os.getpid(), []
def counted(self, path, name):
    if os.getpid() == begun:
        listed.append(name)
    own(self, path, name)
Listing.walk_group = counted
if sys.argv[2] == "killed":
    parent, walk = os.getpid(), Listing.walk_group
    def mortal(self, path, name):
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        walk(self, path, name)
    Listing.walk_group = mortal
elif sys.argv[2] == "child":
    # This process comes too late for every batch.
    taken = parallel_listing._taken
    parent = os.getpid()
    def late(batches, waiting):
        while os.getpid() == parent and "done" not in os.listdir(sys.argv[3]):
            pass
        yield from taken(batches, waiting)
        if os.getpid() != parent:
            Path(sys.argv[3], "done").touch()
    parallel_listing._taken = late
listing = parallel_listing.list_in_parallel(Path(sys.argv[1]), "members", lambda: None)
print(json.dumps({
    "groups": sorted(listing.groups), "digest": listing.digest().hex(), "links": sorted(listing.links),
    "unreadable": listing.unreadable, "youngest": listing.youngest(), "listed here": len(listed),
    "files": {name: sorted(listing.group(name)) for name in sorted(listing.groups)},
}))
"""


@pytest.mark.parametrize("how", ["both", "killed", "child"])
def test_two_processes_tell_what_one_tells(tmp_path: Path, how: str) -> None:
    root, notes = tmp_path / "content", tmp_path / "notes"
    notes.mkdir()
    names = [f"anggota-{number}" for number in range(200)]
    write_files(root, {f"members/{name}/profile.md": name for name in names} | {"site.yml": "title: X\n"})
    write_files(root, {"members/anggota-7/activities/2026-01-01-a/index.md": "x"})
    (root / "members/anggota-9/link.md").symlink_to(root / "site.yml")
    (root / "members/kosong").mkdir()
    command = [sys.executable, "-W", "error", "-c", LOOK, str(root), how, str(notes)]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout)
    alone = list_files(root, LISTED_APART)
    here = told.pop("listed here")
    # The empty one is listed in any case.
    assert how == "both" or (here >= 200 if how == "killed" else here == 1)
    assert told == {
        "groups": sorted(names),
        "digest": alone.digest().hex(),
        "links": ["members/anggota-9/link.md"],
        "unreadable": [],
        "youngest": alone.youngest(),
        "files": {name: sorted(alone.group(name)) for name in sorted(names)},
    }
