"""A later build has a process beside it that reads the edited text and draws its page; the bytes are the same without."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.command import PYTHON, run_process
from support.sites import files_of, make_site

HARI = "content/activities/2026-05-01-hari.md"
LONG = "Kalimat pembuka yang cukup panjang supaya ringkasan berhenti sebelum kalimat terakhir tiba di sini. " * 3
SITE = {HARI: f"---\ntitle: Hari\n---\n{LONG}\n\nAwal, di [rumah](https://b.example/).\n"}
ALL = ["make", "read_batch", "touched_files", "write_portfolio"]
"""What is left to the process beside."""
HEAVY = {
    "yaml",
    "markdown",
    "babel",
    "nh3",
    "jinja2",
    "PIL",
    "kiprah.content.entries.read_entry",
    "kiprah.plan.member",
    "kiprah.content.settings",
}
BUILD = """
import os, signal, sys
import kiprah.background_worker as calls

ask = calls.BackgroundWorker.ask
asked = []


def noted(self, function, *arguments):
    # What may be taken back is offered with its number.
    name = function.__name__ if function is not calls._made_unless_taken else arguments[1].__name__
    if {kill!r} == name:
        os.kill(self._child, signal.SIGKILL)
    asked.append((name, ask(self, function, *arguments)))
    return asked[-1][1]


calls.BackgroundWorker.ask = noted
leave = os._exit


def told(code):
    print(code, sorted(name for name, done in asked if done), file=sys.stderr)
    print("loaded", *{heavy} & sys.modules.keys(), file=sys.stderr)
    leave(code)


os._exit = told
sys.argv = ["kiprah", "build", "-j", "2", "--today", "2026-11-22"]
from kiprah.cli import main

main()
"""


@pytest.mark.parametrize(
    ("kill", "done"),
    [
        pytest.param("", ALL, marks=pytest.mark.slow),
        pytest.param("make", ["read_batch", "touched_files", "write_portfolio"], marks=pytest.mark.slow),
        pytest.param("write_portfolio", ["read_batch", "touched_files"], marks=pytest.mark.slow),
        pytest.param("touched_files", ["read_batch"], marks=pytest.mark.slow),
        pytest.param("read_batch", [], marks=pytest.mark.slow),
        pytest.param("nobody", None, marks=pytest.mark.slow),
    ],
)
def test_an_edit_is_read_and_drawn_beside_the_build(tmp_path: Path, kill: str, done: list[str] | None) -> None:
    root = make_site(tmp_path, SITE)
    assert run_process(root, "build", "--today", "2026-11-22").returncode == 0
    file = root / HARI
    file.write_text(file.read_text("utf-8").replace("Awal", "Akhir"), "utf-8")
    # What somebody else changed or deleted is mended, whoever looks.
    (root / "public/robots.txt").write_text("mine", "utf-8")
    (root / "public/index.html").unlink()
    if done is None:
        assert run_process(root, "build", "-j", "1", "--today", "2026-11-22").returncode == 0
    else:
        ended = run_process(root, "-c", BUILD.format(kill=kill, heavy=HEAVY), command=PYTHON)
        last = [line for line in ended.stderr.splitlines() if line.startswith("0 [")]
        # A killed worker may still have been asked, and gave no answer.
        assert last and set(json.loads(last[-1].partition(" ")[2].replace(chr(39), chr(34)))) >= set(done), ended.stderr
        if not kill:
            # What takes longest is loaded by the process beside alone, where that is not ended.
            assert "loaded" in [line.strip() for line in ended.stderr.splitlines()], ended.stderr
    clean = make_site(tmp_path / "clean", {HARI: file.read_text("utf-8")})
    (clean / "content/addresses.yml").write_bytes((root / "content/addresses.yml").read_bytes())
    assert run_process(clean, "build", "--today", "2026-11-22").returncode == 0
    assert files_of(root / "public") == files_of(clean / "public")
