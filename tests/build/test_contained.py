"""A contained call costs its caller nothing but time, however it ends."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from kiprah.build.member.contained import run_contained

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


def doubled(number: int) -> int:
    return 2 * number


def for_ever() -> None:
    while True:
        pass


def asleep() -> None:
    time.sleep(60)


def greedy() -> int:
    return len(bytearray(3 << 30))


def aborted() -> None:
    os.abort()


def beyond() -> None:
    ctypes.string_at(0)


def left() -> None:
    os._exit(0)


def exits() -> None:
    raise SystemExit(3)


def mistaken() -> None:
    raise KeyError("ours")


def no_room() -> None:
    raise OSError(28, "No space left on device")


def large() -> bytes:
    return b"x" * (20 << 20)


def with_a_child(marker: str) -> None:
    subprocess.Popen(["sh", "-c", f"sleep 1; touch {marker}"])
    for_ever()


def test_a_value_comes_back_with_what_it_used() -> None:
    run = run_contained(doubled, 21, seconds=10, megabytes=500)
    assert (run.ending, run.value) == ("done", 42)
    assert 0 <= run.seconds < 5 and run.megabytes > 0


@pytest.mark.parametrize(
    ("function", "ending"),
    [(greedy, "memory"), (aborted, "crash"), (beyond, "crash"), (left, "crash"), (exits, "fault"), (mistaken, "fault")],
)
def test_whatever_ends_it_is_named(function: object, ending: str) -> None:
    run = run_contained(function, seconds=20, megabytes=1000)  # type: ignore[arg-type, var-annotated]
    assert (run.ending, run.value) == (ending, None)
    if ending == "fault":
        assert "SystemExit" in run.message or "KeyError: 'ours'" in run.message


@pytest.mark.slow
def test_an_endless_loop_ends_at_its_processor_time_and_a_sleeper_at_the_clock() -> None:
    begun = time.monotonic()
    assert run_contained(for_ever, seconds=1, megabytes=500).ending == "time"
    assert run_contained(asleep, seconds=20, megabytes=500, patience=0.5).ending == "time"
    assert time.monotonic() - begun < 30


def test_a_machines_refusal_is_the_callers() -> None:
    with pytest.raises(OSError, match="No space left"):
        run_contained(no_room, seconds=10, megabytes=500)


def test_a_large_answer_comes_whole() -> None:
    run = run_contained(large, seconds=10, megabytes=500)
    assert run.value == b"x" * (20 << 20)


@pytest.mark.slow
def test_what_it_began_goes_with_it(tmp_path: Path) -> None:
    marker = tmp_path / "alive"
    assert run_contained(with_a_child, str(marker), seconds=1, megabytes=500, patience=0.3).ending == "time"
    time.sleep(1.5)
    assert not marker.exists()


def _descriptors() -> set[str]:
    folder = Path("/proc/self/fd")
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


def test_no_descriptor_is_left() -> None:
    before = _descriptors()
    for function in (aborted, left):
        run_contained(function, seconds=10, megabytes=500)
    assert _descriptors() == before
    assert signal.getsignal(signal.SIGXCPU) == signal.SIG_DFL


def _raises() -> None:
    raise ValueError("ours")


def _forgets() -> None:
    raise MemoryError


def test_where_nothing_forks_a_fault_still_costs_its_caller_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork")
    assert run_contained(len, "abc", seconds=5, megabytes=500).value == 3
    fault = run_contained(_raises, seconds=5, megabytes=500)
    assert (fault.ending, fault.value) == ("fault", None) and "ours" in fault.message
    assert run_contained(_forgets, seconds=5, megabytes=500).ending == "memory"
