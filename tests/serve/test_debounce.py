"""Every way of saving ends in a build of the last state, soon, and a storm of saves in few."""

from __future__ import annotations

import asyncio
import shutil
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
import watchfiles  # noqa: F401  loaded before the clock runs

from kiprah.serve.debounce import changes
from kiprah.serve.file_events import Events, standing
from kiprah.serve.snapshot import Watched, differing, snapshot


class Seen:
    """What the watcher yielded: each time with the names of the files that differ."""

    def __init__(self, watched: Watched, build: float = 0.0) -> None:
        self.watched = watched
        self.build = build
        self.states: list[tuple[float, frozenset[str]]] = []
        self.stop = asyncio.Event()
        self.last = snapshot(watched)

    async def run(self) -> None:
        before = self.last
        async for now in changes(self.watched, before, self.stop):
            self.states.append((time.monotonic(), frozenset(Path(p).name for p in differing(before, now))))
            before = self.last = now
            await asyncio.sleep(self.build)

    async def until(self, number: int) -> float:
        end = time.monotonic() + 10
        while len(self.states) < number:
            assert time.monotonic() < end, f"saw only {self.states}"
            await asyncio.sleep(0.005)
        return self.states[number - 1][0]


async def watching(seen: Seen, act: Callable[[], Awaitable[None]]) -> None:
    task = asyncio.create_task(seen.run())
    await asyncio.sleep(0.15)  # watchfiles does not say when it begins to listen
    try:
        await act()
    finally:
        seen.stop.set()
        await asyncio.wait_for(task, 5)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    (folder / "activities" / "one").mkdir(parents=True)
    (folder / "activities" / "one" / "index.md").write_text("one", "utf-8")
    (folder / "site.yml").write_text("title: x", "utf-8")
    return folder


@pytest.mark.skipif(sys.platform != "linux", reason="other machines' events come later")
def test_a_save_is_seen_within_a_tenth_of_a_second(site: Path) -> None:
    async def act() -> None:
        started = time.monotonic()
        (site / "site.yml").write_text("title: y", "utf-8")
        assert await seen.until(1) - started < 0.1
        assert seen.states[0][1] == {"site.yml"}

    seen = Seen(Watched((site,)))
    asyncio.run(watching(seen, act))


def test_saves_by_renaming_deletions_and_renamed_folders_are_seen(site: Path) -> None:
    async def act() -> None:
        file = site / "activities" / "one" / "index.md"
        aside = file.with_name(".index.md.swp")
        aside.write_text("two", "utf-8")
        aside.replace(file)
        await seen.until(1)
        (site / "activities" / "one").rename(site / "activities" / "two")
        await seen.until(2)
        (site / "activities" / "two" / "index.md").write_text("in the renamed folder", "utf-8")
        await seen.until(3)
        shutil.rmtree(site / "activities")
        await seen.until(4)
        assert snapshot(seen.watched) == seen.last

    seen = Seen(Watched((site,)))
    asyncio.run(watching(seen, act))


@pytest.mark.slow
def test_a_folder_that_comes_later_is_watched_from_then_on(site: Path) -> None:
    async def act() -> None:
        themes = site.parent / "themes"
        themes.mkdir()
        (themes / "theme.yml").write_text("x", "utf-8")
        await seen.until(1)
        await asyncio.sleep(0.15)
        (themes / "theme.yml").write_text("y", "utf-8")
        await seen.until(2)
        assert seen.states[-1][1] == {"theme.yml"}

    seen = Seen(Watched((site, site.parent / "themes")))
    asyncio.run(watching(seen, act))


@pytest.mark.slow
def test_what_a_build_writes_starts_no_build(site: Path) -> None:
    async def act() -> None:
        for number in range(20):
            (site / ".kiprah" / "preview").mkdir(parents=True, exist_ok=True)
            (site / ".kiprah" / "preview" / f"{number}.html").write_text("x", "utf-8")
            (site / "cache").mkdir(exist_ok=True)
            (site / "cache" / str(number)).write_text("x", "utf-8")
            await asyncio.sleep(0.02)
        assert seen.states == []

    seen = Seen(Watched((site,), (site / "cache",)))
    asyncio.run(watching(seen, act))


@pytest.mark.slow
def test_a_storm_of_saves_is_few_builds_and_the_last_state_wins(site: Path) -> None:
    async def act() -> None:
        for number in range(80):
            (site / "site.yml").write_text(f"title: {number}", "utf-8")
            await asyncio.sleep(0.02)
        end = time.monotonic() + 10
        while seen.last != snapshot(seen.watched):
            assert time.monotonic() < end, "the last state was never seen"
            await asyncio.sleep(0.02)
        assert 1 <= len(seen.states) <= 5

    seen = Seen(Watched((site,)), build=0.1)
    asyncio.run(watching(seen, act))


@pytest.mark.slow
def test_without_events_looking_now_and_then_does(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)

    async def act() -> None:
        (site / "site.yml").write_text("title: y", "utf-8")
        await seen.until(1)
        assert seen.states[0][1] == {"site.yml"}

    seen = Seen(Watched((site,)))
    asyncio.run(watching(seen, act))


def test_a_machine_that_cannot_watch_is_looked_at_instead(tmp_path: Path) -> None:
    async def act() -> bool:
        events = Events(asyncio.Event())
        await events.listen(((str(tmp_path / "gone"), 1),))
        for _ in range(100):
            if not events.is_listening:
                return True
            await asyncio.sleep(0.02)
        return False

    assert asyncio.run(act())
    assert standing((tmp_path / "gone", tmp_path)) == ((str(tmp_path), tmp_path.stat().st_ino),)
