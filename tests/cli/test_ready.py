"""``kiprah ready``: questions for the person alone, whose answers no build and no repository ever sees."""

from __future__ import annotations

import os
import pty
import stat
from pathlib import Path

import pytest

from kiprah.authoring.readiness import QUESTIONS, read_answers, write_answers
from support.command import begin_process, run
from support.sites import SETTINGS, make_site


def test_without_a_terminal_it_only_shows(tmp_path: Path) -> None:
    site = make_site(tmp_path, settings=SETTINGS + "language: id\n")
    done = run(site, "ready", KIPRAH_LANG="id")
    assert done.returncode == 0, done.stderr
    assert "Untuk siapa saya melakukan ini?" in done.stdout
    assert not (site / ".kiprah/ready.md").exists()


def test_answers_come_back_and_are_readable_by_nobody_else(tmp_path: Path) -> None:
    questions = {name: f"{name}?" for name in QUESTIONS}
    answers = {"whom": "Bu Ratri\n\n## bukan judul", "mine": "puisi"}
    path = write_answers(tmp_path / ".kiprah", answers, "Untukmu.", questions)
    assert read_answers(tmp_path / ".kiprah") == answers
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert (tmp_path / ".kiprah/.gitignore").read_text() == "*\n"


def test_a_damaged_file_is_left_as_it_is(tmp_path: Path) -> None:
    site = make_site(tmp_path, settings=SETTINGS)
    damaged = site / ".kiprah/ready.md"
    damaged.parent.mkdir()
    damaged.write_bytes(b"\xff\xfe")
    assert run(site, "ready").returncode == 3
    assert damaged.read_bytes() == b"\xff\xfe"


@pytest.mark.slow
def test_what_is_typed_is_kept_and_published_nowhere(tmp_path: Path) -> None:
    site = make_site(tmp_path, settings=SETTINGS + "language: id\n")
    leader, follower = pty.openpty()
    process = begin_process(site, "ready", streams=dict.fromkeys(("stdin", "stdout", "stderr"), follower))
    os.write(leader, b"Rahasia Kenari\n\n\n\n\n\n")
    assert process.wait(60) == 0
    os.close(leader)
    os.close(follower)
    assert read_answers(site / ".kiprah") == {"whom": "Rahasia Kenari"}
    assert run(site, "build").returncode == 0
    assert not [p for p in (site / "public").rglob("*") if p.is_file() and b"Kenari" in p.read_bytes()]
