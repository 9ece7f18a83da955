"""A community's file of addresses is read once, and again as soon as anything about it is another."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiprah.build.register_cache import cached_register
from kiprah.cache.state import State
from kiprah.content import address_register

FILE = b"""addresses:
  /: {first: 2026-11-28, printed: true}
  /events/beach/: {first: 2026-11-27, entry: events/beach/index.md, mark: "f1af"}
  /en/events/beach/: {first: 2026-11-27, language: en}
waiting:
  "abcd": 2026-11-26
"""


@pytest.fixture
def state(tmp_path: Path) -> State:
    return State(tmp_path)


def forbidden(path: str, data: bytes) -> None:
    raise AssertionError("read again")


def test_it_is_read_once(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    first = cached_register(FILE, "recipe", state)
    assert len(first[0].addresses) == 3 and first[0].waiting and first[0].raw == FILE and not first[1]
    monkeypatch.setattr(address_register, "parse_register", forbidden)
    assert cached_register(FILE, "recipe", state) == first


@pytest.mark.parametrize("what", ["file", "recipe", "damaged"])
def test_it_is_read_again_where_anything_is_another(state: State, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    cached_register(FILE, "recipe", state)
    if what == "damaged":
        state.update("addresses", {"addresses.yml": b"\x93\xa0"})
    monkeypatch.setattr(address_register, "parse_register", forbidden)
    with pytest.raises(AssertionError, match="read again"):
        cached_register(FILE + b"\n" * (what == "file"), "other" if what == "recipe" else "recipe", state)


def test_a_file_that_is_not_understood_is_named_every_time(state: State) -> None:
    broken = FILE + b"nobody: knows\n"
    first = cached_register(broken, "recipe", state)
    assert [problem.code for problem in first[1]] == ["addresses-line"] and not first[0].sound
    assert cached_register(broken, "recipe", state) == first
