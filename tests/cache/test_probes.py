"""Probes: what was found sound is not read again, what is wrong is read and told each time."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from kiprah.cache.probes import Probes
from kiprah.cache.state import STATE_FILE, State, open_state
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


def test_only_what_was_asked_last_is_kept(tmp_path: Path) -> None:
    with open_state(tmp_path) as state:
        for questions in (("codecs", "fonts"), ("fonts",)):
            probes = Probes(state)
            assert [probes.answer(one, "subject", lambda one=one: f"of {one}") for one in questions] == [
                f"of {one}" for one in questions
            ]
            probes.save()
        assert [name.split()[0] for name in state.names("probe")] == ["fonts"]
        Probes(state).forget()
        assert state.names("probe") == ()


def test_an_answer_is_of_its_question_and_its_subject(tmp_path: Path) -> None:
    probes = Probes(State(tmp_path))
    asked_for: list[str] = []

    def probe(answer: str) -> str:
        asked_for.append(answer)
        return answer

    for question, subject, answer in (("a", "b", "1"), ("a", "c", "2"), ("d", "b", "3"), ("a", "b", "never asked")):
        assert (
            probes.answer(question, subject, lambda answer=answer: probe(answer)) == answer or answer == "never asked"
        )
    assert asked_for == ["1", "2", "3"]
    # Without a state nothing is kept, and everything is answered.
    without = Probes(None)
    assert without.answer("a", "b", lambda: "x") == "x"
    without.save()


def test_a_damaged_answer_is_asked_again(tmp_path: Path) -> None:
    state = State(tmp_path)
    asked(tmp_path, Reader(Brand("#112233")))
    state.close()
    with sqlite3.connect(tmp_path / STATE_FILE) as db:
        db.execute("UPDATE row SET checked = x'0000000000' WHERE tab = 'probe'")
    db.close()
    reader = Reader(Brand("#112233"))
    assert asked(tmp_path, reader) == (Brand("#112233"), ()) and reader.times == 1
