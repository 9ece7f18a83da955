"""The editor's page in a browser: begun on a new site, and entered as its address is given out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from axe import violations
from browser import Browser

from support.command import run
from support.serving import Serving
from support.sites import draw_photo

Start = Callable[..., Serving]
FRAME = "document.querySelector('iframe').contentDocument"


def address_of(server: Serving) -> str:
    return "http://" + server.wait_for("?token=").partition("http://")[2].strip()


def entered(browser: Browser, server: Serving) -> None:
    """Open the editor as its address is given out; the token is exchanged, and the page comes once more without it."""
    browser.open(address_of(server))
    browser.wait("location.search === '' && !!document.querySelector('.list')", 60)


def begun(tmp_path: Path, serving: Start, language: str) -> tuple[Serving, Path, list[Path]]:
    """Make a new site and three photos, and open the editor."""
    assert run(tmp_path, "new", "site", "jejak", "--language", language).returncode == 0
    photos = [draw_photo(tmp_path / "camera" / f"IMG_{n}.jpg", n, (1200, 900), 4000) for n in range(3)]
    server = serving(tmp_path / "jejak", "--edit", language=language)
    return server, tmp_path / "jejak" / "content", photos


def faults(browser: Browser) -> list[str]:
    """Return what axe finds outside of the preview, which has tests of its own."""
    return violations(browser, without="iframe")
