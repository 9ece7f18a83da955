"""A kill at any moment, a full disk or a folder that cannot be written to: the same command again ends it."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from pathlib import Path

import pytest

from support.command import run, run_process
from support.sites import draw_photo, files_of, make_site

CANARY = "Zamrudin Kartosuwiryo"
_CHANGES = ("os.remove", "os.rename", "os.rmdir", "open", "os.mkdir", "sqlite3.connect")


def made(folder: Path) -> Path:
    root = make_site(
        folder,
        {
            "content/activities/2026-03-01-kelas/index.md": (
                "---\ntitle: Kelas\nwith: [Bima, Zamrudin Kartosuwiryo]\nphotos:\n  - file: a.jpg\n    people: adults\n"
                f"    consent: yes\n    alt: {CANARY} di depan kelas\n---\nSatu.\n"
            ),
            "content/testimonials/z.md": f"---\nfrom: {CANARY}\nconsent: yes\n---\nKata {CANARY}.\n",
        },
    )
    draw_photo(root / "content/activities/2026-03-01-kelas/a.jpg", 1)
    assert run(root, "build").returncode == 0
    return root


ARGUMENTS = ("erase", "person", CANARY, "--photos", "remove", "--yes")


def killed(root: Path, at: int) -> tuple[int, int]:
    """Erase in a process that is killed at the so-manieth change of the disk; return how it ended, and the changes."""
    note = root.parent / "steps"
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), int(note.read_text("utf-8") or "0")
    seen, parent = 0, os.getpid()

    def hook(event: str, values: tuple[object, ...]) -> None:
        nonlocal seen
        named = f"{values[0]}" if values else ""
        is_change = event in _CHANGES and (event != "open" or "/.new-" in named)
        if is_change and (event == "sqlite3.connect" or named.startswith(str(root))):
            seen += os.getpid() == parent
            if seen == at:
                os.kill(os.getpid(), signal.SIGKILL)

    note.write_text("", "utf-8")
    sys.addaudithook(hook)
    code = run(root, *ARGUMENTS, "--request", "surat 7").returncode
    note.write_text(str(seen), "utf-8")
    os._exit(code)


@pytest.mark.slow
def test_a_kill_at_any_moment_is_ended_by_the_same_command(tmp_path: Path) -> None:
    whole = made(tmp_path / "utuh")
    code, steps = killed(whole, 0)
    assert code == 0 and steps > 15
    wanted = {n: d for n, d in files_of(whole).items() if not n.startswith(".kiprah/")}
    for at in range(1, steps + 1, 3):
        root = made(tmp_path / f"t{at}")
        assert killed(root, at)[0] == -signal.SIGKILL
        again = run(root, *ARGUMENTS, "--request", "surat 7")
        assert again.returncode == 0, (at, again.stderr)
        after = files_of(root)
        assert {n: d for n, d in after.items() if not n.startswith(".kiprah/")} == wanted, at
        assert not [name for name, data in after.items() if CANARY.encode() in data], at
        assert not (root / ".kiprah/erasing").exists(), at
        shutil.rmtree(root)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="nothing is forbidden to the administrator")
def test_a_folder_that_cannot_be_written_to_is_named_and_gone_on_with(tmp_path: Path) -> None:
    root = made(tmp_path)
    folder = root / "content/testimonials"
    folder.chmod(0o555)
    try:
        done = run(root, *ARGUMENTS)
        assert done.returncode == 3 and "testimonials/z.md" in done.stderr
    finally:
        folder.chmod(0o755)
    assert run(root, *ARGUMENTS).returncode == 0
    assert not [name for name, data in files_of(root).items() if CANARY.encode() in data]


def test_a_full_disk_changes_nothing_before_all_is_written_down(tmp_path: Path) -> None:
    root = made(tmp_path)
    before = {n: d for n, d in files_of(root).items() if not n.startswith(".kiprah/")}
    full = ("bash", "-c", 'ulimit -f 0; exec "$0" -m kiprah "$@"', sys.executable)
    done = run_process(root, *ARGUMENTS, command=full)
    assert done.returncode == 3 and ".kiprah" in done.stderr and "Traceback" not in done.stderr
    assert {n: d for n, d in files_of(root).items() if not n.startswith(".kiprah/")} == before
