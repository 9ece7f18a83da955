"""The built example on a host, and one browser for all that is measured there."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from site_host import hosted

from support.chromium import end_browser, find_chromium
from support.command import TODAY, run
from support.once import built_once

HERE = Path(__file__).parent
Ask = Callable[..., Any]


def lacking(reason: str) -> None:
    """Skip where a tool is not installed; in CI all of them must be."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def tools() -> Path:
    """The folder of the npm packages that the tests measure with."""
    folder = HERE / "node_modules"
    if not folder.is_dir() or not shutil.which("node"):
        lacking("npm install --no-package-lock --prefix tests/look")
    wanted = json.loads((HERE / "package.json").read_text("utf-8"))["devDependencies"]
    found = {name: json.loads((folder / name / "package.json").read_text("utf-8"))["version"] for name in wanted}
    assert found == wanted, "npm install --no-package-lock --prefix tests/look"
    return folder


@pytest.fixture(scope="session")
def checker(tools: Path) -> tuple[str, ...]:
    """The command of the W3C's checker."""
    if not shutil.which("java"):
        lacking("the checker of the W3C needs Java")
    return ("java", "-Xss2m", "-jar", str(tools / "vnu-jar" / "build" / "dist" / "vnu.jar"))


@pytest.fixture(scope="session")
def host(example: Path) -> Iterator[str]:
    """The address at which the example is served with its own headers."""
    with hosted(example) as address:
        yield address


@pytest.fixture(scope="session")
def sheet(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example in the theme lembar, without cards; its photos are those of the example, made already."""

    def build(root: Path) -> None:
        shutil.copytree(HERE.parents[1] / "content", root / "content")
        settings = root / "content" / "site.yml"
        text = settings.read_text("utf-8").replace("theme: pelita", "theme: lembar")
        settings.write_text(text + "\ncards: {formats: []}\n", "utf-8")
        done = run(root, "build", "--cache", str(example.parent / "cache"), *TODAY, "--strict", "-j1")
        assert done.returncode == 0, done.stderr

    return built_once(tmp_path_factory, "lembar", build) / "public"


@pytest.fixture(scope="session")
def sheet_host(sheet: Path) -> Iterator[str]:
    """The address at which that is served."""
    with hosted(sheet) as address:
        yield address


@pytest.fixture(scope="session")
def browser(tools: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A browser for all tests of this process; gives the address at which it is steered."""
    chromium = find_chromium()
    if chromium is None:
        lacking("needs Chromium")
    profile = tmp_path_factory.mktemp("browser")
    command = [str(chromium), "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--mute-audio"]
    command += ["--no-first-run", "--disable-extensions", "--disable-background-networking", "--disable-dev-shm-usage"]
    # Glyphs are drawn alike on every machine: no subpixels, no hints, one scale.
    command += ["--font-render-hinting=none", "--disable-lcd-text", "--force-device-scale-factor=1"]
    command += ["--remote-debugging-port=0", f"--user-data-dir={profile}", "about:blank"]
    nowhere = subprocess.DEVNULL
    started = subprocess.Popen(command, stdin=nowhere, stdout=nowhere, stderr=nowhere, start_new_session=True)
    port = profile / "DevToolsActivePort"
    try:
        give_up = time.monotonic() + 30
        while not (port.is_file() and len(port.read_text().splitlines()) == 2):
            assert started.poll() is None and time.monotonic() < give_up, "Chromium did not start"
            time.sleep(0.05)
        number, path = port.read_text().splitlines()
        yield f"ws://127.0.0.1:{number}{path}"
    finally:
        end_browser(started)


@pytest.fixture(scope="session")
def ask(browser: str) -> Iterator[Ask]:
    """Give the browser a job of ``browser.mjs``: ``ask("hold", url=..., widths=[390])``."""
    command = ["node", str(HERE / "browser.mjs"), browser]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as steering:
        assert steering.stdin is not None and steering.stdout is not None
        jobs, answers = steering.stdin, steering.stdout

        def run(job: str, **given: Any) -> Any:
            limit = threading.Timer(90, steering.kill)
            limit.start()
            try:
                jobs.write(json.dumps({"job": job, **given}) + "\n")
                jobs.flush()
                answer = json.loads(answers.readline() or '{"error": "the browser said nothing for 90 seconds"}')
            finally:
                limit.cancel()
            assert "error" not in answer, answer["error"]
            return answer["found"]

        yield run
        jobs.close()


@pytest.fixture(scope="session")
def kinds(example: Path) -> dict[str, tuple[str, ...]]:
    """The addresses of the example's pages by kind, the fullest first."""
    found: dict[str, list[tuple[int, str]]] = {}
    for path in example.rglob("*.html"):
        text = path.read_text("utf-8")
        kind = re.search(r'<body class="page-([a-z-]+)', text)
        assert kind, path
        found.setdefault(kind[1], []).append(
            (-len(text), path.relative_to(example).as_posix().removesuffix("index.html"))
        )
    return {kind: tuple(page for _, page in sorted(pages)) for kind, pages in sorted(found.items())}
