"""The life of a preview, with the real server and real files: storms, long sessions, bugs of ours."""

from __future__ import annotations

import asyncio
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from kiprah.build.request import Report
from kiprah.serve import server_loop
from kiprah.serve.preview_state import Notice, Preview
from kiprah.serve.snapshot import snapshot
from support.building import request_in
from support.serving import Serving

HARI = "content/activities/2026-05-01-hari.md"
SETTINGS = "title: Jejak\nurl: https://a.example/\nlanguage: en\ncards: {formats: []}\n"
SITE = {
    "content/profile.md": "---\nname: Alya\n---\nHalo.\n",
    HARI: "---\ntitle: Hari\n---\nIsi.\n",
    "content/activities/2026-06-01-lain.md": "---\ntitle: Lain\n---\nIsi.\n",
}


def entry(text: str, more: str = "") -> str:
    return f"---\ntitle: Hari\n{more}---\n{text}\n"


def page(server: Serving, path: str = "activities/hari/") -> str:
    try:
        with urllib.request.urlopen(server.address + path, timeout=10) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:  # gone for a moment, as its entry is
        error.close()
        return ""


def wait_for(seen: Callable[[], bool], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not seen():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.01)


def builds(server: Serving) -> int:
    return sum(line.startswith(("built again", "the last good")) for line in server.lines)


def test_a_bug_of_ours_is_shown_and_the_next_save_is_built(
    tree: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tree(SITE, SETTINGS)
    request = server_loop.preview_request(request_in(root, cache="cache", today=None))
    real, outcomes = server_loop.build, list[Report | Exception]()

    def build(*given: object) -> Report:
        if not outcomes:
            raise LookupError("ours")
        return real(*given)  # type: ignore[arg-type]

    def heard(outcome: Report | Exception) -> Notice | None:
        outcomes.append(outcome)
        return Notice("t", str(outcome), ()) if isinstance(outcome, Exception) else None

    monkeypatch.setattr(server_loop, "build", build)

    async def run() -> None:
        stop = asyncio.Event()
        preview = Preview(request.output, "127.0.0.1", 0)
        before = snapshot(server_loop.watched_by(request))
        running = asyncio.create_task(server_loop.keep_alive(request, preview, [], before, heard, stop))
        for number in (1, 2):
            await asyncio.sleep(0.15)
            (root / HARI).write_text(entry(f"Kali {number}."), "utf-8")
            while len(outcomes) < number:
                await asyncio.sleep(0.02)
            assert (preview.notice is None) == (number == 2)
        stop.set()
        await running

    asyncio.run(asyncio.wait_for(run(), 60))
    assert isinstance(outcomes[0], LookupError)
    assert isinstance(outcomes[1], Report) and outcomes[1].exit_code == 0


@pytest.mark.slow
def test_a_storm_of_saves_ends_in_the_last_state_and_few_builds(
    tree: Callable[..., Path], serving: Callable[..., Serving]
) -> None:
    server = serving(tree(SITE, SETTINGS))
    for number in range(100):
        # Broken ones in between, and one that is gone for a moment.
        server.write(HARI, entry(f"Simpan {number}.", "hours: two\n" if number % 7 == 2 else ""))
        if number % 50 == 20:
            (server.root / HARI).unlink()
        time.sleep(0.05)
    wait_for(lambda: "Simpan 99." in page(server))
    time.sleep(0.5)  # a build that is still to come would show something older
    assert "Simpan 99." in page(server)
    assert 1 <= builds(server) <= 20


@pytest.mark.slow
def test_files_that_go_while_they_are_built_and_folders_that_are_renamed(
    tree: Callable[..., Path], serving: Callable[..., Serving]
) -> None:
    server = serving(tree(SITE, SETTINGS))
    folder = server.root / "content" / "activities"
    for number in range(6):
        for extra in range(30):
            server.write(f"content/activities/2025-01-{extra + 1:02}-tambah-{extra}.md", entry(f"Putaran {number}."))
        time.sleep(0.15)  # a build is under way
        for file in folder.glob("*-tambah-*.md"):
            file.unlink()
    aside = server.root / "aside"
    folder.rename(aside)
    wait_for(lambda: not page(server))
    aside.rename(folder)
    server.write(HARI, entry("Semua kembali."))
    wait_for(lambda: "Semua kembali." in page(server) and "tambah" not in page(server, "activities/"))


@pytest.mark.slow
def test_eighty_edits_leave_no_memory_and_no_descriptors_behind(
    tree: Callable[..., Path], serving: Callable[..., Serving]
) -> None:
    server = serving(tree(SITE, SETTINGS))
    process = Path(f"/proc/{server.process.pid}")
    if not process.exists():
        pytest.skip("only Linux says so plainly")

    def state() -> tuple[int, int, int]:
        text = (process / "status").read_text()
        used = int(text.partition("VmRSS:")[2].split()[0])
        return used, len(list((process / "fd").iterdir())), int(text.partition("Threads:")[2].split()[0])

    states = []
    for number in range(80):
        server.write(HARI, entry(f"Suntingan {number}."))
        wait_for(lambda: f"Suntingan {number}." in page(server))  # noqa: B023
        if number in (29, 79):
            time.sleep(1)
            states.append(state())
    early, late = states
    assert late[0] - early[0] < 3_000, f"{late[0] - early[0]} kB more"
    assert late[1] <= early[1] + 2 and late[2] <= early[2] + 2
