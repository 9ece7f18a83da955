"""A running ``kiprah serve`` and a browser, for the tests that need the real ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser import Browser
from editor_server import EditorServer

from support.serving import Serving


@pytest.fixture
def serving() -> Iterator[Callable[..., Serving]]:
    """Start the command: ``serving(root, "--drafts")``."""
    running: list[Serving] = []

    def start(root: Path, *options: str, language: str = "en") -> Serving:
        running.append(Serving(root, *options, language=language))
        return running[-1]

    yield start
    for one in running:
        if one.process.poll() is None:
            one.close()


@pytest.fixture(scope="session")
def running_browser(chromium: str) -> Iterator[Browser]:
    with Browser(chromium) as one:
        yield one


@pytest.fixture
def browser(running_browser: Browser) -> Iterator[Browser]:
    running_browser.begin()
    yield running_browser
    running_browser.end()


@pytest.fixture
def server(site: Path) -> Iterator[EditorServer]:
    """Give the editor's server for the site that a test module makes."""
    one = EditorServer(site)
    yield one
    one.close()
