"""``kiprah serve --open``: the browser that ``BROWSER`` names is given the address, and finds the site there."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from support.serving import Serving

PATIENCE = 20.0
ASKS = """#!{python}
import sys, urllib.request
with urllib.request.urlopen(sys.argv[1], timeout=10) as answer:
    found = answer.read().decode()
open({record!r}, "w").write(sys.argv[1] + "\\n" + str("Jejak" in found))
"""


@pytest.fixture
def root(tree: Callable[..., Path]) -> Path:
    return tree(
        {"content/profile.md": "---\nname: Alya\n---\nHalo.\n"},
        "title: Jejak\nurl: https://a.example/\ncards: {formats: []}\n",
    )


def browser(folder: Path, text: str) -> Path:
    script = folder / "browser"
    script.write_text(text, "utf-8")
    script.chmod(0o755)
    return script


@pytest.mark.slow
def test_the_browser_gets_the_address_and_finds_the_site(
    root: Path, tmp_path: Path, serving: Callable[..., Serving], monkeypatch: pytest.MonkeyPatch
) -> None:
    record = tmp_path / "asked"
    monkeypatch.setenv("BROWSER", str(browser(tmp_path, ASKS.format(python=sys.executable, record=str(record)))))
    running = serving(root, "--open")
    end = time.monotonic() + PATIENCE
    while not (record.is_file() and record.read_text().count("\n")):
        assert time.monotonic() < end, "".join(running.lines)
        time.sleep(0.05)
    address, found = record.read_text().split("\n")
    assert address.rstrip("/") == running.address.rstrip("/") and found == "True"
    running.close()


@pytest.mark.slow
def test_without_a_browser_the_address_is_said(
    root: Path, tmp_path: Path, serving: Callable[..., Serving], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROWSER", str(browser(tmp_path, "#!/bin/sh\nexit 1\n")))
    # No other browser is found either.
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("DISPLAY", raising=False)
    running = serving(root, "--open")
    assert running.address.rstrip("/") in running.wait_for("no browser was found").rstrip()
    running.close()


@pytest.mark.slow
def test_nothing_is_opened_unasked(
    root: Path, tmp_path: Path, serving: Callable[..., Serving], monkeypatch: pytest.MonkeyPatch
) -> None:
    record = tmp_path / "asked"
    monkeypatch.setenv("BROWSER", str(browser(tmp_path, f"#!/bin/sh\necho asked > {record}\n")))
    serving(root).close()
    assert not record.exists()
