"""What all tests share: projects made from texts, photos made by Pillow, and which tests run where."""

from __future__ import annotations

import gc
import os
import random
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from PIL import Image

from support.chromium import find_chromium
from support.command import TODAY, run_process
from support.once import built_once
from support.one_process import stay_in_one_process, work_apart
from support.sites import make_project, write_files
from support.temporary import begin_in_memory
from support.unchanging import remember

SEED = "KIPRAH_SEED"
LONGEST = (
    "serve/test_server_loop.py",
    "test_random_edits.py",
    "distributed/",
    "serve/test_editor_browser.py",
    "bucket/test_bucket_faults.py",
    "look/",
    "test_random_communities.py",
    "serve/",
    "typeset/test_unicode.py",
)
"""Where the slow tests that take longest are: begun first, so that none of them is the last that everybody waits for."""

LARGEST = (
    "test_house.py",
    "test_project.py",
    "test_tests.py",
    "cli/test_words.py",
    "problems/test_registry.py",
    "imaging/test_decode.py",
    "imaging/test_gaps.py",
    "cards/test_cards.py",
    "serve/test_editor_uploads.py",
    "authoring/test_archive.py",
    "plan/test_formatting.py",
)
"""Where quick tests take much memory, and keep it: begun last, since a large process takes long to be forked."""


def pytest_configure(config: pytest.Config) -> None:
    """Choose the edits of tests/test_random_edits.py, other ones in every run and the same for all its processes."""
    os.environ.setdefault(SEED, str(random.SystemRandom().randrange(1_000_000)))
    gc.disable()
    begin_in_memory()
    remember()
    stay_in_one_process()


def pytest_collection_finish() -> None:
    """Leave all that was collected out of what the collector of garbage looks at again and again."""
    gc.collect()
    gc.freeze()
    gc.enable()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    terminalreporter.write_line(f"random edits: {SEED}={os.environ[SEED]}")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="run the slow tests too, as CI does")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    in_ci = bool(os.environ.get("CI"))
    if not (in_ci or config.getoption("--slow")):
        slow = [item for item in items if item.get_closest_marker("slow")]
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if not item.get_closest_marker("slow")]
    for item in items:
        if item.get_closest_marker("browser") and not in_ci and not find_chromium():
            item.add_marker(pytest.mark.skip(reason="needs Chromium, and there is none here"))
    items.sort(key=turn_of)


def turn_of(item: pytest.Item) -> int:
    """Return when a test's turn is: the longest first, then the other slow ones, the quick, and the largest of them."""
    path = item.path.relative_to(Path(__file__).parent).as_posix()
    if not item.get_closest_marker("slow"):
        return len(LONGEST) + 1 + (path in LARGEST)
    return next((turn for turn, start in enumerate(LONGEST) if path.startswith(start)), len(LONGEST))


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser; a test that asks for it fails in CI where there is none."""
    found = find_chromium()
    assert found, "CI must have Chromium"
    return found


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example portfolio, built whole; tests only read it. Built once, whichever worker needs it first."""

    def build(folder: Path) -> None:
        folders = ("-o", str(folder / "public"), "--cache", str(folder / "cache"))
        done = run_process(Path(__file__).parents[1], "build", *folders, *TODAY, "--strict", timeout=600)
        assert done.returncode == 0, done.stderr

    return built_once(tmp_path_factory, "example", build) / "public"


@pytest.fixture
def apart() -> Iterator[None]:
    """Decode photos, draw cards and run members in children of the test's process, as users do."""
    with work_apart():
        yield


@pytest.fixture
def tree(tmp_path: Path) -> Callable[..., Path]:
    """Make a project from texts, with settings where they are given: ``tree(files, "title: x")`` returns its folder."""

    def make(files: Mapping[str, str], settings: str = "") -> Path:
        return make_project(tmp_path, settings, files) if settings else write_files(tmp_path, files)

    return make


@pytest.fixture
def photo() -> Callable[..., Path]:
    """Make a photo: ``photo(path, size=(64, 48), color=(90, 120, 140), exif=b"...")``."""

    def make(
        path: Path, size: tuple[int, int] = (64, 48), color: tuple[int, int, int] = (90, 120, 140), exif: bytes = b""
    ) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", size, color).save(path, exif=exif)
        return path

    return make
