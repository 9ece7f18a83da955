"""What the pages are measured with finds what it is there for: in the light, in the dark, and out of its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from site_host import hosted

PAGE = """<!doctype html><html lang="en"><title>Faults</title><link rel="icon" href="data:,"><meta name="viewport" content="width=device-width">
<style>
  :root { color-scheme: light dark; background: #fff; color: #000; } .button { color: #fff; background: #999; }
  .only-dark { display: none; }
  @media (prefers-color-scheme: dark) { :root { background: #000; color: #fff; } %s }
</style>
<main><h1>Faults</h1>%s</main>"""
FAULTS = {
    "pale": ('<p style="color: #777">Pale</p>', "", ["light: color-contrast:", "dark: color-contrast-enhanced:"]),
    "very-pale": ('<p style="color: #aaa; background: #fff">Pale</p>', "", ["light: color-contrast:", "dark: color-contrast:"]),
    "button": ('<a class="button" href="/">Read</a>', "", ["light: color-contrast:", "dark: color-contrast:"]),
    "dark": ("<p>Words</p>", "p { color: #333; }", ["dark: color-contrast:"]),
    "appearing": ('<img class="only-dark" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">', ".only-dark { display: block; }", ["dark: image-alt"]),
    "link": ('<p>Words with <a href="/" style="color: #111; text-decoration: none">a link</a> in them.</p>', "", ["light: link-in-text-block:", "dark: color-contrast:"]),
}  # fmt: skip
pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.mark.parametrize("fault", FAULTS)
def test_it_finds_what_is_wrong(fault: str, ask: Callable[..., Any], tmp_path: Path) -> None:
    body, dark, expected = FAULTS[fault]
    (tmp_path / "_headers").write_text("", "utf-8")
    (tmp_path / "index.html").write_text(PAGE % (dark, body), "utf-8")
    with hosted(tmp_path) as address:
        found = ask("hold", url=address, widths=[390])
    for light in ("light", "dark"):
        wanted = {text.partition(": ")[2] for text in expected if text.startswith(light)}
        said = [line for line in found if line.startswith(f"390 px, {light}: ")]
        assert all(any(text in line for line in said) for text in wanted) and bool(said) == bool(wanted), found


def test_a_page_without_faults_has_none(ask: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "_headers").write_text("", "utf-8")
    (tmp_path / "index.html").write_text(PAGE % ("", "<p>Words</p>"), "utf-8")
    with hosted(tmp_path) as address:
        assert ask("hold", url=address, widths=[390, 1440]) == []


def test_what_sticks_out_of_its_place_is_found(ask: Callable[..., Any], tmp_path: Path) -> None:
    row = '<div style="width: 100px; background: #fff"><p style="width: {}px">Hours</p></div>'
    (tmp_path / "_headers").write_text("", "utf-8")
    for width, wanted in ((100, 0), (104, 1)):
        (tmp_path / "index.html").write_text(PAGE % ("", row.format(width)), "utf-8")
        with hosted(tmp_path) as address:
            found = ask("hold", url=address, widths=[390])
        assert len([line for line in found if line.startswith("390 px: 4.0 px out of its place: <p")]) == wanted, found
        assert bool(found) == bool(wanted)
