"""The first look: what is seen before a build is used by it, unless another build had the folder meanwhile."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiprah.build.pipeline import build
from kiprah.build.request import Request
from kiprah.build.up_to_date import last_result
from kiprah.cache import standing_check
from kiprah.cache.lock import build_lock
from support.communities import built_community
from support.sites import files_of

EDITED = "content/members/bima/profile.md"


@pytest.fixture
def request_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Request:
    """A community that was built, whose files count as old."""
    monkeypatch.setattr(standing_check, "_WORTH", 1)
    return built_community(tmp_path, monkeypatch)


def looked(request: Request) -> Request:
    found, look = last_result(request.site, request.output, request.cache, request.options, beside=True)
    assert found is None and look is not None and look.inputs is not None
    return replace(request, seen=look)


def test_each_turn_knows_the_one_before(tmp_path: Path) -> None:
    with build_lock(tmp_path) as first:
        assert first.before == b""
    with build_lock(tmp_path) as second:
        assert second.before == first.name != second.name


def test_nothing_changed_is_answered_at_once(request_of: Request) -> None:
    found, _ = last_result(request_of.site, request_of.output, request_of.cache, request_of.options, beside=True)
    assert found is not None and found.outputs == len(files_of(request_of.output))


@pytest.mark.parametrize("what", ["touched", "gone", "other"])
def test_a_published_file_that_was_changed_is_mended(request_of: Request, what: str) -> None:
    before = files_of(request_of.output)
    file = request_of.output / "members/bima/index.html"
    if what == "gone":
        file.unlink()
    elif what == "touched":
        file.touch()
    else:
        file.write_text("other", "utf-8")
    found, look = last_result(request_of.site, request_of.output, request_of.cache, request_of.options, beside=True)
    # Its bytes are read where the file system alone cannot tell.
    assert (found is None) == (what != "touched")
    if found is None:
        assert build(replace(request_of, seen=look)).written == 1
    assert files_of(request_of.output) == before


def test_what_another_build_wrote_meanwhile_is_not_taken_for_what_was_seen(request_of: Request) -> None:
    before = files_of(request_of.output)
    file = request_of.site.parent / EDITED
    text = file.read_bytes()
    file.write_bytes(text + b"\nSatu kalimat.\n")
    seen = looked(request_of)
    assert build(request_of).written > 0
    file.write_bytes(text)
    report = build(seen)
    assert report.exit_code == 0 and report.written > 0
    assert files_of(request_of.output) == before


def test_what_was_seen_is_used_where_nobody_came_between(request_of: Request, monkeypatch: pytest.MonkeyPatch) -> None:
    file = request_of.site.parent / EDITED
    file.write_bytes(file.read_bytes() + b"\nSatu kalimat.\n")
    seen = looked(request_of)
    monkeypatch.setattr("kiprah.build.pipeline.Inputs", None)
    monkeypatch.setattr("kiprah.build.pipeline.standing_check", None)
    assert build(seen).written > 0


BESIDE = """
import os, sys
from pathlib import Path
from kiprah.cache import standing, standing_check
from kiprah.cache.state import State
standing_check._WORTH, standing.YOUNG = 1, -10_000_000_000
here = os.getcwd()
state, output = State(Path(sys.argv[1])), Path(sys.argv[2])
with standing_check.StandingCheck(state, output, beside=True) as beside:
    assert beside._call._child, "a process of its own"
    found = beside.found()
assert os.getcwd() == here
alone = standing_check.StandingCheck(state, output, beside=False).found()
state.close()
assert found == alone, (found, alone)
print(" ".join(sorted(found)))
"""


def test_a_process_beside_sees_what_this_one_sees(request_of: Request) -> None:
    def seen() -> set[str]:
        command = [sys.executable, "-c", BESIDE, str(request_of.cache), str(request_of.output)]
        return set(subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout.split())

    assert {"@site", "members/alya/", "members/bima/"} <= seen()
    (request_of.output / "members/bima/index.html").write_text("x", "utf-8")
    assert "members/bima/" not in seen() and "members/alya/" in seen()
