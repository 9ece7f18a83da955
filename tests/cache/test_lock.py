"""One build at a time: whoever comes second waits as long as it was told to, and a killed one holds nothing."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiprah.cache import lock
from kiprah.cache.lock import AlreadyBuilding, build_lock

HOLDING = """
import sys
from pathlib import Path
from kiprah.cache.lock import build_lock
with build_lock(Path(sys.argv[1])):
    print("holds", flush=True)
    sys.stdin.read()
"""


@contextmanager
def held(cache: Path) -> Iterator[subprocess.Popen[str]]:
    """Hold a cache in another process, since a record lock belongs to one; it lets go when it is told nothing more."""
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", HOLDING, str(cache)], stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout is not None and process.stdout.readline() == "holds\n"
        yield process
        if process.stdin is not None and not process.stdin.closed:
            process.stdin.close()


def test_another_is_refused_at_once_and_after_its_patience(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "_PAUSE", 0.01)
    announced: list[str] = []
    with held(tmp_path) as other:
        with pytest.raises(AlreadyBuilding), build_lock(tmp_path, waiting=lambda: announced.append("waits")):
            pass
        assert announced == [], "who does not wait announces nothing"
        begun = time.monotonic()
        with pytest.raises(AlreadyBuilding), build_lock(tmp_path, 0.2, lambda: announced.append("waits")):
            pass
        assert time.monotonic() - begun >= 0.2 and announced == ["waits"]
        assert other.stdin is not None
        with build_lock(tmp_path, 60, lambda: other.stdin.close()) as turn:  # it lets go once somebody waits
            assert turn.name and time.monotonic() - begun < 60


def test_a_killed_build_holds_nothing(tmp_path: Path) -> None:
    with held(tmp_path) as other:
        other.kill()
        other.wait(timeout=30)
        with build_lock(tmp_path) as turn:
            assert len(turn.before) == len(turn.name) == 16


@pytest.mark.parametrize("left", [b"", b"short", b"x" * 4000])
def test_a_lock_file_of_any_content_is_one(tmp_path: Path, left: bytes) -> None:
    """Nobody who held it has this name: what was seen in that turn is not believed."""
    (tmp_path / "lock").write_bytes(left)
    with build_lock(tmp_path) as first:
        assert first.before == left[:16]
    with build_lock(tmp_path) as second:
        assert second.before == first.name != second.name


def test_what_fails_meanwhile_lets_go(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), build_lock(tmp_path / "new" / "cache"):
        raise ZeroDivisionError
    with build_lock(tmp_path / "new" / "cache"):
        assert (tmp_path / "new" / "cache" / "lock").is_file()
