"""Probes: what was found sound is not read again, what is wrong is read and told each time."""

from __future__ import annotations

from pathlib import Path

from kiprah.cache.probes import Probes
from kiprah.cache.state import State
from kiprah.model.settings import Brand
from kiprah.problem import Place, Problem

WRONG = Problem("bad-color", Place("site.yml", 3, 4), {"value": "merah"}, "brand: {color: merah}")


class Reader:
    """Reads a value, and counts how often."""

    def __init__(self, value: Brand | None, *problems: Problem) -> None:
        self.value, self.problems, self.times = value, problems, 0

    def __call__(self) -> tuple[Brand | None, tuple[Problem, ...]]:
        self.times += 1
        return self.value, self.problems


def asked(folder: Path, reader: Reader, subject: str = "one") -> tuple[Brand | None, tuple[Problem, ...]]:
    """Ask as a build does."""
    state = State(folder)
    probes = Probes(state)
    value = probes.sound_value("brand", subject, Brand, reader)
    probes.save()
    state.close()
    return value


def test_a_sound_value_is_read_once_a_subject(tmp_path: Path) -> None:
    reader = Reader(Brand("#112233", "a.ttf"))
    assert [asked(tmp_path, reader) for _ in range(3)] == [(Brand("#112233", "a.ttf"), ())] * 3
    assert reader.times == 1
    other = Reader(Brand())
    assert asked(tmp_path, other, "two") == (Brand(), ()) and other.times == 1
    # Only what the last build asked is kept.
    assert asked(tmp_path, reader) == (Brand("#112233", "a.ttf"), ()) and reader.times == 2


def test_what_is_wrong_is_told_each_time_with_its_line(tmp_path: Path) -> None:
    for reader in (Reader(Brand(), WRONG), Reader(None, WRONG), Reader(None)):
        for times in (1, 2, 3):
            assert asked(tmp_path, reader) == (reader.value, reader.problems)
            assert reader.times == times
