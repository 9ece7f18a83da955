"""How the command ends: 0 done, 1 the content has errors, 2 usage or settings, 3 the machine, each by its kinds.

That an interruption ends it with 130 is seen where there is something to interrupt: in builds and dialogues.
"""

from __future__ import annotations

from pathlib import Path
from subprocess import PIPE, STDOUT

import pytest

from kiprah.cache.lock import build_lock
from support.command import PIPED, TODAY, begin_process, run, run_process
from support.sites import HARI, SETTINGS, files_of, make_project, make_site

WRONG = "---\ntitle: Hari\nhours: dua\n---\nIsi.\n"
DOUBTFUL = "---\ntitle: Hari\nhours: 30\n---\nIsi.\n"


def code_in(stderr: str, code: str) -> bool:
    return f"error[{code}]" in stderr


def test_what_is_well_ends_with_0(tmp_path: Path) -> None:
    make_site(tmp_path, {HARI: DOUBTFUL})
    for command in (("check",), ("build",), ("build",), ("list", "drafts"), ("clean",)):
        today = TODAY if command[0] in ("check", "build") else ()
        assert run(tmp_path, *command, *today).returncode == 0, command


@pytest.mark.parametrize("command", ["check", "build"])
@pytest.mark.parametrize(
    ("text", "options", "code"),
    [(WRONG, (), "bad-hours"), (DOUBTFUL, ("--strict",), "hours-too-many")],
    ids=["an error", "a warning that counts as one"],
)
def test_content_ends_with_1(tmp_path: Path, command: str, text: str, options: tuple[str, ...], code: str) -> None:
    make_site(tmp_path, {HARI: text})
    done = run(tmp_path, command, *TODAY, *options)
    assert done.returncode == 1 and code_in(done.stderr, code)
    assert files_of(tmp_path / "public") == {}


def test_what_is_left_out_ends_with_1_where_it_was_asked_to_go_on_and_with_0_where_the_site_says_so(
    tmp_path: Path,
) -> None:
    make_site(tmp_path, {HARI: WRONG})
    done = run(tmp_path, "build", *TODAY, "--keep-going")
    assert done.returncode == 1 and code_in(done.stderr, "bad-hours")
    assert "index.html" in files_of(tmp_path / "public")
    make_project(tmp_path, SETTINGS + "on_error: skip\n")
    done = run(tmp_path, "build", *TODAY)
    assert done.returncode == 0 and code_in(done.stderr, "bad-hours")


@pytest.mark.parametrize("command", ["check", "build"])
@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("timezone: WIB\n", "bad-timezone"),
        ("theme: tiada\n", "theme-missing"),
        ("title: [\n", "bad-yaml"),
    ],
)
def test_settings_end_with_2(tmp_path: Path, command: str, line: str, code: str) -> None:
    make_site(tmp_path, settings=SETTINGS.replace("title: Jejak\n", "" if "title" in line else "title: Jejak\n") + line)
    done = run(tmp_path, command, *TODAY)
    assert done.returncode == 2 and code_in(done.stderr, code), done.stderr


@pytest.mark.parametrize(
    "args",
    [
        ("biuld",),
        ("build", "--straks"),
        ("build", "tiada"),
        ("check", "--today", "kemarin"),
        ("check", "--format", "xml"),
    ],
)
def test_wrong_usage_ends_with_2(tmp_path: Path, args: tuple[str, ...]) -> None:
    make_site(tmp_path)
    done = run(tmp_path, *args)
    assert done.returncode == 2 and done.stderr


@pytest.mark.parametrize(
    ("output", "code"),
    [("content/static/x", "output-in-content"), (".", "output-holds-content"), ("mine", "output-foreign")],
)
def test_a_folder_that_is_not_ours_ends_with_2(tmp_path: Path, output: str, code: str) -> None:
    make_site(tmp_path, {"mine/index.html": "milik orang lain"})
    before = files_of(tmp_path)
    done = run(tmp_path, "build", "-o", output, *TODAY)
    assert done.returncode == 2 and code_in(done.stderr, code), done.stderr
    assert {path: data for path, data in files_of(tmp_path).items() if not path.startswith(".kiprah/")} == before


def test_another_build_ends_this_one_with_3(tmp_path: Path) -> None:
    make_site(tmp_path)
    # A lock belongs to its process: from this one, another must find it held.
    with build_lock(tmp_path / ".kiprah"):
        done = run_process(tmp_path, "build", "--no-wait", *TODAY)
    assert done.returncode == 3 and code_in(done.stderr, "already-building")


@pytest.mark.slow
def test_another_build_is_waited_for_and_that_is_said(tmp_path: Path) -> None:
    make_site(tmp_path)
    with build_lock(tmp_path / ".kiprah"):
        waiting = begin_process(tmp_path, "build", *TODAY, streams=PIPED, PYTHONUNBUFFERED="1")
        assert waiting.stderr is not None and "15" in (first := waiting.stderr.readline()), first
        assert waiting.poll() is None and not (tmp_path / "public").exists()
    _, said = waiting.communicate(timeout=60)
    assert waiting.returncode == 0, said
    assert (tmp_path / "public" / "index.html").exists()


@pytest.mark.parametrize(
    "command",
    [
        "check",
        pytest.param("cards", marks=pytest.mark.slow),
        pytest.param("clean", marks=pytest.mark.slow),
        pytest.param("serve", marks=pytest.mark.slow),
    ],
)
def test_whatever_needs_the_cache_waits_for_a_build_and_says_so(tmp_path: Path, command: str) -> None:
    make_site(tmp_path)
    options = ("--port", "0") if command == "serve" else ()
    merged = {"stdout": PIPE, "stderr": STDOUT}
    with build_lock(tmp_path / ".kiprah"):
        waiting = begin_process(tmp_path, command, *options, streams=merged, PYTHONUNBUFFERED="1")
        assert waiting.stdout and "waiting for it" in (first := waiting.stdout.readline()), first
        assert waiting.poll() is None
    if command == "serve":
        # It has begun once it says where; how it ends is seen elsewhere.
        assert any("http://127.0.0.1" in line for line in waiting.stdout)
        waiting.kill()
    said, _ = waiting.communicate(timeout=30)
    assert command == "serve" or waiting.returncode == 0, said


def test_what_the_machine_refuses_ends_with_3(tmp_path: Path) -> None:
    make_site(tmp_path, {"notes.txt": "x"})
    done = run(tmp_path, "build", "-o", "notes.txt/public", *TODAY)
    assert done.returncode == 3 and code_in(done.stderr, "machine"), done.stderr


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize("arguments", [("list", "drafts"), ("--help",), ("build", *TODAY)])
def test_a_full_disk_behind_the_output_is_the_machine(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    make_site(tmp_path, {HARI: "---\ntitle: Hari\ndraft: true\n---\nIsi.\n"})
    with Path("/dev/full").open("w") as full:
        begun = begin_process(tmp_path, *arguments, streams={"stdout": full, "stderr": PIPE})
        _, said = begun.communicate(timeout=120)
    assert begun.returncode == 3
    assert "error[disk-full]" in said and "bug" not in said


@pytest.mark.slow
def test_a_reader_who_leaves_ends_nothing_with_a_traceback(tmp_path: Path) -> None:
    make_site(tmp_path, {HARI: DOUBTFUL})
    begun = begin_process(tmp_path, "build", *TODAY, streams=PIPED)
    assert begun.stdout is not None and begun.stderr is not None
    begun.stdout.close()
    told = begun.stderr.read()
    begun.stderr.close()
    assert begun.wait(60) in (0, 1)
    assert "Traceback" not in told and "BrokenPipe" not in told and "bug" not in told
    assert (tmp_path / "public" / "index.html").exists()
