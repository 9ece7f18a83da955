"""The rows of one run, in memory: they answer as the database does, and say which were written since."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiprah.cache.memory_state import MemoryState
from kiprah.cache.state import State

ROWS = {"a/x": b"1", "a/y": b"2", "b/x": b"3", "a\U0001f600": b"4"}


@pytest.fixture(params=["file", "memory"])
def state(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[State]:
    """The same rows on a disk and in memory: every test holds for both."""
    if request.param == "memory":
        yield MemoryState({("file", name): row for name, row in ROWS.items()})
        return
    found = State(tmp_path)
    found.update("file", ROWS)
    yield found
    found.close()


def test_rows_are_found_by_table_and_prefix(state: State) -> None:
    assert state.rows("file") == ROWS and state.rows("entry") == {}
    assert state.rows("file", "a/") == {"a/x": b"1", "a/y": b"2"}
    assert state.names("file") == ("a/x", "a/y", "a\U0001f600", "b/x") and state.names("file", "a/") == ("a/x", "a/y")
    assert (state.count("file"), state.count("file", "b"), state.count("entry")) == (4, 1, 0)
    assert state.get("file", "a/x") == b"1" and state.get("entry", "a/x") is None and state.get("file", "a/") is None


def test_what_is_written_and_removed_in_one_go_is_written(state: State) -> None:
    state.update("file", {"a/x": b"new"}, ["a/x", "b/x", "never"])
    assert state.rows("file") == {"a/x": b"new", "a/y": b"2", "a\U0001f600": b"4"}
    state.update("entry", {"b/x": b"other"})
    assert state.get("file", "b/x") is None and state.get("entry", "b/x") == b"other"


def test_it_knows_what_was_written_since(tmp_path: Path) -> None:
    rows = {("file", "a"): b"1", ("member", "a"): b"2"}
    state = MemoryState(rows)  # type: ignore[arg-type]
    assert state.written == set() and state.folder is None
    state.update("file", {"b": b"3"}, ["a"])
    assert state.written == {("file", "b")} and rows == {("file", "a"): b"1", ("member", "a"): b"2"}
